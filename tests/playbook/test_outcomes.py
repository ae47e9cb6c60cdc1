# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of machines when ansible-playbook really runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from local_room import LOCAL, Room
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.run import private, processes, runner
from salle.run.events import Retry
from salle.run.model import State
from salle.run.plan import command_line

CLOSED = {"ansible_host": "127.0.0.1", "ansible_port": 9, "ansible_ssh_retries": 0}
WELL = {"name": "Say hello", "ansible.builtin.debug": {"msg": "hello"}}
CHANGE = {"name": "Change something", "ansible.builtin.command": "true"}
FAIL = {
    "name": "Try the impossible",
    "ansible.builtin.command": {"cmd": "sh -c 'echo no such luck >&2; exit 3'"},
}


def test_a_machine_that_reached_the_end_is_well_and_its_changes_are_counted(room: Room) -> None:
    outcome = room.run([WELL, CHANGE])["poste-01"]
    assert (outcome.state, outcome.ok, outcome.changed) == (State.OK, 3, 1)
    assert [(step.role, step.task) for step in outcome.changes] == [("essai", "Change something")]


def test_a_failure_names_the_role_the_task_and_the_reason(room: Room) -> None:
    outcome = room.run([WELL, FAIL])["poste-01"]
    assert (outcome.state, outcome.role, outcome.task) == (State.FAILED, "essai", "Try the impossible")
    assert "no such luck" in outcome.message


def test_a_rescued_failure_is_not_a_failure(room: Room) -> None:
    rescued = {"name": "Try", "block": [FAIL], "rescue": [WELL]}
    assert room.run([rescued])["poste-01"].state is State.OK


def test_a_machine_without_the_final_mark_is_never_well(room: Room) -> None:
    outcome = room.run([WELL], mark=False)["poste-01"]
    assert outcome.state is State.UNFINISHED


def test_a_play_that_a_machine_left_early_is_not_finished_though_the_exit_code_is_zero(room: Room) -> None:
    leave = {"name": "Leave", "ansible.builtin.meta": "end_host"}
    assert room.run([WELL, leave])["poste-01"].state is State.UNFINISHED


def test_an_unreachable_machine_does_not_stop_the_others(rooms) -> None:
    outcomes = rooms({"poste-01": LOCAL, "poste-02": CLOSED, "poste-03": LOCAL}).run([CHANGE, WELL])
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        "poste-01": State.OK,
        "poste-02": State.UNREACHABLE,
        "poste-03": State.OK,
    }
    assert "refused" in outcomes["poste-02"].message


def test_argument_errors_of_a_role_are_listed_one_by_one(room: Room) -> None:
    meta = room.folder / "roles" / "essai" / "meta"
    meta.mkdir(parents=True)
    options = {name: {"type": "str", "required": True} for name in "ab"}
    specs = {"argument_specs": {"main": {"options": options}}}
    (meta / "argument_specs.yml").write_text("---\n" + yaml.safe_dump(specs))
    message = room.run([WELL])["poste-01"].message
    assert message.startswith("- ")
    assert "a, b" in message


def test_a_retry_is_told(room: Room) -> None:
    room.run([{**FAIL, "register": "tried", "until": "tried is success", "retries": 1, "delay": 0}])
    retries = [event for event in room.events if isinstance(event, Retry)]
    assert [(retry.machine, retry.attempt) for retry in retries] == [("poste-01", 1)]


def test_a_playbook_that_cannot_be_read_is_told_in_ansibles_words(room: Room) -> None:
    plan = room.plan([{"name": "Typing error", "ansible.builtin.dbug": {"msg": "x"}}])
    with pytest.raises(SalleError) as caught:
        runner.run(plan, room.events.append)
    assert "ansible.builtin.dbug" in caught.value.why


def test_an_inventory_that_is_not_there_is_refused_and_is_not_taken_for_a_machine(room: Room) -> None:
    plan = room.plan([WELL])
    (room.folder / "hosts.yml").unlink()
    with pytest.raises(SalleError, match=r"hosts\.yml") as caught:
        runner.run(plan, room.events.append)
    assert caught.value.code is Exit.LACKING


def test_machines_that_the_inventory_does_not_hold_are_an_error(room: Room) -> None:
    from dataclasses import replace

    plan = replace(room.plan([WELL]), machines=("poste-99",))
    with pytest.raises(SalleError):
        runner.run(plan, room.events.append)


def test_an_inventory_that_cannot_be_read_is_an_error(room: Room) -> None:
    plan = room.plan([WELL])
    (room.folder / "hosts.yml").write_text("---\nall: [\n")
    with pytest.raises(SalleError):
        runner.run(plan, room.events.append)


def test_check_mode_tells_what_would_change_and_changes_nothing(room: Room) -> None:
    target = room.folder / "made"
    make = {
        "name": "Make a file",
        "ansible.builtin.copy": {"content": "x", "dest": str(target), "mode": "0600"},
    }
    outcome = room.run([make], check=True)["poste-01"]
    assert (outcome.state, outcome.changed, target.exists()) == (State.OK, 1, False)


def test_a_censored_task_still_counts_as_a_change_and_tells_nothing(room: Room) -> None:
    secret = {"name": "Keep quiet", "ansible.builtin.command": "echo canary", "no_log": True}
    outcome = room.run([secret])["poste-01"]
    assert outcome.changed == 1
    assert "canary" not in repr(room.events)


def test_nothing_of_the_operators_environment_reaches_ansible(room: Room, monkeypatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    monkeypatch.setenv("ANSIBLE_STDOUT_CALLBACK", "no_such_callback")
    look = {"name": "Look", "ansible.builtin.command": "sh -c '! env | grep canary'"}
    assert room.run([look])["poste-01"].state is State.OK


def test_the_private_folder_and_every_process_are_gone_afterwards(room: Room, monkeypatch) -> None:
    seen: list[Path] = []
    original = private.tempfile.mkdtemp
    monkeypatch.setattr(
        private.tempfile, "mkdtemp", lambda **kwargs: seen.append(Path(original(**kwargs))) or str(seen[-1])
    )
    room.run([CHANGE])
    assert len(seen) == 1
    assert not seen[0].exists()
    assert processes.carrying(seen[0]) == ()


def test_an_error_in_our_own_event_handler_stops_the_run_and_is_not_swallowed(room: Room) -> None:
    def on_event(event: object) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        runner.run(room.plan([{"name": "Sleep", "ansible.builtin.command": "sleep 60"}]), on_event)


def test_the_printed_command_works_when_pasted_and_does_the_same(room: Room) -> None:
    line = command_line(room.plan([CHANGE]))
    bare = {"PATH": "/usr/bin:/bin", "HOME": os.environ["HOME"]}
    done = subprocess.run(["sh", "-c", line], env=bare, cwd="/", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed=1" in done.stdout


def test_runner_is_imported_by_one_module_only() -> None:
    folder = Path(runner.__file__).parents[1]
    files = list(folder.rglob("*.py"))
    assert len(files) > 10
    assert [file.name for file in files if "import ansible_runner" in file.read_text()] == []
    assert [file.name for file in files if "from ansible_runner" in file.read_text()] == ["runner.py"]
    assert sys.modules.get("ansible_runner") is not None
