# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which account is emptied: the one that salle made, and no other.

Whoever calls gives no name: it is read from a file that salle wrote, and held against the accounts of this
machine.  Standard library only, like all of this folder; Python 3.11.
"""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

MARK = "var/lib/salle/public-account"
LOWEST, HIGHEST = 2000, 59999
"""Numbers that the role accounts gives; below are the system and people."""


class Refused(Exception):
    """Something is not as salle made it: nothing is deleted."""


@dataclass(frozen=True)
class System:
    """Where the system lies and who administers it; tests have another of each.

    ``sticks_stay``: whether a stick that somebody left stays mounted for whoever comes next.
    """

    root: Path = Path("/")
    admin: int = 0
    sticks_stay: bool = False

    def at(self, place: str) -> Path:
        """A place of this system, told without the first slash."""
        return self.root / place


@dataclass(frozen=True)
class Account:
    """The account that is emptied."""

    name: str
    uid: int
    gid: int
    home: Path


def ours(system: System) -> Account:
    """The account that salle made on this system.

    Raises:
        Refused: there is none, or what is there differs from what salle made.
    """
    name, uid = _marked(system)
    lines = system.at("etc/passwd").read_text("utf-8", "surrogateescape").splitlines()
    entries = [line.split(":") for line in lines if line.count(":") == 6]
    found = [entry for entry in entries if entry[0] == name or entry[2] == str(uid)]
    if [entry[:1] + entry[2:3] + entry[5:6] for entry in found] != [[name, str(uid), f"/home/{name}"]]:
        raise Refused(f"the accounts named {name} or numbered {uid} are not the one that salle made")
    home = system.at("home") / name
    _check_home(system, home, uid)
    return Account(name, uid, int(found[0][3]), home)


def _marked(system: System) -> tuple[str, int]:
    """Name and number that salle wrote down before it made the account."""
    mark = system.at(MARK)
    try:
        with os.fdopen(os.open(mark, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as file:
            _check_admins(system, os.fstat(file.fileno()), mark)
            text = file.read(100)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{mark} cannot be read: {error}") from error
    found = re.fullmatch(r"([a-z][a-z0-9-]{0,30}) ([0-9]{4,5})\n", text)
    if not found or not LOWEST <= int(found[2]) <= HIGHEST:
        raise Refused(f"{mark} does not say which account is salle's")
    return found[1], int(found[2])


def _check_admins(system: System, found: os.stat_result, path: Path) -> None:
    """See that nobody but the administrator can have written it."""
    if found.st_uid != system.admin or stat.S_IMODE(found.st_mode) & 0o022 or stat.S_ISLNK(found.st_mode):
        raise Refused(f"others than the administrator may write {path}")


def _check_home(system: System, home: Path, uid: int) -> None:
    """See that the home is a folder of that account, or not there, in a folder that it cannot change."""
    try:
        _check_admins(system, home.parent.lstat(), home.parent)
        found = home.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise Refused(f"{home} is no folder of the account {uid}")
