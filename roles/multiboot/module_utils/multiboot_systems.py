# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other systems of a machine, as os-prober finds them, and what stands in their way.  Only reads."""

import os
import shutil
from dataclasses import dataclass

from ansible.module_utils import multiboot_words as words
from ansible.module_utils.multiboot_disks import ESP, WINDOWS, run

SLEEPING, UNCLEAN = 14, 15
"""What ntfs-3g.probe ends with; ntfs-3g.probe(8)."""
LITTLE_ROOM = 1000 * 1000**2
"""Bytes: below this a system with a desktop runs full within days."""


@dataclass(frozen=True)
class System:
    """Another system."""

    name: str
    device: str
    windows: bool = False


def systems():
    """Each other system once; os-prober(1) prints ``device:name:label:kind`` for each."""
    found = []
    for line in run("os-prober").stdout.splitlines():
        device, name, label, *_ = [*line.split(":"), "", ""]
        found.append(System(name.strip() or label, device.partition("@")[0], label.startswith("Windows")))
    return found


def can_look():
    """Whether os-prober is there; before its package is installed nobody knows what a partition holds."""
    return bool(shutil.which("os-prober", path="/usr/bin:/usr/sbin"))


def obstacles(parts, by_uefi):
    """What stands in the way of Windows: sentence -> the partitions it is about."""
    windows = [part for part in parts if part.filesystem in WINDOWS]
    found = {words.BITLOCKER: [part.path for part in windows if part.filesystem == "BitLocker"]}
    for part in windows:
        told = {SLEEPING: words.SLEEPING, UNCLEAN: words.UNCLEAN}.get(_mountable(part))
        if told:
            found.setdefault(told, []).append(part.path)
    found[words.MIX_UEFI if not by_uefi else words.MIX_BIOS] = [
        part.path for part in _mixed(parts, windows, by_uefi)
    ]
    return {sentence: paths for sentence, paths in found.items() if paths}


def _mountable(part):
    """What ntfs-3g would say to a mount for writing; it only reads, and not what is in use."""
    if part.filesystem != "ntfs" or part.used:
        return 0
    return run("ntfs-3g.probe", "--readwrite", part.path).returncode


def _mixed(parts, windows, by_uefi):
    """Windows' partitions on a disk that it cannot start by the firmware's way of this Linux.

    Windows starts by UEFI from GPT, by BIOS from an MS-DOS table, and never the other way round.
    """
    loaders = any(part.type == ESP for part in parts)
    if by_uefi:
        return (
            []
            if loaders and any(p.table == "gpt" for p in windows)
            else [p for p in windows if p.table == "dos"]
        )
    return [part for part in windows if part.table == "gpt" and loaders]


def room():
    """Bytes that are free for this system."""
    there = os.statvfs("/")
    return there.f_bavail * there.f_frsize
