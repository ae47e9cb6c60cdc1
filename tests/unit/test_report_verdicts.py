# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the report judges a machine, arranges the room, and speaks to the terminal."""

from dataclasses import replace

import pytest
import report_room
from salle.report.model import Report
from salle.report.seats import seat_plan
from salle.report.summary import lines
from salle.report.text import MOST, one_line, plain
from salle.report.view import MachineView, view
from salle.run.model import Outcome, State
from salle.verify.results import MachineVerdict, Verdict


def judged(verdict: MachineVerdict | None, outcome: Outcome | None) -> MachineView:
    verdicts = (verdict,) if verdict else ()
    outcomes = (outcome,) if outcome else ()
    report = Report(report_room.run(outcomes), report_room.site(seats=("A1",)), verdicts)
    return view(report, "en").machines[0]


ALL_GOOD = MachineVerdict("poste-01", report_room.GREEN)


@pytest.mark.parametrize(
    ("verdict", "state", "expected", "words"),
    [
        (ALL_GOOD, State.OK, "green", "All is as promised: 2 checks."),
        (ALL_GOOD, None, "green", "All is as promised: 2 checks."),
        (ALL_GOOD, State.FAILED, "red", "Setting it up failed at this step: T"),
        (ALL_GOOD, State.UNFINISHED, "red", "Setting it up failed at this step: T"),
        (ALL_GOOD, State.INTERRUPTED, "orange", "The run was interrupted while it was set up."),
        (ALL_GOOD, State.UNREACHABLE, "red", "It was lost on the way while it was set up."),
        (None, State.OK, "orange", "It was set up, but not checked."),
        (None, State.UNREACHABLE, "orange", "It could not be reached"),
        (None, None, "orange", "It was not part of this run"),
        (MachineVerdict("poste-01"), None, "orange", "No check was run on it."),
        (MachineVerdict("poste-01", problem="p"), State.OK, "red", "It answered, but not as it should."),
        (
            MachineVerdict("poste-01", problem="p", unreachable=True),
            State.OK,
            "orange",
            "It could not be reached",
        ),
        (MachineVerdict("poste-01", (report_room.RED,)), State.OK, "red", "1 thing is not as promised."),
        (MachineVerdict("poste-01", (report_room.CANNOT,)), None, "orange", "1 thing needs a look."),
    ],
)
def test_a_machines_verdict_comes_with_words(
    verdict: MachineVerdict | None, state: State | None, expected: str, words: str
) -> None:
    machine = judged(verdict, Outcome("poste-01", state, task="T") if state else None)
    assert machine.verdict.value == expected
    assert words in machine.sentence


def test_nothing_is_green_without_a_check() -> None:
    for state in (None, *State):
        outcome = Outcome("poste-01", state) if state else None
        for verdict in (None, MachineVerdict("poste-01")):
            assert judged(verdict, outcome).verdict is not Verdict.GREEN


def test_the_room_is_green_only_when_every_machine_is() -> None:
    two = report_room.site(seats=("A1", "A2"))
    half = Report(report_room.run(()), two, (ALL_GOOD,))
    whole = Report(report_room.run(()), two, (ALL_GOOD, MachineVerdict("poste-02", report_room.GREEN)))
    assert view(half, "en").verdict is Verdict.ORANGE
    assert view(half, "en").sentence == "1 of 2 machines are as promised. 1 needs a look."
    assert view(whole, "en").sentence == "All 2 machines are as promised."


def test_seats_become_rows_and_columns_with_empty_places_kept() -> None:
    report = Report(report_room.run(()), report_room.site(seats=("b3", "A1", "A01", "door", "", "AA2")))
    plan = seat_plan(view(report, "en").machines)
    assert plan.columns == (1, 2, 3)
    assert [row.letter for row in plan.rows] == ["A", "B", "AA"]
    assert [[m.name for m in cell] for cell in plan.rows[0].cells] == [["poste-02", "poste-03"], [], []]
    assert [machine.name for machine in plan.elsewhere] == ["poste-04", "poste-05"]


def test_a_room_numbered_with_wide_gaps_still_has_a_plan() -> None:
    report = Report(report_room.run(()), report_room.site(seats=("A1", "A50", "A99")))
    assert seat_plan(view(report, "en").machines).columns == (1, 50, 99)


def test_the_terminal_gets_a_line_per_machine_and_a_closing_sentence() -> None:
    told = lines(report_room.room(), "en")
    assert told[0] == "✓ Poste A1 (poste-01): All is as promised: 2 checks."
    assert "    ✗ The locale is right" in told
    assert "      Found: C" in told
    assert "      What to do: salle deploy demo --limit poste-02 --tags base" in told
    assert any(line.startswith("? Poste B1 (poste-04): It could not be reached") for line in told)
    assert "    What to do: salle deploy demo --limit poste-06" in told
    assert told[-1] == "1 of 6 machines are as promised. 3 have something to put right. 2 need a look."


def test_a_machine_cannot_steer_the_terminal() -> None:
    hostile = MachineVerdict("poste-01", problem="a\x1b[2J\r\nb\x07\u202e\x9b31m")
    told = lines(Report(report_room.run(()), report_room.site(), (hostile,)), "en")
    assert all(line.isprintable() for line in told)
    assert "    a[U+001B][2J b[U+0007][U+202E][U+009B]31m" in told


def test_hidden_characters_are_shown_and_line_breaks_kept() -> None:
    assert plain("a\r\nb\x00\u200e\ud800\ue000") == "a\nb[U+0000][U+200E][U+D800][U+E000]"
    assert one_line(" a\n\n b\t") == "a b"


def test_a_cut_text_says_how_long_it_was() -> None:
    shown = plain("é" * (MOST + 1), "en")
    assert shown == "é" * MOST + " [cut here: the text has 2001 characters]"
    assert plain("é" * MOST, "en") == "é" * MOST


def test_what_to_type_leads_to_the_same_machines_again() -> None:
    """After a rehearsal, a command without --practice would go to the real room."""
    away = (MachineVerdict("poste-01", problem="it was off"),)
    report = Report(report_room.run(()), report_room.site(seats=("A1",)), away, options="--practice")
    remedy = view(report, "en").machines[0].remedy
    assert remedy == f"salle verify {report.site.name} --practice --limit poste-01"


@pytest.mark.parametrize(("verb", "seconds"), [("deploy", 5.0), ("verify", 0.0)])
def test_a_deployment_took_as_long_as_its_checks_besides(verb: str, seconds: float) -> None:
    checked = (MachineVerdict("poste-01", seconds=5.0), MachineVerdict("poste-02", seconds=3.0))
    run = replace(report_room.run(()), verb=verb)
    assert Report(run, report_room.site(), checked).seconds == run.seconds + seconds
