# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes away what a session leaves in the kernel: shared memory, semaphores, message queues, keys."""

import contextlib
import ctypes
import os
from pathlib import Path

from processes import as_account

REMOVE = 0
"""IPC_RMID; shmctl(2)."""
KEYCTL = {"x86_64": 250, "aarch64": 219, "armv7l": 311, "i686": 288}
"""Number of the call keyctl(2), for which the C library has no function."""
CLEAR, PERSISTENT = 7, 22
"""KEYCTL_CLEAR, KEYCTL_GET_PERSISTENT."""
USER, USER_SESSION, PROCESS = -4, -5, -2
"""KEY_SPEC_USER_KEYRING, KEY_SPEC_USER_SESSION_KEYRING, KEY_SPEC_PROCESS_KEYRING."""


NUMBER = {"shm": "shmid", "sem": "semid", "msg": "msqid"}
"""The column of each table that holds an object's number."""


def objects(kind: str, uid: int, folder: Path = Path("/proc/sysvipc")) -> list[int]:
    """Numbers of the System V objects of a kind (shm, sem, msg) that the account owns or made."""
    lines = (folder / kind).read_text("ascii").splitlines()
    rows = [dict(zip(lines[0].split(), line.split(), strict=False)) for line in lines[1:]]
    return [int(row[NUMBER[kind]]) for row in rows if str(uid) in (row["uid"], row["cuid"])]


def remove_objects(uid: int) -> list[str]:
    """Remove them; what stays is told."""
    libc = ctypes.CDLL(None)
    for one in objects("shm", uid):
        libc.shmctl(one, REMOVE, None)
    for one in objects("msg", uid):
        libc.msgctl(one, REMOVE, None)
    for one in objects("sem", uid):
        libc.semctl(one, 0, REMOVE)
    return [f"{kind} {one} stays" for kind in ("shm", "msg", "sem") for one in objects(kind, uid)]


def clear_keys(uid: int) -> None:
    """Empty the account's keyrings, which outlive its programs; user-keyring(7), persistent-keyring(7).

    A container may refuse the call; nobody can have stored a key there either.
    """
    number = KEYCTL.get(os.uname().machine)
    if number is None:
        return

    def clear() -> None:
        call = ctypes.CDLL(None).syscall
        for ring in (USER, USER_SESSION, call(number, PERSISTENT, -1, PROCESS, 0, 0)):
            with contextlib.suppress(OSError):
                call(number, CLEAR, ring, 0, 0, 0)

    as_account(uid, clear)
