# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes we started, told apart from others that later got the same number.

A process id alone says nothing after a crash: the kernel gives it again.  The
id together with the start time and the boot it belongs to is one process only
(proc(5), field 22 of /proc/PID/stat; /proc/sys/kernel/random/boot_id).
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Process:
    """One process for good: its id, its start in clock ticks since boot, and that boot."""

    pid: int
    started: int
    boot: str

    @classmethod
    def of(cls, pid: int) -> "Process":
        """The process that has this id now; ProcessLookupError when there is none."""
        fields = _stat(pid)
        if fields is None:
            raise ProcessLookupError(pid)
        return cls(pid, int(fields[19]), BOOT_ID.read_text().strip())

    @property
    def alive(self) -> bool:
        """Whether this very process still runs; one that only waits to be reaped does not."""
        fields = _stat(self.pid)
        if fields is None or fields[0] in "ZX" or int(fields[19]) != self.started:
            return False
        return BOOT_ID.read_text().strip() == self.boot

    def send(self, number: int, *, group: bool = False) -> None:
        """Send a signal, to this very process or to nobody; ``group`` adds what it has started.

        The group is that of :func:`spawn`, which gives each program its own.
        """
        if self.alive:
            with suppress(ProcessLookupError):
                (os.killpg if group else os.kill)(self.pid, number)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it ended within that time."""
        deadline = time.monotonic() + seconds
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.05)
        _reap(self.pid)
        return not self.alive

    def end(self, *, ask: int = signal.SIGTERM, seconds: float = 10, group: bool = False) -> bool:
        """Ask it to end, then make it; whether it is gone."""
        self.send(ask, group=group)
        if not self.wait(seconds):
            self.send(signal.SIGKILL, group=group)
        return self.wait(5)


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name (which may hold spaces and brackets)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def exit_code(process: Process) -> int:
    """Wait for a child of ours to end; its exit code, negative for a signal."""
    _, status = os.waitpid(process.pid, 0)
    return os.waitstatus_to_exitcode(status)


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def children(pid: int) -> list[Process]:
    """The processes whose parent is that one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields and int(fields[1]) == pid:
                found.append(Process(int(entry.name), int(fields[19]), BOOT_ID.read_text().strip()))
    return found


def residents(root: Path) -> list[Process]:
    """The processes whose root folder is that one: those of a machine, or of an image in the making.

    Never this computer's own, whose root is another.
    """
    if not root.exists() or root.samefile("/"):
        return []
    place, found = root.stat(), []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                theirs = (entry / "root").stat()
                if (theirs.st_dev, theirs.st_ino) == (place.st_dev, place.st_ino):
                    found.append(Process.of(int(entry.name)))
    return found


def spawn(
    argv: Sequence[str],
    log: Path,
    written_down: Callable[[Process], None],
    *,
    environ: Mapping[str, str] | None = None,
    user: str | None = None,
) -> Process:
    """Start a program in its own session, but only once it is written down.

    The child waits for one line before it becomes the program; should we be
    killed before ``written_down`` has returned, it reads the end of the pipe
    instead and leaves.  So no program of ours runs that the next start does
    not know of.

    Args:
        argv: the words of the command.
        log: receives all it prints.
        written_down: keeps the process in the state file.
        environ: added to this process's environment.
        user: the system account to run as, with no further group.
    """
    waiting = ["/bin/sh", "-c", 'read -r go && exec "$@" </dev/null', "salle-rehearsal", *argv]
    with log.open("ab") as output:
        child = subprocess.Popen(
            waiting,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(environ or {})},
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
    assert child.stdin is not None
    with child.stdin as go:
        process = Process.of(child.pid)
        written_down(process)
        go.write(b"go\n")
    child.returncode = 0  # we wait by Process; without this, Python warns when the object goes
    return process
