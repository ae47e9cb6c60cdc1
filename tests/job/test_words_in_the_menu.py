# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An update of a package reaches the menu entry that carries our words, without salle."""

import time

from .conftest import Job

ENTRY = "com.github.xournalpp.xournalpp.desktop"
PACKAGED, OURS = f"/usr/share/applications/{ENTRY}", f"/usr/local/share/applications/{ENTRY}"
MACHINES = ("poste-01", "poste-02")
PATIENCE = 60
"""Seconds until an update must have reached the copy; it took three."""


def read(job: Job, machine: str, command: str) -> str:
    return job.room.run_on(machine, command).strip()


def test_a_package_that_changes_its_entry_changes_ours_by_itself(job: Job) -> None:
    for machine in MACHINES:
        assert "OneNote" in read(job, machine, f"grep ^Keywords {OURS}")
        before = read(job, machine, f"cat {OURS}")
        # as dpkg does it: a new file takes the place of the old one
        job.break_(machine, f"sed -i 's/^Exec=/X-Essai=oui\\nExec=/' {PACKAGED}")
        deadline = time.monotonic() + PATIENCE
        while "X-Essai=oui" not in read(job, machine, f"cat {OURS}") and time.monotonic() < deadline:
            time.sleep(0.5)
        after = read(job, machine, f"cat {OURS}")
        job.break_(machine, f"sed -i '/^X-Essai=oui/d' {PACKAGED}")
        assert after == before.replace("\nExec=", "\nX-Essai=oui\nExec=")
    job.apply(*MACHINES, tags="software")
