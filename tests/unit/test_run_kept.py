# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of a room: its status, its last report, and what is otherwise than last time."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from salle.exit_codes import Exit
from salle.main import main
from salle.run import record
from salle.run.model import Outcome, State
from salle.run.proof import drifts_of
from salle.run.verdicts import keep, last_known, load
from salle.verify.results import CheckResult, MachineVerdict, Verdict
from small_site import make_small_site

GREEN, RED = Verdict.GREEN, Verdict.RED


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a site of two machines."""
    make_small_site(tmp_path / "inventories")
    return tmp_path


def verdict(machine: str, clock: Verdict, **more: object) -> MachineVerdict:
    results = tuple(
        CheckResult(machine, "base", f"base.{name}", f"The {name} is right", one)
        for name, one in {"hostname": GREEN, "clock": clock}.items()
    )
    return MachineVerdict(machine, results, **more)  # type: ignore[arg-type]


def ran(
    place: Path, run_id: str, verdicts: Sequence[MachineVerdict], verb: str = "verify", options: str = ""
) -> Path:
    """A run that found this."""
    runs = place / "runs" / "essai"
    runs.mkdir(parents=True, exist_ok=True)
    names = [one.machine for one in verdicts]
    kept = record.start(runs, run_id, verb, "essai", "Essai", names, options)
    keep(verdicts, kept.folder)
    kept.finish([Outcome(name, State.OK) for name in names], interrupted=False)
    return kept.folder


def call(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> tuple[int, str]:
    code = main([words[0], "--lang", "en", "--inventories", str(place / "inventories"), *words[1:]])
    return code, "".join(capsys.readouterr())


def test_verdicts_are_kept_and_read_again_as_they_were(place: Path) -> None:
    verdicts = (verdict("poste-01", RED, seconds=2.5), MachineVerdict("poste-02", problem="no route"))
    assert load(ran(place, "1", verdicts)) == verdicts


@pytest.mark.parametrize(
    "text", ["", "[]]", '[{"machine": 1}]', '{"a": 1}', '[{"machine": "a", "results": 3}]']
)
def test_verdicts_that_cannot_be_read_are_none(place: Path, text: str) -> None:
    folder = ran(place, "1", [verdict("poste-01", GREEN)])
    (folder / "verdicts.json").write_text(text)
    assert load(folder) == ()


def test_a_verification_tells_what_is_otherwise_than_the_one_before(place: Path) -> None:
    ran(place, "1", [verdict("poste-01", GREEN), verdict("poste-02", RED)])
    now = (verdict("poste-01", RED), verdict("poste-02", RED))
    folder = ran(place, "2", now)
    drifts = drifts_of(folder, record.load_run(folder), now)
    assert [(one.check, one.before, one.now) for one in drifts["poste-01"].changes] == [
        ("base.clock", GREEN, RED)
    ]
    assert drifts["poste-01"].worse == drifts["poste-01"].changes
    assert drifts["poste-02"].changes == ()


def test_what_was_not_verified_before_has_no_drift(place: Path) -> None:
    now = (verdict("poste-01", RED),)
    folder = ran(place, "2", now)
    assert drifts_of(folder, record.load_run(folder), now) == {}


def test_a_deployment_changes_things_itself(place: Path) -> None:
    ran(place, "1", [verdict("poste-01", RED)])
    now = (verdict("poste-01", GREEN),)
    folder = ran(place, "2", now, "deploy")
    assert drifts_of(folder, record.load_run(folder), now) == {}


def test_the_practice_room_is_another_room(place: Path) -> None:
    ran(place, "1", [verdict("poste-01", RED)], options="--practice")
    assert last_known(place / "runs" / "essai", ["poste-01"]) == {}
    assert set(last_known(place / "runs" / "essai", ["poste-01"], options="--practice")) == {"poste-01"}


def test_a_machine_that_did_not_answer_is_known_by_what_was_seen_before(place: Path) -> None:
    ran(place, "1", [verdict("poste-01", GREEN)])
    ran(place, "2", [MachineVerdict("poste-01", problem="no route", unreachable=True)])
    known = last_known(place / "runs" / "essai", ["poste-01"])
    assert known["poste-01"].run.id == "1"


def test_status_says_of_each_machine_what_is_known(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(place, "1", [verdict("poste-01", RED)])
    code, said = call(capsys, place, "status", "essai")
    assert code == Exit.FAILED
    first, second = said.splitlines()
    assert first.startswith("✗ poste-01: 1 thing is not as promised. Seen on ")
    assert str(datetime.now(UTC).year) in first
    assert second == "? poste-02: It was never verified."


def test_status_for_programs(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(place, "1", [verdict("poste-01", GREEN)])
    code, said = call(capsys, place, "status", "essai", "--json")
    told = {one["name"]: (one["verdict"], one["run"]) for one in json.loads(said)["machines"]}
    assert (code, told) == (Exit.OK, {"poste-01": ("green", "1"), "poste-02": (None, None)})


def test_a_report_is_drawn_again_with_what_drifted(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(place, "1", [verdict("poste-01", GREEN)])
    folder = ran(place, "2", [verdict("poste-01", RED)])
    code, said = call(capsys, place, "report", "essai")
    page = (folder / "report.html").read_text("utf-8")
    assert code == Exit.OK
    assert "no longer as promised:\n      The clock is right" in said
    assert "Otherwise than on" in page
    assert "As promised before, To put right now" in page
    kept = json.loads((folder / "report.json").read_text("utf-8"))
    (change,) = kept["machines"][0]["drift"]["changes"]
    assert (change["before"], change["now"]) == ("green", "red")


@pytest.mark.parametrize("run", ["3", "../essai", "..", "/etc"])
def test_a_run_that_is_not_there_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], run: str
) -> None:
    ran(place, "1", [verdict("poste-01", GREEN)])
    code, said = call(capsys, place, "report", "essai", "--run", run)
    assert code == Exit.USAGE
    assert "has no run" in said
