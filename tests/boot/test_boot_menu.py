# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk with Windows and two Linux: what the role makes of it, and what a person sees and starts."""

import os
import re

from boot_disk import ANSWER, LINUX, OTHER, OTHER_NAME, WINDOWS
from boot_screen import Screen, letters, selected, wait_for
from conftest import Computer

CFG = "/boot/grub/grub.cfg"
TITLES = ["Linux (logiciels libres)", "Windows 11", OTHER_NAME]


def titles(text: str) -> list[str]:
    """What the menu shows first."""
    return re.findall(r"(?m)^(?:menuentry|submenu) '([^']*)'", text)


def config(computer: Computer) -> str:
    return (computer.disk.root / CFG.lstrip("/")).read_text("utf-8")


def test_each_system_is_offered_once_by_a_name_people_know(computer: Computer) -> None:
    assert computer.first.changed
    assert titles(config(computer)) == [*TITLES, "Options avancées et dépannage"]


def test_what_the_distribution_offers_is_hidden_not_lost(computer: Computer) -> None:
    below = config(computer).partition("\nsubmenu ")[2]
    for piece in ("recovery mode", "6.1.0-1-amd64", "6.1.0-2-amd64", "Linux Mint"):
        assert piece in below
    computer.disk.run(f"grub-script-check {CFG}")


def test_nothing_of_another_system_was_touched(computer: Computer) -> None:
    assert {number: computer.disk.digest(number) for number in computer.before} == computer.before


def test_a_second_run_changes_nothing(computer: Computer) -> None:
    assert computer.role.play().changed == 0


def test_the_checks_hold(computer: Computer) -> None:
    verdicts = computer.role.verdicts()
    # No udev runs in a system that was not started: what it tells the file manager cannot be asked.
    assert verdicts.pop("multiboot.disks") == "orange"
    assert set(verdicts.values()) == {"green"}
    assert len(verdicts) >= 6


def test_the_menu_can_wait_for_ever(computer: Computer) -> None:
    assert computer.role.play(multiboot_timeout=-1).changed
    assert "set timeout=-1" in config(computer)


def test_the_menu_is_large_and_keys_start_the_loader_of_windows(computer: Computer, screen: Screen) -> None:
    first = wait_for(lambda: selected(screen.photo()))
    photo = screen.photo()
    photo.save(computer.disk.folder.with_suffix(".png"))
    left, top, right, bottom = letters(photo, first)
    assert photo.size == (1024, 768)
    assert bottom - top >= 24  # with a letter that reaches below the line
    assert left >= 8
    assert right < first[2] - first[0] - 16
    screen.say("sendkey down")
    second = wait_for(lambda: (now := selected(screen.photo())) and now[1] > first[1] + 40 and now)
    assert second[3] - second[1] == first[3] - first[1]
    screen.say("sendkey ret")
    wait_for(lambda: ANSWER in screen.serial())


def test_what_is_hidden_is_found_in_the_submenu(computer: Computer, screen: Screen) -> None:
    first = wait_for(lambda: selected(screen.photo()))
    for _ in TITLES:
        screen.say("sendkey down")
    wait_for(lambda: (now := selected(screen.photo())) and now[1] > first[1] + 180)
    before = screen.photo().tobytes()
    screen.say("sendkey ret")
    wait_for(lambda: selected(screen.photo()) == first and screen.photo().tobytes() != before)


def test_a_new_kernel_is_offered_without_salle(computer: Computer) -> None:
    computer.disk.run("cp /boot/vmlinuz-6.1.0-2-amd64 /boot/vmlinuz-6.1.0-3-amd64; update-grub")
    entry = config(computer).partition("'salle-linux' {")[2].partition("\n}")[0]
    assert "vmlinuz-6.1.0-3-amd64" in entry
    assert titles(config(computer))[:3] == TITLES


