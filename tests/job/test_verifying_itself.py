# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine without network, with us gone: whoever sits there sees what ``salle verify`` sees."""

import json
import time
from typing import Any

import pytest
from salle.errors import SalleError
from salle.run.verdicts import last_known

from .conftest import Job

MACHINE = "poste-03"
"""Another desktop than Xfce, and Chromium beside Firefox."""
AWAY = "/var/tmp/without-network"
ALONE = f"""\
ip link set host0 down
sudo -i -u public env LANG=fr_FR.UTF-8 verifier-ce-poste --json >{AWAY}.json 2>{AWAY}.said
ip link set host0 up
touch {AWAY}.over
"""
BROUGHT = "attestation.unchanged"
"""The one check that only somebody from elsewhere can make."""


def last_seen(job: Job) -> dict[str, str]:
    """Check -> verdict, as the last run that verified the machine recorded it."""
    results = last_known(job.runs, [MACHINE], options="--practice")[MACHINE].verdict.results
    return {one.check: one.verdict.value for one in results}


@pytest.fixture(scope="module")
def seen_there(job: Job) -> dict[str, Any]:
    """What the public account sees on the machine while its network is down; we looked just before."""
    job.make_whole()
    job.verify("--limit", MACHINE)
    job.room.run_on(MACHINE, f"sudo rm -f {AWAY}*; sudo systemd-run -q --unit=alone sh -c '{ALONE}'")
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            if "over" in job.room.run_on(MACHINE, f"ls {AWAY}* || true", seconds=10):
                break
        except SalleError:  # without network it does not answer us either
            time.sleep(1)
    (machine,) = json.loads(job.room.run_on(MACHINE, f"cat {AWAY}.json; cat {AWAY}.said >&2"))["machines"]
    return machine


def test_without_network_the_public_account_sees_what_we_see(job: Job, seen_there: dict[str, Any]) -> None:
    checks = {one["check"]: one for one in seen_there["checks"]}
    locked = {name for name, one in checks.items() if "mot de passe" in one["found"]}
    expected = last_seen(job)
    from_elsewhere = {BROUGHT, *(name for name in expected if name.startswith("outside."))}
    assert set(expected) - set(checks) == from_elsewhere
    assert 0 < len(locked) < 15
    assert {name: one["verdict"] for name, one in checks.items() if name not in locked} == {
        name: verdict for name, verdict in expected.items() if name not in {*from_elsewhere, *locked}
    }


def test_what_needs_a_password_is_told_apart(seen_there: dict[str, Any]) -> None:
    assert "elles demandent le mot de passe" in seen_there["sentence"]
    assert seen_there["verdict"] == "orange"
