# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shell is told, and who may be contacted."""

from pathlib import Path

import pytest
from salle.exit_codes import Exit
from salle.run.ground import HERE, Ground
from salle.run.model import Outcome, State
from salle.run.proof import code_of, code_of_verdicts, connection_of, in_order, without, worst_code
from salle.site.model import Machine, Site
from salle.verify.results import CheckResult, MachineVerdict, Verdict

SITE = Site(
    "demo",
    Path("/sites/demo"),
    Path("/sites/demo/hosts.yml"),
    tuple(Machine(f"poste-0{n}", f"192.0.2.1{n}", f"Poste {n}", "") for n in (1, 2, 3)),
)
PRACTICE = Ground(
    {"poste-02": {"ansible_host": "10.87.0.12", "ansible_user": "salle"}}, Path("/room/known_hosts")
)


def outcome(state: State) -> Outcome:
    return Outcome("poste-01", state, message="no route")


def verdict(colour: Verdict) -> MachineVerdict:
    return MachineVerdict("poste-01", (CheckResult("poste-01", "base", "base.x", "X", colour),))


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([State.OK, State.OK], Exit.OK),
        ([State.OK, State.UNREACHABLE], Exit.UNREACHABLE),
        ([State.UNREACHABLE, State.FAILED], Exit.FAILED),
        ([State.OK, State.UNFINISHED], Exit.FAILED),
        ([State.OK, State.INTERRUPTED], Exit.INTERRUPTED),
        ([], Exit.FAILED),
    ],
)
def test_outcomes_become_an_exit_code(states: list[State], code: Exit) -> None:
    assert code_of(map(outcome, states)) is code


def test_a_red_check_is_a_failure_and_an_orange_one_is_not() -> None:
    assert code_of_verdicts([verdict(Verdict.RED)]) is Exit.FAILED
    assert code_of_verdicts([verdict(Verdict.ORANGE), verdict(Verdict.GREEN)]) is Exit.OK
    assert code_of_verdicts([MachineVerdict("a", problem="off", unreachable=True)]) is Exit.UNREACHABLE
    assert code_of_verdicts([MachineVerdict("a", problem="nonsense")]) is Exit.FAILED


def test_a_failure_outweighs_a_machine_that_was_not_there() -> None:
    assert worst_code([Exit.UNREACHABLE, Exit.FAILED]) is Exit.FAILED
    assert worst_code([Exit.OK, Exit.OK]) is Exit.OK


def test_a_machine_that_was_not_deployed_is_not_green() -> None:
    assert without(outcome(State.UNREACHABLE)).verdict is Verdict.ORANGE
    assert without(outcome(State.FAILED)).verdict is Verdict.RED
    assert "no route" in without(outcome(State.FAILED)).problem


def test_verdicts_stand_in_the_order_of_the_room() -> None:
    found = in_order(SITE, [MachineVerdict("poste-03"), MachineVerdict("poste-01")])
    assert [one.machine for one in found] == ["poste-01", "poste-03"]


def test_on_a_practice_room_no_other_machine_of_the_site_can_be_chosen() -> None:
    assert [machine.name for machine in PRACTICE.site(SITE).machines] == ["poste-02"]
    assert HERE.site(SITE) is SITE


def test_verification_goes_where_the_practice_machine_is_and_says_so_in_its_remedies() -> None:
    connection = connection_of(PRACTICE.site(SITE), PRACTICE)
    assert connection.variables == {"poste-02": {"ansible_host": "10.87.0.12", "ansible_user": "salle"}}
    assert connection.known_hosts == Path("/room/known_hosts")
    assert connection.options == "--practice"
    assert connection_of(SITE, HERE).known_hosts == Path("/sites/demo/known_hosts")
