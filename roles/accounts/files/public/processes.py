# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends every program of the account, also those that were started to outlive its session."""

import contextlib
import os
import signal
import time
from pathlib import Path

PATIENCE = 20
"""Seconds that programs may take to go: those that wait for a disk cannot be ended before it answers."""


def running(uid: int) -> list[int]:
    """Programs that run as this account, in any of the ways a program can; the dead are left out."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _is_of(folder, uid)]


def _is_of(folder: Path, uid: int) -> bool:
    with contextlib.suppress(OSError):
        values = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        return str(uid) in values["Uid"].split() and values["State"].split()[0] not in ("Z", "X")
    return False


def end_all(uid: int, seconds: float = PATIENCE) -> list[str]:
    """End them without asking; the names of those that stay.

    First by a child that has become this account and signals all it may: nothing can start meanwhile that
    would escape (kill(2), -1). Then one by one, for programs that took on another's rights.
    """
    deadline = time.monotonic() + seconds
    while running(uid):
        as_account(uid, lambda: os.kill(-1, signal.SIGKILL))
        for pid in running(uid):
            _end(pid, uid)
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return [_name(pid) for pid in running(uid)]


def _end(pid: int, uid: int) -> None:
    """End one program; its number may belong to another by now, the open handle cannot."""
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(pid)
        try:
            if _is_of(Path("/proc", str(pid)), uid):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        finally:
            os.close(handle)


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return f"{pid} {Path(f'/proc/{pid}/comm').read_text().strip()!a}"
    return str(pid)


def as_account(uid: int, do) -> None:
    """Do something in a child that has become this account, and wait for its end."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            do()
        os._exit(0)
    os.waitpid(child, 0)
