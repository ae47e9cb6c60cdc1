# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Planted secrets are in nothing that stays, and in no process list, whichever way a run ends."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from local_room import Room
from salle.run.execute import Finished, Job, execute
from salle.run.model import State
from salle.run.progress import PlainProgress
from salle.run.summary import summary

VAULTED = "canary-in-the-vault"
ENVIRONMENT = "canary-in-the-environment"
HIDDEN = "canary-in-hidden-task"
PASSWORD = "canary-password-of-the-vault"

USE: dict[str, Any] = {
    "name": "Use the secret",
    "ansible.builtin.command": {"cmd": "cat", "stdin": "{{ vault_secret }}"},
    "no_log": True,
}
HIDE = {"name": "Hide", "ansible.builtin.command": f"echo {HIDDEN}", "no_log": True}
# The bracket keeps grep from finding itself.
LOOK = {
    "name": "Look at the process list",
    "ansible.builtin.shell": "! cat /proc/[0-9]*/cmdline 2>/dev/null | grep -a 'canary-[p]assword'",
}
LOOK_INSIDE = {
    "name": "Look at the environment",
    "ansible.builtin.shell": "! env | grep -F canary",
}
FAIL_HIDDEN = {
    "name": "Fail",
    "ansible.builtin.command": f"sh -c 'echo {HIDDEN} >&2; exit 1'",
    "no_log": True,
}


@pytest.fixture
def vaulted(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A room whose site has a vault, and an operator with a token in the environment."""
    monkeypatch.setenv("SECRET_TOKEN", ENVIRONMENT)
    room.write_site()
    (room.folder / "vault-password").write_text(PASSWORD + "\n")
    vault = room.folder / "group_vars" / "all" / "vault.yml"
    vault.write_text(f"---\nvault_secret: {VAULTED}\n")
    program = Path(sys.executable).parent / "ansible-vault"
    words = ["encrypt", "--vault-password-file", str(room.folder / "vault-password"), str(vault)]
    subprocess.run([str(program), *words], check=True, capture_output=True, timeout=60)
    return room


def carry_out(room: Room, tasks: list[dict[str, Any]]) -> tuple[Finished, str]:
    """Run with a record; the result, and all that was shown."""
    shown: list[str] = []
    plan = room.plan(tasks, vault_password_file=room.folder / "vault-password")
    job = Job(room.site, room.folder / "runs" / "essai", {}, room.connections)
    with PlainProgress(plan, shown.append) as progress:
        finished = execute(job, plan, progress.take, say=shown.append)
    return finished, "\n".join([*shown, summary("essai", finished.outcomes)])


@pytest.mark.parametrize(
    ("tasks", "state"),
    [([USE, HIDE], State.OK), ([USE, FAIL_HIDDEN], State.FAILED)],
    ids=["passes", "fails"],
)
def test_no_secret_is_in_the_run_folder_or_on_the_screen(
    vaulted: Room, tasks: list[dict[str, Any]], state: State
) -> None:
    finished, shown = carry_out(vaulted, tasks)
    assert [outcome.state for outcome in finished.outcomes] == [state]
    files = [path for path in (vaulted.folder / "runs").rglob("*") if path.is_file()]
    assert {"run.json", "events.jsonl"} <= {path.name for path in files}
    kept = "".join(path.read_text() for path in files)
    assert "canary" not in kept
    assert "canary" not in shown


def test_no_secret_is_in_the_process_list_or_in_the_environment_of_ansible(vaulted: Room) -> None:
    finished, shown = carry_out(vaulted, [USE, LOOK, LOOK_INSIDE])
    assert [outcome.state for outcome in finished.outcomes] == [State.OK], shown
