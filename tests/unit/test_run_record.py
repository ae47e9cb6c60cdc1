# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The run folder and the lock of a site."""

import json
import multiprocessing
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from salle import __version__
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.run import record
from salle.run.events import Began, Ended, PlaybookBegan, Retry, Stats, Stopping, Text
from salle.run.lock import hold, operator
from salle.run.model import Outcome, Run, State, Step

EVENTS = (
    PlaybookBegan(1.0),
    Began(2.0, "a", "base", "Set the name", "hostname"),
    Retry(3.0, "a", "base", "Set the name", 1, 3, "busy"),
    Ended(4.0, "a", Step("base", "Set the name", "changed", 2.0)),
    Text(5.0, "warning", "careful"),
    Stopping(6.0, False, ("a",)),
    Stats(7.0, frozenset("a"), frozenset("b")),
)


def start(runs: Path, run_id: str = "20261122T090000Z", *machines: str) -> record.Record:
    return record.start(runs, run_id, "deploy", "essai", "L'essai", machines or ("a", "b"))


def test_an_id_is_the_time_in_utc_and_never_taken_twice(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC)
    ids = []
    for _number in range(3):
        ids.append(record.new_id(tmp_path, now))
        (tmp_path / ids[-1]).mkdir()
    assert ids == ["20261122T090000Z", "20261122T090000Z-2", "20261122T090000Z-3"]
    assert sorted(ids) == ids


def test_the_record_says_that_it_runs_before_anything_is_done(tmp_path: Path) -> None:
    kept = start(tmp_path)
    run = record.load_run(kept.folder)
    assert run == kept.run
    assert (run.state, run.ended, run.operator, run.version) == ("running", None, operator(), __version__)
    assert [outcome.state for outcome in run.outcomes] == [State.UNFINISHED, State.UNFINISHED]


def test_what_is_kept_of_a_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    kept = start(tmp_path)
    for event in EVENTS:
        kept.take(event)
    outcome = Outcome("a", State.OK, 1, 2, 3.5, changes=(Step("base", "Set the name", "changed", 2.0),))
    run = kept.finish([outcome], interrupted=False)
    assert isinstance(run, Run)
    assert run.state == "finished"
    assert record.load_run(kept.folder) == run == record.last_run(tmp_path)
    assert record.load_events(kept.folder) == EVENTS


def test_every_event_is_on_disk_as_soon_as_it_came(tmp_path: Path) -> None:
    kept = start(tmp_path)
    kept.take(EVENTS[1])
    assert record.load_events(kept.folder) == (EVENTS[1],)


def test_a_last_line_that_was_cut_by_a_crash_is_left_out(tmp_path: Path) -> None:
    kept = start(tmp_path)
    kept.take(EVENTS[1])
    with (kept.folder / "events.jsonl").open("a") as file:
        file.write('{"kind": "Ended", "at": 4.0, "mach')
    assert record.load_events(kept.folder) == (EVENTS[1],)


def test_latest_points_to_the_newest_run_and_can_be_moved_along(tmp_path: Path) -> None:
    start(tmp_path, "20261122T090000Z")
    start(tmp_path, "20261122T100000Z")
    assert (tmp_path / "latest").readlink() == Path("20261122T100000Z")
    last = record.last_run(tmp_path)
    assert last is not None
    assert last.id == "20261122T100000Z"


def test_a_folder_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    start(tmp_path, "20261122T090000Z")
    (tmp_path / "20261122T100000Z").mkdir()
    (tmp_path / "20261122T100000Z" / "run.json").write_text("{")
    last = record.last_run(tmp_path)
    assert last is not None
    assert last.id == "20261122T090000Z"
    assert record.last_run(tmp_path / "nothing") is None


def test_a_run_that_died_is_closed_as_interrupted_with_what_its_events_say(tmp_path: Path) -> None:
    kept = start(tmp_path)
    kept.take(Began(2_000_000_000.0, "a", "base", "Set the name"))
    closed = record.close_abandoned(tmp_path)
    assert closed is not None
    assert (closed.state, closed.ended) == ("interrupted", datetime.fromtimestamp(2_000_000_000, UTC))
    assert [(o.machine, o.state, o.task) for o in closed.outcomes] == [
        ("a", State.INTERRUPTED, "Set the name"),
        ("b", State.INTERRUPTED, ""),
    ]
    assert record.load_run(kept.folder) == closed
    assert record.close_abandoned(tmp_path) is None


def hold_and_wait(runs: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with hold(runs, "deploy", "id") as lock:
        lock.note(Path("/run/salle-abc"))
        ready.set()
        signal.pause()


@pytest.fixture
def other(tmp_path: Path):
    """Another process that holds the site ``essai``."""
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    process = context.Process(target=hold_and_wait, args=(tmp_path / "essai", ready))
    process.start()
    assert ready.wait(10)
    yield process
    process.kill()
    process.join()


def test_a_second_run_on_a_site_is_refused_with_who_since_when_and_which_process(
    other, tmp_path: Path
) -> None:
    with pytest.raises(SalleError) as caught, hold(tmp_path / "essai", "deploy", "id2"):
        pass
    assert caught.value.code is Exit.LACKING
    pattern = f"essai is being deployed by {operator()} since \\d\\d:\\d\\d \\(process {other.pid}\\)"
    caught.match(pattern)


def test_another_site_is_not_held_up(other, tmp_path: Path) -> None:
    with hold(tmp_path / "ailleurs", "deploy", "id2") as lock:
        assert lock.predecessor is None


def test_killing_the_holder_frees_the_site_and_tells_where_it_worked(other, tmp_path: Path) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.join()
    with hold(tmp_path / "essai", "deploy", "id2") as lock:
        assert lock.predecessor is not None
        assert (lock.predecessor.pid, lock.predecessor.private) == (other.pid, "/run/salle-abc")


def test_a_holder_that_gave_the_site_back_leaves_nothing_to_tidy_up(tmp_path: Path) -> None:
    with hold(tmp_path, "deploy", "id") as lock:
        lock.write()
        assert json.loads((tmp_path / ".lock").read_text())["verb"] == "deploy"
    with pytest.raises(RuntimeError), hold(tmp_path, "deploy", "id"):
        raise RuntimeError
    with hold(tmp_path, "deploy", "id2") as lock:
        assert lock.predecessor is None