def test_windows_by_uefi_and_two_of_a_name_are_told_apart(computer: Computer) -> None:
    """os-prober sees no UEFI loader on a loop device: here another program of that name answers."""
    loop = computer.disk.loop
    lines = [
        f"{loop}p{WINDOWS}@/EFI/Microsoft/Boot/bootmgfw.efi:Windows Boot Manager:Windows:efi",
        f"{loop}p{WINDOWS}:Windows 10:Windows1:chain",
        f"{loop}p{OTHER}:Windows 10:Windows2:chain",
    ]
    computer.disk.write("/tmp/fake/os-prober", "#!/bin/sh\ncat <<'X'\n" + "\n".join(lines) + "\nX\n")
    computer.disk.run("chmod +x /tmp/fake/os-prober; PATH=/tmp/fake:$PATH grub-mkconfig -o /tmp/grub.cfg")
    text = (computer.disk.root / "tmp/grub.cfg").read_text("utf-8")
    partitions = [f"{loop.removeprefix('/dev/')}p{number}" for number in (WINDOWS, OTHER)]
    windows = ["Windows", *(f"Windows 10 ({partition})" for partition in partitions)]
    assert titles(text)[1:-1] == windows
    assert (
        "chainloader /EFI/Microsoft/Boot/bootmgfw.efi"
        in text.partition("'salle-windows' {")[2].partition("\n}")[0]
    )


def test_a_name_of_the_site_is_text(computer: Computer) -> None:
    name = 'L\'été `id` "$HOME" \\1 & 7*7 %s'
    computer.role.play(multiboot_linux_name=name)
    assert name.replace("'", "'\\''") in config(computer)


def test_a_loader_of_another_linux_is_left_alone(computer: Computer) -> None:
    core = computer.disk.root / "boot/grub/i386-pc/core.img"
    kept, before = core.read_bytes(), config(computer)
    core.write_bytes(os.urandom(len(kept)))
    try:
        played = computer.role.play("--check")
        assert f"by the boot loader of another system ({OTHER_NAME})" in played.output
    finally:
        core.write_bytes(kept)
    assert config(computer) == before


def test_a_hibernated_windows_is_told_and_not_written_to(computer: Computer) -> None:
    computer.role.play()
    computer.disk.run(
        f"mkdir -p /tmp/w; ntfs-3g {computer.disk.loop}p{WINDOWS} /tmp/w; "
        "{ printf hibr; head -c 8188 /dev/zero; } > /tmp/w/hiberfil.sys; umount /tmp/w"
    )
    before = computer.disk.digest(WINDOWS)
    played = computer.role.play()
    assert "was not really switched off" in played.output
    assert played.changed == 0
    assert computer.role.verdicts()["multiboot.ready"] == "orange"
    assert computer.disk.digest(WINDOWS) == before


def test_a_broken_menu_turns_its_check_red(computer: Computer) -> None:
    computer.disk.run("mv /etc/default/grub.d/60-salle.cfg /tmp; update-grub")
    red = {check for check, verdict in computer.role.verdicts().items() if verdict == "red"}
    assert red == {"multiboot.systems", "multiboot.start"}
    computer.role.play()
    assert titles(config(computer))[:3] == TITLES


def test_absent_brings_the_distributions_menu_back(computer: Computer) -> None:
    computer.role.play(multiboot_state="absent")
    assert titles(config(computer))[0].startswith("Debian")
    left = computer.disk.run(
        "find /etc/default /etc/grub.d /etc/udev /boot /usr/lib/salle -type f -path '*salle*'"
    )
    assert left == ""
    assert computer.role.play(multiboot_state="absent").changed == 0


def test_one_system_alone_gets_nothing(computer: Computer) -> None:
    computer.disk.run(f"wipefs -qa {computer.disk.loop}p{WINDOWS} {computer.disk.loop}p{OTHER}")
    played = computer.role.play()
    assert played.changed == 0
    assert computer.role.verdicts() == {}
    assert computer.disk.digest(LINUX)
