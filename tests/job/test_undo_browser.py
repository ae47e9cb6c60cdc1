# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox on a deployed machine: what somebody else had set comes back, and what we believe still holds."""

import base64
import re
from pathlib import Path

import pytest
from firefox_mutations import FIREFOX
from salle.verify.results import Verdict
from salle.xpi.trust import AMO_ROOT

from .conftest import Job

MACHINES = ("poste-01", "poste-02")
POLICIES = "/etc/firefox/policies/policies.json"
THEIRS = '{"policies": {"DisableTelemetry": true, "NewTabPage": true}}  '
COUNT = "import sys; print(open(sys.argv[1], 'rb').read().count(bytes.fromhex(sys.argv[2])))"


@pytest.mark.parametrize("machine", MACHINES)
def test_the_key_that_vouches_for_extensions_is_the_one_inside_firefox(job: Job, machine: str) -> None:
    key = base64.b64decode(AMO_ROOT).hex()
    found = job.room.run_on(machine, f'python3 -c "{COUNT}" /usr/lib/firefox-esr/libxul.so {key}')
    assert int(found) >= 1


def test_this_firefox_calls_none_of_our_policies_deprecated(job: Job) -> None:
    outcomes = job.apply(*MACHINES, tags="browser")
    assert [note for one in outcomes for note in one.notes if "calls them deprecated" in note] == []


def test_what_somebody_else_had_set_is_told_kept_and_put_back(job: Job) -> None:
    site = job.inventories / job.site / "group_vars" / "all" / "browser.yml"
    machine = MACHINES[1]
    job.break_(machine, f"rm -f {POLICIES}*; printf '%s' '{THEIRS}' > {POLICIES}; chmod 640 {POLICIES}")
    (kept,) = job.apply(machine, tags="browser")
    assert re.search(rf"{machine}: somebody else's {POLICIES} .*NewTabPage", "\n".join(kept.notes))
    _say(site, "absent")
    job.apply(machine, tags="browser")
    told = job.room.run_on(machine, f"sudo cat {POLICIES}; echo; stat -c %a {POLICIES}; ls /etc/firefox")
    assert told.split("\n") == [THEIRS, "640", "policies", ""]
    (again,) = job.apply(machine, tags="browser")
    assert again.changes == ()
    _say(site, "present")
    job.apply(machine, tags="browser")
    assert job.some_checks(*FIREFOX).verify([machine])[machine][Verdict.RED] == set()


def _say(site: Path, state: str) -> None:
    site.write_text(f"---\nbrowser_state: {state}\n", "utf-8")
