# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes away what the account has mounted: sticks, remote folders, containers in its home."""

import contextlib
import ctypes
import os
import re
from pathlib import Path

from account import Account, System

NOFOLLOW, DETACH = 8, 2
"""umount2(2)."""


def unescaped(word: str) -> str:
    """A path as it is; /proc writes blanks and the like as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), word)


def read(table: str) -> list[tuple[str, str, str]]:
    """Place, kind and options of every mount; proc_pid_mountinfo(5)."""
    found = []
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        found.append((unescaped(before.split()[4]), after.split()[0], after.split()[2]))
    return found


def of(account: Account, table: str, sticks_stay: bool = False) -> list[str]:
    """Where something is mounted that goes with the session; the innermost first.

    Args:
        account: the account.
        table: the text of /proc/self/mountinfo.
        sticks_stay: whether what udisks mounted for the account stays.
    """
    sticks = (f"/media/{account.name}/", f"/run/media/{account.name}/")
    below = (f"{account.home}/", f"/run/user/{account.uid}/", *(() if sticks_stay else sticks))
    places = [
        place
        for place, kind, options in read(table)
        if place.startswith(below)
        or (kind.startswith("fuse") and f"user_id={account.uid}" in options.split(","))
    ]
    return list(reversed(places))


def take_away(account: Account, system: System) -> list[str]:
    """Unmount it all; a stick is written to its end first. What is busy at least goes out of reach."""
    left = []
    table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    for place in of(account, table, system.sticks_stay):
        if not unmount(place, NOFOLLOW) and not unmount(place, NOFOLLOW | DETACH):
            left.append(f"{place!a} stays mounted")
        if place.startswith(("/media/", "/run/media/")):
            with contextlib.suppress(OSError):
                Path(place).rmdir()
    return left


def unmount(place: str, how: int) -> bool:
    """Unmount one place; whether that went well."""
    return ctypes.CDLL(None, use_errno=True).umount2(os.fsencode(place), how) == 0
