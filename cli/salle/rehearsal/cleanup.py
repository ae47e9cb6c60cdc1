# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing all that a practice room has made: after success, failure, Ctrl-C or a crash."""

import signal
import time
from pathlib import Path

from salle.errors import SalleError
from salle.i18n import _
from salle.rehearsal import cgroups
from salle.rehearsal.network import remove_bridge
from salle.rehearsal.processes import residents
from salle.rehearsal.state import State, machine_id, read_state
from salle.rehearsal.tools import remove_folder, works

MOUNTS = Path("/proc/self/mountinfo")
PROPAGATE = Path("/run/systemd/nspawn/propagate")


def mounts_below(folder: Path, mountinfo: str) -> list[Path]:
    """The mount points at or below a folder, the deepest first (proc(5), mountinfo, field 5)."""
    points = [_unescape(line.split()[4]) for line in mountinfo.splitlines() if line.strip()]
    ours = [Path(point) for point in points if Path(point).is_relative_to(folder)]
    return sorted(ours, key=lambda path: len(path.parts), reverse=True)


def _unescape(word: str) -> str:
    """Undo the kernel's octal escapes of blank, tab, newline and backslash."""
    for escape, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        word = word.replace(escape, character)
    return word


def unmount_below(folder: Path, seconds: float = 10) -> None:
    """Unmount all at or below a folder; detach what stays busy after that time."""
    deadline = time.monotonic() + seconds
    while points := mounts_below(folder.resolve(), MOUNTS.read_text()):
        late = time.monotonic() > deadline
        for point in points:
            works(["umount", *(["--lazy"] if late else []), str(point)])
        if late:
            return
        if mounts_below(folder.resolve(), MOUNTS.read_text()):
            time.sleep(0.1)


def tear_down(room: Path, state: State) -> None:
    """Remove a room: machines switched off, mounts, bridge, package cache, folder.

    Args:
        room: the room's folder.
        state: what it had made; nothing else is touched.

    Raises:
        SalleError: something of it resists, with its name.
    """
    stop_processes(state)
    for machine in state.machines:
        end_residents(room / "machines" / str(machine.number) / "root")
        # systemd-nspawn removes this itself, unless it was killed
        remove_folder(PROPAGATE / machine_id(state.bridge, machine.number))
        cgroups.remove(machine_id(state.bridge, machine.number))
    unmount_below(room)
    remove_bridge(state.bridge, state.bridge_mac)
    left = mounts_below(room.resolve(), MOUNTS.read_text())
    if left:
        raise SalleError(
            _("The practice room could not be removed whole: %(path)s is still in use.") % {"path": left[0]},
            hint=_("Look at what uses it with: fuser -vm %(path)s") % {"path": left[0]},
        )
    remove_folder(room)


ENDING = ((signal.SIGTERM, 6.0), (signal.SIGTERM, 3.0), (signal.SIGKILL, 10.0))
"""What a process is told to make it end, and how many seconds it then has.

systemd-nspawn switches its machine off in order at the first SIGTERM, and at
once at the second (seen: under a second; a machine that is just starting does
not hear the first).
"""


def stop_processes(state: State) -> None:
    """End every process we started, all at once: politely first, then for good.

    A process is known by more than its number, so nobody else's is ever touched.
    """
    stubborn = dict(state.processes)
    for number, seconds in ENDING:
        for process in stubborn.values():
            process.send(number)
        deadline = time.monotonic() + seconds
        stubborn = {
            what: process
            for what, process in stubborn.items()
            if not process.wait(max(0, deadline - time.monotonic()))
        }
    if stubborn:
        raise SalleError(
            _("The practice room could not be removed whole: %(what)s does not end.")
            % {"what": ", ".join(stubborn)}
        )


def end_residents(root: Path) -> None:
    """Kill what still lives in a machine's file system.

    A killed systemd-nspawn leaves its machine running, held by nobody.
    """
    for process in residents(root):
        process.send(signal.SIGKILL)
        process.wait(5)


def clean_left_over(room: Path) -> State | None:
    """Remove what a dead run has left in that folder; what it was, or None when there was nothing.

    The caller holds the room's lock.
    """
    state = read_state(room)
    if state is not None:
        tear_down(room, state)
    elif room.exists():
        unmount_below(room)
        remove_folder(room)
    return state
