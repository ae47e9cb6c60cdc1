# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine that answers with malice: the run ends, and that machine is red with the reason."""

import json
import re
import shlex
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from conftest import make_site
from salle.rehearsal.room import Room
from salle.report.model import Report
from salle.report.summary import lines
from salle.report.write import write_report
from salle.run.ground import practice_ground
from salle.run.model import Run
from salle.run.proof import connection_of
from salle.site.model import Site
from salle.verify.remote import verify
from salle.verify.results import MachineVerdict, Verdict

PYTHON = "/usr/local/bin/python3"
"""sudo finds it before the system's own."""
SECONDS = 8
NASTY = "<script>alert(1)</script>\x1b[2J\x1b]0;own\x07\u202e%(site)s{{ 7*7 }}"
RESULT = {
    "check": NASTY, "role": NASTY, "title": {"say": NASTY, "values": {"site": NASTY}}, "weight": "must",
    "verdict": "red", "expected": NASTY, "found": NASTY, "remedy": NASTY, "seconds": 1.0,
}  # fmt: skip
FACTS = {
    "hostname": NASTY, "machine_id": NASTY, "host_keys": [NASTY], "macs": [NASTY], "serial": NASTY,
    "system": NASTY, "packages": {NASTY: NASTY},
    "transactions": [{"at": 1.0, "by": NASTY, "command": NASTY, "packages": [NASTY], "count": 1}],
}  # fmt: skip
ANSWER = {"results": [RESULT], "broken": [NASTY], "facts": FACTS}
TOLD = {
    "markup and control characters": (f"printf %s {shlex.quote(json.dumps(ANSWER))}", ""),
    "a hundred megabytes": ("head -c 100000000 /dev/zero | tr '\\0' x", "longer than 4 MB"),
    "without an end": ("yes '{\"results\":'", "longer than 4 MB"),
    "complaints without an end": ("yes 'salle-checked 9/9' >&2", f"within {SECONDS} s"),
    "no answer": ("exec sleep 600", f"within {SECONDS} s"),
    "wrong types": ("""printf %s '{"results": [7], "broken": {}, "facts": []}'""", "agreed form"),
    "no JSON": ("printf '\\377\\376\\000'", "agreed form"),
    "nothing": ("true", "could not run the checks"),
    "an error with colours": ("printf '<b>\\033[31mno\\n' >&2; exit 3", "could not run the checks"),
}


@pytest.fixture(params=list(TOLD))
def told(request: pytest.FixtureRequest, room: Room) -> Iterator[str]:
    """What the first machine answers, whatever it is asked; afterwards it is honest again."""
    script, problem = TOLD[request.param]
    here, first = shlex.quote(f"#!/bin/sh\n{script}\n"), room.machines[0].name
    room.run_on(first, f"printf %s {here} | sudo tee {PYTHON} >/dev/null; sudo chmod 755 {PYTHON}")
    yield problem
    room.run_on(first, f"sudo rm {PYTHON}")


def look(room: Room, site: Site) -> tuple[MachineVerdict, ...]:
    """Verify both machines with the checks of one role."""
    connection = connection_of(site, practice_ground(room))
    promised = {machine.name: {} for machine in site.machines}
    return verify(site, site.machines, promised, connection, roles=["packages"], seconds=SECONDS)


def test_whatever_a_machine_answers_the_others_and_the_page_are_right(
    told: str, room: Room, tmp_path: Path
) -> None:
    site = practice_ground(room).site(make_site(tmp_path / "essai"))
    begun = time.monotonic()
    verdicts = look(room, site)
    assert time.monotonic() - begun < SECONDS + 10
    bad, good = verdicts
    assert bad.verdict is Verdict.RED
    assert told in bad.problem
    assert good.verdict is Verdict.GREEN
    run = Run("r1", "verify", site.name, "Essai", datetime.now(UTC), datetime.now(UTC), "finished", "me", "0")
    report = Report(run, site, verdicts)
    page = write_report(report, tmp_path / "run", "en").read_text("utf-8")
    for text in (page, "\n".join(lines(report, "en"))):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    assert "<script>" not in page
    assert told or "{{ 7*7 }}" in unescape(page)
    assert f"<b>{site.machines[1].label}</b>" in page
