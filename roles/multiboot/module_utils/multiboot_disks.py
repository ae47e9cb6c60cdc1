# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which partitions a machine has, and which of them this system does not use itself.

Only reads: the kernel's own tables, and blkid, which needs no udev (containers have none).
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

WINDOWS = ("ntfs", "BitLocker")
LINUX = (
    "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "LVM2_member", "crypto_LUKS",
)  # fmt: skip
ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
"""The type of a partition for UEFI boot loaders (UEFI specification, 5.3.3)."""


@dataclass(frozen=True)
class Part:
    """A partition of an inner disk."""

    path: str
    filesystem: str
    uuid: str = ""
    table: str = ""
    """gpt or dos."""
    type: str = ""
    used: bool = False
    """This system has it mounted, or means to."""


def run(*words):
    """Run a program to its end, in English; one that is missing fails with 127, as in a shell."""
    english = {**os.environ, "LC_ALL": "C", "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
    try:
        return subprocess.run(
            words, env=english, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 127, "", "")


def read(path):
    """The text of a file; empty when there is none."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def parts():
    """The partitions of the inner disks; a stick comes and goes, and is nobody's system."""
    found = []
    for folder in sorted(Path("/sys/class/block").glob("*")):
        node = Path("/dev", folder.name)
        if (folder / "partition").exists() and node.is_block_device() and _inside(folder):
            found.append(_part(folder, str(node)))
    return found


def others(there):
    """Partitions on which another system may lie."""
    return [
        part for part in there if part.filesystem in WINDOWS or (part.filesystem in LINUX and not part.used)
    ]


def _inside(folder):
    """Whether the partition's disk stays in the machine."""
    real = folder.resolve()
    return read(real.parent / "removable").strip() != "1" and "/usb" not in str(real)


def _part(folder, node):
    told = dict(re.findall(r"(?m)^(\w+)=(.*)$", run("blkid", "-p", "-o", "export", node).stdout))
    number = read(folder / "dev").strip()
    uuid = told.get("UUID", "")
    return Part(
        node,
        told.get("TYPE", ""),
        uuid,
        told.get("PART_ENTRY_SCHEME", ""),
        told.get("PART_ENTRY_TYPE", ""),
        number in _mounted() or any((folder / "holders").glob("*")) or _meant(node, uuid),
    )


def _mounted():
    """Numbers (major:minor) of what is mounted; proc_pid_mountinfo(5)."""
    return {line.split()[2] for line in read("/proc/self/mountinfo").splitlines()}


def _meant(node, uuid):
    """Whether /etc/fstab names it, or swap is on it."""
    table = re.sub(r"(?m)^\s*#.*$", "", read("/etc/fstab"))
    words = {word.strip('"') for word in table.split()}
    return (
        bool({node, f"UUID={uuid}", f"/dev/disk/by-uuid/{uuid}"} & words)
        or node in read("/proc/swaps").split()
    )
