# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer on which salle never did anything, held against a site: what is missing is said in words."""

import pytest
from salle import paths
from salle.options import Settings
from salle.rehearsal.room import Room
from salle.run.deploy import Wishes, make_job
from salle.run.ground import practice_ground
from salle.run.proof import connection_of
from salle.site.load import load_site
from salle.verify.remote import verify
from salle.verify.results import MachineVerdict, Verdict

NOTHING_TO_DO = {"discreet"}
"""The roles whose promise holds where nothing was done: no proprietary program is there to be hidden."""


@pytest.fixture(scope="module")
def verdicts(room: Room) -> tuple[MachineVerdict, ...]:
    """Debian 13 and 12 as their installer leaves them, against the demo."""
    ground = practice_ground(room)
    job = make_job(ground.site(load_site(paths.shipped_inventories() / "demo")), Settings(), Wishes(), ground)
    return verify(job.site, job.site.machines, job.promised, connection_of(job.site, ground))


def test_it_is_red_and_answers_for_every_check(verdicts: tuple[MachineVerdict, ...]) -> None:
    for one in verdicts:
        assert not one.problem
        assert one.verdict is Verdict.RED
        assert len(one.results) > 100


def test_each_red_check_says_what_is_missing_and_what_to_type(verdicts: tuple[MachineVerdict, ...]) -> None:
    for one in (
        result for verdict in verdicts for result in verdict.results if result.verdict is Verdict.RED
    ):
        assert one.title
        assert one.expected
        assert one.found
        assert one.remedy


def test_no_check_breaks_for_want_of_what_it_looks_at(verdicts: tuple[MachineVerdict, ...]) -> None:
    broken = [
        (verdict.machine, result.check, result.found)
        for verdict in verdicts
        for result in verdict.results
        if "the check itself could not run" in result.found
    ]
    assert broken == []


def test_each_role_misses_something(verdicts: tuple[MachineVerdict, ...]) -> None:
    """Green is what Debian gives by itself; a role of which nothing is red would prove nothing."""
    for verdict in verdicts:
        roles = {result.role for result in verdict.results}
        missed = {result.role for result in verdict.results if result.verdict is Verdict.RED}
        assert roles - missed == NOTHING_TO_DO
