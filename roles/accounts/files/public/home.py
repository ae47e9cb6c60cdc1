# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The home: the old one goes out of reach in one move, the new one comes in one move."""

import contextlib
import os
import shutil
import stat
from pathlib import Path

from account import Account, Refused, System
from folders import clear

ASIDE = ".salle-public"
"""A folder beside the home, the administrator's and closed to others: a move into it is one step."""
SKELETONS = ("etc/skel", "usr/share/salle/skeleton")
"""What a new home is made from; the later wins."""


def aside(account: Account, system: System) -> Path:
    """The closed folder; made when missing.

    Raises:
        Refused: something else is there.
        OSError: it cannot be made: the disk is full.
    """
    folder = account.home.parent / ASIDE
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != system.admin or stat.S_IMODE(found.st_mode) & 0o077:
        raise Refused(f"{folder} is not the folder that salle made")
    return folder


def put_away(account: Account, system: System) -> list[str]:
    """Take the old home out of everybody's reach.

    One move. On a disk so full that the closed folder cannot even be made, the home is emptied where it lies.
    """
    try:
        folder = aside(account, system)
    except OSError:
        clear(account.home, None)
        folder = aside(account, system)
    number = next(n for n in range(1, 10**6) if not (folder / f"old-{n}").exists())
    with contextlib.suppress(FileNotFoundError):
        account.home.rename(folder / f"old-{number}")
    return []


def empty_aside(account: Account, system: System) -> list[str]:
    """Delete what was put away, also what an interrupted reset has left there."""
    return clear(aside(account, system), None)


def build(account: Account, system: System) -> list[str]:
    """Make the new home beside, then move it into place whole."""
    fresh = aside(account, system) / "fresh"
    fresh.mkdir(mode=0o700)
    for source in map(system.at, SKELETONS):
        if source.is_dir():
            shutil.copytree(source, fresh, symlinks=True, dirs_exist_ok=True)
    for folder, _, files in os.walk(fresh):
        for path in (Path(folder), *(Path(folder, file) for file in files)):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    for link in (path for path in fresh.rglob("*") if path.is_symlink()):
        os.chown(link, account.uid, account.gid, follow_symlinks=False)
    fresh.chmod(0o700)
    fresh.rename(account.home)
    return []
