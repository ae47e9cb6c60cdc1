# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no disk here can show: boot entries of UEFI, BitLocker, mixed ways of starting."""

import struct
from pathlib import Path

import pytest
from multiboot_role import disks, look, owner, systems, words

UUID = "0a1b2c3d-0000-4000-8000-000000000001"
ESP = disks.Part("/dev/sda1", "vfat", table="gpt", type=disks.ESP)
DEBIAN, MICROSOFT = "\\EFI\\debian\\shimx64.efi", "\\EFI\\Microsoft\\Boot\\bootmgfw.efi"


def entry(path: str) -> bytes:
    """A boot entry of the firmware (EFI_LOAD_OPTION): a disk, then a file on it."""
    name = path.encode("utf-16-le") + b"\0\0"
    disk = b"\x04\x01" + struct.pack("<H", 42) + bytes(38)
    nodes = disk + b"\x04\x04" + struct.pack("<H", 4 + len(name)) + name + b"\x7f\xff\x04\0"
    return struct.pack("<IH", 1, len(nodes)) + "debian é".encode("utf-16-le") + b"\0\0" + nodes


def windows(filesystem: str = "ntfs", table: str = "gpt", used: bool = False) -> disks.Part:
    return disks.Part("/dev/sda3", filesystem, table=table, used=used)


@pytest.fixture
def by_uefi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that its firmware started with entry 3; the folder of its loaders."""
    variables = tmp_path / "efi/efivars"
    variables.mkdir(parents=True)
    (variables / f"BootCurrent-{owner.GLOBAL}").write_bytes(b"\7\0\0\0\3\0")
    (variables / f"Boot0003-{owner.GLOBAL}").write_bytes(b"\7\0\0\0" + entry(DEBIAN))
    loaders = tmp_path / "esp/EFI/debian"
    loaders.mkdir(parents=True)
    monkeypatch.setattr(owner, "VARIABLES", variables)
    monkeypatch.setattr(owner, "_boot_uuid", lambda: UUID)
    monkeypatch.setattr(owner, "_esp", lambda: tmp_path / "esp")
    return loaders


@pytest.mark.parametrize("path", [DEBIAN, MICROSOFT])
def test_the_file_of_a_boot_entry_is_read(path: str) -> None:
    assert owner.loader_path(entry(path)) == path.replace("\\", "/")


@pytest.mark.parametrize("length", range(0, len(entry(DEBIAN)) - 8, 7))
def test_a_boot_entry_that_is_cut_is_no_harm(length: int) -> None:
    assert isinstance(owner.loader_path(entry(DEBIAN)[:length]), str)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        (f"search.fs_uuid {UUID} root\nset prefix=($root)'/boot/grub'\n", "ours"),
        ("search.fs_uuid 11111111-0000-4000-8000-000000000001 root\n", "other"),
        ("", "unknown"),
    ],
)
def test_the_file_beside_the_loader_says_whose_grub_it_is(by_uefi: Path, text: str, whose: str) -> None:
    (by_uefi / "grub.cfg").write_text(text)
    assert owner.in_charge() == whose


def test_an_unknown_owner_is_ours_only_beside_windows_alone() -> None:
    beside_windows = [systems.System("Windows", "/dev/sda1", windows=True)]
    beside_linux = [systems.System("Debian 12", "/dev/sda4")]
    assert look._ours("unknown", beside_windows, [windows()])
    assert not look._ours("unknown", beside_linux, [windows()])
    assert not look._ours("other", beside_windows, [windows()])


@pytest.mark.parametrize(
    ("parts", "by_uefi", "told"),
    [
        ([ESP, windows()], True, []),
        ([ESP, windows()], False, ["MIX_UEFI"]),
        ([windows(table="dos")], False, []),
        ([windows(table="dos")], True, ["MIX_BIOS"]),
        ([ESP, windows("BitLocker")], True, ["BITLOCKER"]),
    ],
)
def test_what_stands_in_the_way_of_windows_is_told(
    monkeypatch: pytest.MonkeyPatch, parts: list[disks.Part], by_uefi: bool, told: list[str]
) -> None:
    monkeypatch.setattr(systems, "_mountable", lambda part: 0)
    assert list(systems.obstacles(parts, by_uefi)) == [getattr(words, name) for name in told]


def test_a_partition_in_use_is_no_other_system() -> None:
    own, data = disks.Part("/dev/sda2", "ext4", used=True), disks.Part("/dev/sda4", "ext4")
    assert disks.others([ESP, own, data, windows()]) == [data, windows()]
