# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes of a run, found by the run's private folder, and ended one by one.

ansible-core's workers and ssh's shared connections leave our process group
(setsid), so no signal to the group reaches them.  But each of them carries the
path of the private folder, which no other run has: in its environment, or, for
a shared connection, in its title.  Only processes that carry it are touched,
so neither a practice machine nor another run can be hit.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

POLITE = 3.0
"""Seconds a process has to end by itself before it is killed."""


def carrying(private: Path) -> tuple[int, ...]:
    """The ids of the processes, ours left out, that carry the path of this private folder."""
    mark = os.fsencode(private)
    return tuple(pid for pid in _all_processes() if pid != os.getpid() and mark in _carries(pid))


def controllers(private: Path) -> tuple[int, ...]:
    """Among them, the main process: the one whose parent does not carry the folder."""
    pids = carrying(private)
    return tuple(pid for pid in pids if _parent(pid) not in pids and _is_playbook(pid))


def interrupt(private: Path) -> bool:
    """Ask ansible-playbook to stop, as Ctrl-C would; False when there is none yet.

    It then ends its workers itself and leaves nothing, which killing it would not do.
    """
    pids = controllers(private)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    return bool(pids)


def end(private: Path, patience: float = POLITE) -> tuple[int, ...]:
    """End what is left of a run; return the ids of what would not go.

    Args:
        private: the run's private folder.
        patience: seconds between the polite signal and the other one.
    """
    _signal_all(private, signal.SIGTERM)
    if _wait_until_none(private, patience):
        return ()
    _signal_all(private, signal.SIGKILL)
    _wait_until_none(private, POLITE)
    return carrying(private)


def _signal_all(private: Path, number: signal.Signals) -> None:
    for pid in carrying(private):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _wait_until_none(private: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while carrying(private):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _carries(pid: int) -> bytes:
    """Title and environment of a process of ours; nothing for those of others and those that ended."""
    return _read(pid, "cmdline") + b"\0" + _read(pid, "environ")


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _parent(pid: int) -> int:
    """The parent's id, 0 when the process has ended; the name before it may hold anything, even ``)``."""
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if len(fields) > 1 else 0


def _is_playbook(pid: int) -> bool:
    return b"ansible-playbook" in _read(pid, "cmdline")
