# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A control group of its own for each machine, where this computer has no systemd to make it.

systemd-nspawn with --keep-unit puts its machine below the group it was started
in, always as ``payload``.  Two machines started from one group would share it:
each one's systemd then takes the other's services for its own, stops them with
its own, and never finishes its own shutdown.
"""

import time
from contextlib import suppress
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")


def hierarchies(mountinfo: str) -> list[Path]:
    """Where the hierarchies that systemd uses are mounted: cgroup v2, and v1 named systemd (cgroups(7))."""
    found = []
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        if kind == "cgroup2" or (kind == "cgroup" and "name=systemd" in options.split(",")):
            found.append(Path(before.split()[4]))
    return found


def groups(name: str) -> list[Path]:
    """The control group of that name in each hierarchy, made or not."""
    return [place / name for place in hierarchies(MOUNTS.read_text())]


def join(name: str, pid: int) -> None:
    """Put a process, with all that it will start, in the group of that name."""
    for group in groups(name):
        group.mkdir(exist_ok=True)
        (group / "cgroup.procs").write_text(str(pid))


def remove(name: str, seconds: float = 5) -> None:
    """Remove the group of that name; the kernel may take a moment to see that it is empty."""
    deadline = time.monotonic() + seconds
    while left := [group for group in groups(name) if group.is_dir()]:
        for group in left:
            _remove_tree(group)
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)


def _remove_tree(group: Path) -> None:
    """Remove a group and those below it; files in it are the kernel's and go with it."""
    for folder in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
        with suppress(OSError):
            folder.rmdir()
    with suppress(OSError):
        group.rmdir()
