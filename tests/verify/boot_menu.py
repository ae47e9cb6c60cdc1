# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which systems a computer holds, and what its boot menu offers: asked anew, not taken from the deployment.

Only reads.  What a menu shows first is what stands at the outermost level of GRUB's configuration.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

GRUB_CFG = Path("/boot/grub/grub.cfg")
CORE = Path("/boot/grub/i386-pc/core.img")
ESP = Path("/boot/efi/EFI")
PLACES = "/usr/sbin:/usr/bin:/sbin:/bin"


def run(*words: str) -> str:
    """What a program prints; nothing when it is not there."""
    program = shutil.which(words[0], path=PLACES)
    if not program:
        return ""
    env = {"LC_ALL": "C", "PATH": PLACES}
    done = subprocess.run(
        [program, *words[1:]], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    return done.stdout


@cache
def windows_disks() -> tuple[str, ...]:
    """Partitions of Windows on disks that stay in the computer."""
    found = []
    for folder in sorted(Path("/sys/class/block").glob("*/partition")):
        disk, node = folder.parent.resolve().parent, Path("/dev", folder.parent.name)
        stays = (disk / "removable").read_text("ascii").strip() == "0" and "/usb" not in str(disk)
        if stays and node.is_block_device() and filesystem(str(node)) in ("ntfs", "BitLocker"):
            found.append(str(node))
    return tuple(found)


def filesystem(node: str) -> str:
    """What is on a partition, by its own first bytes."""
    return run("blkid", "-p", "-s", "TYPE", "-o", "value", node).strip()


@cache
def systems() -> tuple[tuple[str, str], ...]:
    """The other systems: partition and name, as os-prober finds them."""
    if not GRUB_CFG.is_file():
        return ()
    lines = [line.split(":") for line in run("os-prober").splitlines()]
    return tuple((line[0].partition("@")[0], line[1] or line[2]) for line in lines if len(line) > 3)


def starts_this_computer() -> bool:
    """Whether GRUB of this system starts it: by UEFI the loader's own file says so, by BIOS the disk."""
    if Path("/sys/firmware/efi").is_dir():
        ours = run("grub-probe", "--target=fs_uuid", str(GRUB_CFG.parent)).strip()
        return any(ours and ours in file.read_text("utf-8", "replace") for file in ESP.glob("*/grub.cfg"))
    if not CORE.is_file():
        return False
    image = CORE.read_bytes()[4096:8192]
    return any(image in _head(Path("/dev", disk.name)) for disk in Path("/sys/class/block").glob("*"))


def _head(node: Path) -> bytes:
    try:
        with node.open("rb") as opened:
            return opened.read(2**20)
    except OSError:
        return b""


def menu_is_due() -> bool:
    """Whether there is something to choose from, and it is for this system to show it."""
    return GRUB_CFG.is_file() and bool(systems() or windows_disks()) and starts_this_computer()


def offered(text: str) -> list[tuple[str, str]]:
    """Name and id of the entries that the menu shows first; submenus are not among them."""
    return re.findall(r"(?m)^menuentry '((?:[^']|'\\'')*)'.* '([^']+)' \{", text)


def hidden_below(text: str) -> list[str]:
    """Names of the entries in submenus."""
    return re.findall(r"(?m)^\s+menuentry '((?:[^']|'\\'')*)'", text.partition("\nsubmenu ")[2])


def set_to(text: str, name: str) -> list[str]:
    """The values that GRUB's configuration gives a variable."""
    return re.findall(rf'(?m)^\s*set {name}="?([^"\n]*)"?$', text)


def letters(path: Path) -> int:
    """The height in pixels that a font of GRUB is made for; 0 when it is none."""
    content = path.read_bytes()
    if content[:12] != b"FILE\0\0\0\4PFF2":
        return 0
    at = content.find(b"PTSZ")
    return int.from_bytes(content[at + 8 : at + 10], "big") if at > 0 else 0
