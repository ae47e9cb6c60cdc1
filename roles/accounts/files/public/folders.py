# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deletes what lies in a folder, and cannot be led out of it.

Each step goes by the folder that is open (openat(2)), never by a path, and never through a link: a program
that still runs and changes names meanwhile gains nothing.  No other file system is entered, mounted anew or
the same once more (bind).  A folder deeper than anybody's is first lifted up, so that no depth stops it.
"""

import contextlib
import fcntl
import os
import secrets
import stat
import struct
from pathlib import Path

DEEPEST = 64
"""Levels below which a folder is lifted."""
LIFTED = ".salle-lifted."
"""How the new name of a lifted folder begins."""
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
LONG = struct.calcsize("l")
GET_FLAGS, SET_FLAGS = 0x80006601 | LONG << 16, 0x40006602 | LONG << 16
"""FS_IOC_GETFLAGS and FS_IOC_SETFLAGS; ioctl_iflags(2)."""
HOLDING = 0x10 | 0x20
"""Immutable, and append only: even the administrator cannot delete such a file."""


def mount_of(folder: int) -> str:
    """Which mount an open folder lies in; proc_pid_fdinfo(5)."""
    text = Path(f"/proc/self/fdinfo/{folder}").read_text("ascii")
    return next(line for line in text.splitlines() if line.startswith("mnt_id:"))


class Sweep:
    """Deletes in one folder, as often as :meth:`clear` is called.

    ``left`` tells what could not be deleted, and why.

    Args:
        folder: it, opened.
        uid: only what belongs to this account is deleted; None: everything.
        deepest: levels that are gone down.
    """

    def __init__(self, folder: int, uid: int | None, deepest: int = DEEPEST) -> None:
        self.folder, self.uid, self.deepest = folder, uid, deepest
        self.left: list[str] = []
        self._mount = mount_of(folder)
        self._lifted = 0

    def clear(self) -> list[str]:
        """Delete; what could not be deleted is told.

        Again and again as long as something was lifted: it is met on the way.
        """
        while True:
            self.left, before = [], self._lifted
            self._clear(self.folder, 0)
            if self._lifted == before:
                return self.left

    def _clear(self, folder: int, depth: int) -> None:
        try:
            names = os.listdir(folder)
        except OSError as error:
            self.left.append(str(error))
            return
        for name in names:
            try:
                self._remove(folder, name, depth)
            except FileNotFoundError:
                continue
            except OSError as error:
                self.left.append(f"{name!a}: {error.strerror}")

    def _remove(self, folder: int, name: str, depth: int) -> None:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            self._remove_folder(folder, name, found, depth)
        elif self._doomed(found):
            self._unlink(folder, name, found)

    def _remove_folder(self, folder: int, name: str, found: os.stat_result, depth: int) -> None:
        if depth >= self.deepest:
            if self._doomed(found):
                self._lift_up(folder, name)
            return
        child = os.open(name, OPEN_FOLDER, dir_fd=folder)
        try:
            if mount_of(child) != self._mount:
                if self._doomed(found):
                    self.left.append(f"{name!a}: another file system")
                return
            self._clear(child, depth + 1)
            if self._doomed(os.fstat(child)):
                self._remove_empty(folder, name, child)
        finally:
            os.close(child)

    def _remove_empty(self, folder: int, name: str, child: int) -> None:
        """Remove a folder that was emptied; what is others' in it goes to the administrator with it."""
        for _ in range(2):
            try:
                os.rmdir(name, dir_fd=folder)
                return
            except PermissionError:
                _loosen(child)
                _loosen(folder)
            except OSError:
                break
        if self.uid is not None and os.fstat(child).st_uid == self.uid:
            os.fchown(child, 0, 0)
            os.fchmod(child, 0o755)

    def _unlink(self, folder: int, name: str, found: os.stat_result) -> None:
        try:
            os.unlink(name, dir_fd=folder)
        except PermissionError:
            _loosen(folder)
            if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
                file = os.open(name, OPEN_FILE, dir_fd=folder)
                try:
                    _loosen(file)
                finally:
                    os.close(file)
            os.unlink(name, dir_fd=folder)

    def _doomed(self, found: os.stat_result) -> bool:
        return self.uid is None or found.st_uid == self.uid

    def _lift_up(self, folder: int, name: str) -> None:
        """Move a folder to the top, where the next round meets it; that takes no room on a full disk."""
        os.rename(name, LIFTED + secrets.token_hex(8), src_dir_fd=folder, dst_dir_fd=self.folder)
        self._lifted += 1


def _loosen(file: int) -> None:
    """Take away what holds an open file or folder in its place, where the file system knows such a thing."""
    with contextlib.suppress(OSError):
        flags = struct.unpack("i", fcntl.ioctl(file, GET_FLAGS, struct.pack("l", 0))[:4])[0]
        if flags & HOLDING:
            fcntl.ioctl(file, SET_FLAGS, struct.pack("l", flags & ~HOLDING))


def clear(path: str | os.PathLike[str], uid: int | None, deepest: int = DEEPEST) -> list[str]:
    """Delete what lies in a folder; what could not be deleted is told.  Nothing there, nothing to do."""
    try:
        folder = os.open(path, OPEN_FOLDER)
    except FileNotFoundError:
        return []
    try:
        return [f"{os.fspath(path)}: {what}" for what in Sweep(folder, uid, deepest).clear()]
    finally:
        os.close(folder)
