# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One door to Ansible, thin commands, and a help that loads nothing heavy."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from house import ROOT, files

HEAVY = {"rich", "ansible", "ansible_runner", "jinja2", "PIL", "pytest", "yaml", "jsonschema", "resvg_py"}
THE_ONE_DOOR = ROOT / "cli/salle/run/runner.py"
MOST_LINES_OF_A_COMMAND = 150
"""A verb parses options and calls three or four functions: above this, something belongs elsewhere."""


def imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_only_the_runner_drives_ansible() -> None:
    modules = {file: {name.split(".")[0] for name in imports(file)} for file in files("cli/**/*.py")}
    assert {file for file, names in modules.items() if "ansible_runner" in names} == {THE_ONE_DOOR}


@pytest.mark.parametrize("command", files("cli/salle/commands/*.py"), ids=lambda file: file.stem)
def test_a_command_is_thin(command: Path) -> None:
    assert len(command.read_text(encoding="utf-8").splitlines()) < MOST_LINES_OF_A_COMMAND


@pytest.mark.parametrize("words", [["--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    program = (
        f"import json, sys; from salle.main import main; code = main({words!r}); "
        "print(json.dumps([code, *sys.modules]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "cli")},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    code, *loaded = json.loads(ended.stdout.splitlines()[-1])
    assert code == 0
    assert "click" in loaded
    assert sorted({name.split(".")[0] for name in loaded} & HEAVY) == []
