# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What starts a machine, and whether it is this system's own GRUB.  Only reads.

On UEFI: the entry that the firmware used this time, and which file system the ``grub.cfg`` beside its
loader leads to.  On BIOS: whether GRUB's image in front of the partitions is the one that this system
put there.
"""

import re
import shutil
import struct
from pathlib import Path

from ansible.module_utils.multiboot_disks import read, run

VARIABLES = Path("/sys/firmware/efi/efivars")
GLOBAL = "8be4df61-93ca-11d2-aa0d-00e098032b8c"
LOADER = "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
"""Where systemd-boot says what it is (systemd.io, "The Boot Loader Interface")."""
CORE = Path("/boot/grub/i386-pc/core.img")
GRUB_CFG = Path("/boot/grub/grub.cfg")
SAMPLE = slice(2048, 10240)
"""A piece of GRUB's image that grub-bios-setup writes as it is: the beginning holds addresses."""
REACH = 1024 * 1024
"""The gap before the first partition, in bytes: GRUB's image lies there."""


def uefi():
    """Whether the firmware started this system by UEFI."""
    return VARIABLES.parent.is_dir()


def variable(name, owner=GLOBAL):
    """The value of a variable of the firmware, without its attributes; empty when there is none."""
    try:
        return (VARIABLES / f"{name}-{owner}").read_bytes()[4:]
    except OSError:
        return b""


def secure_boot():
    """Whether the firmware only starts what is signed."""
    return variable("SecureBoot")[:1] == b"\x01"


def loader():
    """grub, systemd-boot, or nothing that is known here."""
    if variable("LoaderInfo", LOADER).decode("utf-16-le", "replace").startswith("systemd-boot"):
        return "systemd-boot"
    return "grub" if GRUB_CFG.is_file() and shutil.which("grub-mkconfig", path="/usr/sbin:/usr/bin") else ""


def in_charge():
    """ours, other or unknown."""
    return _owner_by_firmware() if uefi() else _owner_by_image()


def loader_path(entry):
    """The file that a boot entry of the firmware starts (UEFI specification, 3.1.3), with slashes."""
    if len(entry) < 6:
        return ""
    length = struct.unpack_from("<H", entry, 4)[0]
    end = next((n for n in range(6, len(entry) - 1, 2) if entry[n : n + 2] == b"\0\0"), len(entry))
    nodes = entry[end + 2 : end + 2 + length]
    while len(nodes) >= 4:
        size = struct.unpack_from("<H", nodes, 2)[0]
        if nodes[:2] == b"\x04\x04":
            return nodes[4:size].decode("utf-16-le", "replace").rstrip("\0").replace("\\", "/")
        nodes = nodes[max(size, 4) :]
    return ""


def _owner_by_firmware():
    current = variable("BootCurrent")[:2]
    entry = variable(f"Boot{struct.unpack('<H', current)[0]:04X}") if len(current) == 2 else b""
    beside = (_esp() / loader_path(entry).lstrip("/")).parent / "grub.cfg"
    leads = re.search(r"search\.fs_uuid\s+(\S+)", read(beside))
    if not loader_path(entry) or not leads:
        return "unknown"
    return "ours" if leads[1].lower() == _boot_uuid().lower() else "other"


def _esp():
    """Where the partition with the loaders is mounted, by Debian's installer and Ubuntu's."""
    return Path("/boot/efi")


def _boot_uuid():
    return run("grub-probe", "--target=fs_uuid", str(GRUB_CFG.parent)).stdout.strip()


def _owner_by_image():
    try:
        sample = CORE.read_bytes()[SAMPLE]
    except OSError:
        return "other"
    return "ours" if any(sample) and any(sample in _head(disk) for disk in _places()) else "other"


def _places():
    """Whole disks, and partitions that are there for GRUB's image (type "BIOS boot")."""
    for folder in sorted(Path("/sys/class/block").glob("*")):
        node = Path("/dev", folder.name)
        if not node.is_block_device() or folder.name.startswith(("sr", "zram", "ram")):
            continue
        whole = not (folder / "partition").exists()
        if (
            whole
            or "21686148-6449-6e6f-744e-656564454649" in run("blkid", "-p", "-o", "export", str(node)).stdout
        ):
            yield node


def _head(disk):
    try:
        with disk.open("rb") as opened:
            return opened.read(REACH)
    except OSError:
        return b""
