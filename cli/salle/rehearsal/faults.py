# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand: what happens to real machines, done to practice machines.

A practice machine's clock cannot be set: a container has no clock of its own,
it reads this computer's.  Tests of a wrong clock need another way (a library
that lies about the time, in the program under test).
"""

import shlex
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salle.errors import SalleError
from salle.i18n import _
from salle.rehearsal.processes import Process, children, residents
from salle.rehearsal.room import Room
from salle.rehearsal.tools import run

LOCKS = {
    "frontend": "/var/lib/dpkg/lock-frontend",
    "lists": "/var/lib/apt/lists/lock",
    "archives": "/var/cache/apt/archives/lock",
}
"""The locks of dpkg and apt, by what they guard."""

HOLD_LOCK = """
import fcntl, os, time
file = os.open({path!r}, os.O_RDWR | os.O_CREAT, 0o640)
fcntl.lockf(file, fcntl.LOCK_EX)
open({mark!r}, "w").close()
time.sleep({seconds})
"""


def as_root(room: Room, name: str, command: str, seconds: float = 60) -> str:
    """Run a shell command on a machine as root; what it printed."""
    return room.run_on(name, f"sudo -n sh -c {shlex.quote(command)}", seconds)


def unplug(room: Room, name: str) -> None:
    """Pull a machine's network cable: packets are lost, nobody is told."""
    run(["ip", "link", "set", _cable(room, name), "down"])


def plug_in(room: Room, name: str) -> None:
    """Put the cable back."""
    run(["ip", "link", "set", _cable(room, name), "up"])


def _cable(room: Room, name: str) -> str:
    """The end of the machine's cable on this computer, as systemd-nspawn names it."""
    return f"vb-{room.machine(name).id}"


def freeze(room: Room, name: str) -> None:
    """Stop every process of a machine where it stands; its connections stay open and silent."""
    stopped: set[int] = set()
    while new := [process for process in residents(room.machine(name).root) if process.pid not in stopped]:
        for process in new:
            process.send(signal.SIGSTOP)
            stopped.add(process.pid)


def thaw(room: Room, name: str) -> None:
    """Let a frozen machine go on."""
    for process in residents(room.machine(name).root):
        process.send(signal.SIGCONT)


@contextmanager
def full_disk(room: Room, name: str, folder: str = "/", left_kilobytes: int = 0) -> Iterator[None]:
    """Fill the file system that holds a folder of a machine; free it again at the end.

    Args:
        room: a room whose machines have a limited disk (``disk_megabytes``), or a folder like /tmp
            that is a file system of its own.
        name: the machine.
        folder: a folder on that file system.
        left_kilobytes: what stays free.

    Raises:
        SalleError: the machine writes on this computer's own disk, which is not to be filled.
    """
    if not room.state.disk_megabytes and folder != "/tmp":  # noqa: S108 - the machine's own, a tmpfs
        raise SalleError(
            _("%(name)s has no disk of its own to fill: open the room with a limit.") % {"name": name}
        )
    ballast = shlex.quote(f"{folder.rstrip('/')}/.salle-practice-ballast")
    free = f"$(($(stat -f -c '%a * %S / 1024' {shlex.quote(folder)}) - {left_kilobytes}))"
    as_root(room, name, f"head -c {free}K /dev/zero > {ballast} 2>/dev/null; true", seconds=300)
    try:
        yield
    finally:
        as_root(room, name, f"rm -f {ballast}")


@contextmanager
def apt_lock(room: Room, name: str, lock: str = "frontend", seconds: float = 90) -> Iterator[None]:
    """Hold a lock of apt, as another program at work would; for that time, or until the block ends.

    Args:
        room: the room.
        name: the machine.
        lock: one of LOCKS.
        seconds: how long.
    """
    unit, mark = f"salle-practice-{lock}", f"/run/salle-practice-{lock}"
    program = HOLD_LOCK.format(path=LOCKS[lock], mark=mark, seconds=seconds)
    as_root(room, name, f"systemd-run --quiet --collect --unit={unit} python3 -c {shlex.quote(program)}")
    as_root(room, name, f"timeout 20 sh -c 'until [ -e {mark} ]; do sleep 0.1; done'", seconds=30)
    try:
        yield
    finally:
        as_root(room, name, f"systemctl stop {unit} 2>/dev/null; rm -f {mark}")


def kill_dpkg(room: Room, name: str, seconds: float = 120) -> str:
    """Wait until dpkg runs a package's script on a machine, then kill both, as a power cut would.

    Returns:
        The name of the script that was cut.

    Raises:
        SalleError: no package script ran within that time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for process in residents(room.machine(name).root):
            script = _package_script(process)
            if script:
                _kill_with_parents(process)
                return script
        time.sleep(0.02)
    raise SalleError(_("No package was being installed on %(name)s.") % {"name": name})


def _package_script(process: Process) -> str:
    """The package script (preinst, postinst) that this process runs; empty when it runs none."""
    for word in _words(process.pid):
        if word.startswith("/var/lib/dpkg/") and word.endswith(("inst", ".preinst", ".postinst")):
            return Path(word).name
    return ""


def _kill_with_parents(process: Process) -> None:
    """Kill the dpkg above it, then it, then what it has started: none of them can tidy up."""
    line, current = [process], process.pid
    while (current := _parent(current)) > 1 and any("dpkg" in word for word in _words(current)[:1]):
        line.append(Process.of(current))
    line.reverse()
    for each in [*line, *children(process.pid)]:
        each.send(signal.SIGKILL)


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")
    except OSError:
        return []


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def change_host_key(room: Room, name: str) -> None:
    """Give a machine another SSH host key, as a new installation would; the known one stays written down."""
    key = "/etc/ssh/ssh_host_ed25519_key"
    as_root(
        room,
        name,
        f"rm -f {key} {key}.pub && ssh-keygen -q -t ed25519 -N '' -f {key} && systemctl restart ssh",
    )
