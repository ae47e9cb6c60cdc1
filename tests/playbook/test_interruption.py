# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is cut off, in every way that happens: nothing of ours stays at work."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from local_room import Room
from salle.run import processes, record
from salle.run.model import State

PROGRAM = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}]
from local_room import LOCAL, Room
from salle.run.events import Began
from salle.run.execute import Job, execute

room = Room(Path({folder!r}), {{"poste-01": LOCAL, "poste-02": LOCAL}})
tasks = [
    {{"name": "Sleep", "ansible.builtin.command": {command!r}, "when": "inventory_hostname == 'poste-01'"}},
]
plan = room.plan(tasks)

def tell(event):
    if isinstance(event, Began):
        print("BEGAN", event.task, flush=True)

finished = execute(Job(room.site, Path({runs!r}), {{}}, room.connections), plan, tell, say=print)
print("INTERRUPTED", finished.interrupted, flush=True)
"""


@dataclass
class Cut:
    """A run in a process of its own, in the middle of a long task."""

    process: subprocess.Popen[str]
    runs: Path
    sleeper: str
    private: Path

    def wait(self) -> str:
        """What it still said; it has to end within 15 s (F13)."""
        return self.process.communicate(timeout=15)[0]

    def left(self) -> list[str]:
        """Command lines that are still at work for this run: the task, Ansible, ssh."""
        return [line for line in command_lines() if self.sleeper in line or str(self.private) in line]


def command_lines() -> Iterator[str]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                yield (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue


def holder(runs: Path) -> dict[str, object]:
    text = (runs / ".lock").read_text() if (runs / ".lock").exists() else ""
    return json.loads(text) if text else {}


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


@pytest.fixture
def cut(tmp_path: Path) -> Iterator[Cut]:
    """A run that sleeps, seen to sleep."""
    sleeper, runs = f"sleep 600.{tmp_path.stat().st_ino}", tmp_path / "runs" / "essai"
    tests = str(Path(__file__).parent)
    program = PROGRAM.format(command=sleeper, tests=tests, folder=str(tmp_path), runs=str(runs))
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "CANARY": "canary-in-the-environment"},
    )
    private = Path("/nonexistent")
    try:
        until(lambda: any(line.startswith(sleeper) for line in command_lines()) or process.poll() is not None)
        private = Path(str(holder(runs)["private"]))
        yield Cut(process, runs, sleeper, private)
    finally:
        process.kill()
        process.wait()
        processes.end(private, patience=0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_run_in_good_order_and_leaves_no_process(cut: Cut, number: signal.Signals) -> None:
    cut.process.send_signal(number)
    said = cut.wait()
    assert "INTERRUPTED True" in said
    assert cut.left() == []
    assert not cut.private.exists()


def test_the_record_says_which_machine_was_cut_and_where(cut: Cut) -> None:
    cut.process.send_signal(signal.SIGINT)
    cut.wait()
    run = record.last_run(cut.runs)
    assert run is not None
    assert run.state == "interrupted"
    outcomes = {outcome.machine: outcome for outcome in run.outcomes}
    assert (outcomes["poste-01"].state, outcomes["poste-01"].task) == (State.INTERRUPTED, "Sleep")
    assert outcomes["poste-01"].role == "essai"
    assert outcomes["poste-02"].state is State.OK


def test_a_second_signal_ends_even_an_ansible_that_does_not_listen_and_its_workers(cut: Cut) -> None:
    (ansible,) = processes.controllers(cut.private)
    os.kill(ansible, signal.SIGSTOP)
    cut.process.send_signal(signal.SIGINT)
    time.sleep(1)  # long enough for an Ansible that listens to end by itself
    assert cut.process.poll() is None
    cut.process.send_signal(signal.SIGINT)
    assert "INTERRUPTED True" in cut.wait()
    assert cut.left() == []


def test_after_kill_9_the_next_run_ends_what_was_left_and_closes_the_record(cut: Cut, tmp_path: Path) -> None:
    cut.process.kill()
    cut.process.wait()
    assert cut.left() != []  # ansible-playbook goes on without us
    room = Room(tmp_path, {"poste-01": {"ansible_connection": "local"}})
    said: list[str] = []
    from salle.run.execute import Job, held

    with held(Job(room.site, cut.runs), "deploy", said.append):
        assert cut.left() == []
        assert not cut.private.exists()
    assert len(said) == 1
    run = record.last_run(cut.runs)
    assert run is not None
    assert run.state == "interrupted"
    assert {outcome.machine: outcome.state for outcome in run.outcomes}["poste-01"] is State.INTERRUPTED


def test_the_environment_is_in_nothing_that_stays(cut: Cut) -> None:
    cut.process.send_signal(signal.SIGINT)
    cut.wait()
    files = [path for path in cut.runs.rglob("*") if path.is_file()]
    assert len(files) >= 2
    assert [path for path in files if b"canary-in-the-environment" in path.read_bytes()] == []
