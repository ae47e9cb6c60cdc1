# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From bare machines to a proven room; one of three is off."""

import json
import re
import shlex
from html import unescape

from .conftest import NAME, Job

FIRST, SECOND, THIRD = "poste-01", "poste-02", "poste-03"


def test_a_plan_tells_what_would_change_and_be_downloaded_and_changes_nothing(job: Job) -> None:
    before = job.room.run_on(SECOND, "dpkg -l | wc -l; hostname")
    typed = job.salle("plan", job.site, "--practice", "--limit", SECOND, "--json")
    assert typed.code == 0
    (told,) = json.loads(typed.out)["machines"]
    assert told["machine"] == SECOND
    assert told["download"]["bytes"] > 100_000_000
    assert job.room.run_on(SECOND, "dpkg -l | wc -l; hostname") == before


def test_a_dead_machine_does_not_hold_up_the_two_others(job: Job) -> None:
    job.room.power_off(THIRD)
    typed = job.deploy()
    assert typed.code == 3
    states = {outcome["machine"]: outcome["state"] for outcome in job.run()["outcomes"]}
    assert states == {FIRST: "ok", SECOND: "ok", THIRD: "unreachable"}


def test_the_machines_that_are_done_are_green_and_the_dead_one_is_not(job: Job) -> None:
    assert job.checks("red") == {FIRST: set(), SECOND: set(), THIRD: set()}
    assert job.checks("orange") == {FIRST: set(), SECOND: set(), THIRD: set()}
    assert all(len(job.checks("green")[name]) > 60 for name in (FIRST, SECOND))
    assert job.verdicts()[THIRD]["unreachable"]


def test_the_page_shows_the_sites_name_as_it_was_typed(job: Job) -> None:
    page = (job.latest / "report.html").read_text("utf-8")
    assert NAME in unescape(page)
    assert "<b>&" not in page
    assert json.loads((job.latest / "report.json").read_text("utf-8"))["site"]["title"] == NAME


def test_the_machines_show_the_sites_name_as_it_was_typed(job: Job) -> None:
    for name in (FIRST, SECOND):
        assert NAME in unescape(job.room.run_on(name, "cat /usr/share/salle/help/index.html"))


def test_the_command_that_finishes_the_third_machine_is_printed(job: Job) -> None:
    """It is typed here, the machine being back; while it works, the two others are used already."""
    deployed = next(typed for typed in job.typed if typed.words[0] == "deploy")
    printed = re.search(r"salle (deploy \S+ .*--limit \S+.*)", deployed.out + deployed.err)
    assert printed, "the command that finishes the third machine"
    words = shlex.split(printed[1])
    assert THIRD in words[words.index("--limit") + 1].split(",")
    job.room.power_on([THIRD])
    extra = [] if "--practice" in words else ["--practice"]
    job.begin(*words, *extra, "--yes")
