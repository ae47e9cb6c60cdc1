# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The third machine is finished, and the room whole: a second deployment, and what the runs left behind."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from .conftest import ENVIRONMENT, MEDIATOR_PASSWORD, SECRET, VAULT_PASSWORD, Job

FIRST, SECOND, THIRD = "poste-01", "poste-02", "poste-03"


def test_the_printed_command_finishes_the_third_machine(job: Job) -> None:
    typed = job.finish()
    assert typed.code == 0
    assert set(job.verdicts()) == {THIRD}
    assert job.checks("red") == {THIRD: set()}


def test_a_second_deployment_changes_nothing_and_says_so(job: Job) -> None:
    """Nor does it break anything on the first, where the checks are run again."""
    changes = {one.machine: [step.task for step in one.changes] for one in job.apply()}
    assert changes == {FIRST: [], SECOND: [], THIRD: []}
    typed = job.deploy("--limit", FIRST)
    assert typed.code == 0
    assert "nothing to change" in typed.out + typed.err
    assert [outcome["changes"] for outcome in job.run()["outcomes"]] == [[]]


def test_the_command_that_v_prints_works_when_pasted(job: Job) -> None:
    words = ("--practice", "-v", "--limit", FIRST, "--tags", "base")
    typed = job.salle("deploy", job.site, *words)  # told before the question, which nobody answers here
    assert typed.code == 2
    line = next(one for one in (typed.out + typed.err).splitlines() if "ansible-playbook" in one)
    pasted = subprocess.run(["sh", "-c", line], cwd="/", capture_output=True, text=True, timeout=300)
    assert pasted.returncode == 0, pasted.stdout + pasted.stderr
    assert re.search(rf"{FIRST}\s*: ok=\d+\s+changed=0", pasted.stdout)


@pytest.mark.parametrize("canary", [ENVIRONMENT, SECRET, MEDIATOR_PASSWORD, VAULT_PASSWORD])
def test_no_secret_and_no_environment_is_in_the_run_folders(job: Job, canary: str) -> None:
    kept = [path for path in job.runs.rglob("*") if path.is_file()]
    assert any(path.name == "events.jsonl" and path.stat().st_size for path in kept)
    assert not [str(path) for path in kept if canary.encode() in path.read_bytes()]


def test_no_environment_variable_of_the_operator_is_in_the_run_folders(job: Job) -> None:
    kept = b"".join(path.read_bytes() for path in job.runs.rglob("*") if path.is_file())
    assert b"PYTHONPATH" not in kept
    assert b"SSH_AUTH_SOCK" not in kept


def test_verification_takes_its_own_files_away(job: Job) -> None:
    for name in (FIRST, SECOND, THIRD):
        assert job.room.run_on(name, "ls -A /var/tmp | grep salle-verify | wc -l").strip() == "0"


def test_the_record_says_how_each_run_ended(job: Job) -> None:
    runs = [json.loads(path.read_text("utf-8")) for path in sorted(Path(job.runs).glob("*Z*/run.json"))]
    assert {run["state"] for run in runs} == {"finished"}
    assert all(run["operator"] for run in runs)
