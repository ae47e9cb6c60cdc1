# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundle as a program of its own: with Python alone, it gives the same verdicts and draws the page."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from salle import paths
from salle.verify import bundle as bundle_module
from salle.verify.bundle import build_bundle

CHECKS = """
import os
from salle_check import N_, check, compare

os.geteuid = lambda: 1000  # whoever checks has no rights

@check("sample.word", N_("The word is one"))
def test_word(promise):
    compare(expected="1", found=promise["sample"]["one"])

@check("sample.secret", N_("Only root sees this"), root=True)
def test_secret():
    compare(expected=0, found=os.geteuid())
"""
PROMISE = {
    "machine": {"name": "poste-01", "label": "Poste 1", "seat": "A1", "groups": []},
    "site": "essai",
    "title": "L'Été <b>numérique</b>",
    "sample": {"one": "1"},
}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle with the sample checks above, as it lies on a machine."""
    checks = tmp_path / "checks"
    checks.mkdir()
    for name in ("salle_check.py", "conftest.py", "new_user.py"):
        shutil.copy(paths.checks() / name, checks / name)
    (checks / "test_sample.py").write_text(CHECKS, "utf-8")
    monkeypatch.setattr(bundle_module.paths, "checks", lambda: checks)
    build_bundle.cache_clear()
    program = tmp_path / "verifier-ce-poste"
    program.write_bytes(build_bundle())
    build_bundle.cache_clear()
    return program


def run(program: Path, promise: object, *words: str) -> subprocess.CompletedProcess[str]:
    """Run it with Python alone (-S: nothing that is installed), in a home of its own."""
    home = program.parent / "home"
    home.mkdir(exist_ok=True)
    file = program.parent / "promise.json"
    if promise is not None:
        file.write_text(json.dumps(promise), "utf-8")
    there = [sys.executable, "-I", "-S", str(program), "--promesse", str(file), *words]
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "en_GB.UTF-8"}
    return subprocess.run(there, env=env, capture_output=True, text=True, timeout=120)


def verdicts(said: subprocess.CompletedProcess[str]) -> dict[str, str]:
    (machine,) = json.loads(said.stdout)["machines"]
    return {one["check"]: one["verdict"] for one in machine["checks"]}


def test_it_says_what_holds_with_python_alone(program: Path) -> None:
    said = run(program, PROMISE, "--json")
    assert (said.returncode, verdicts(said)["sample.word"]) == (0, "green")


def test_what_does_not_hold_is_red_and_its_exit_code_says_so(program: Path) -> None:
    said = run(program, {**PROMISE, "sample": {"one": "2"}}, "--json")
    assert (said.returncode, verdicts(said)["sample.word"]) == (1, "red")


def test_the_page_is_kept_with_the_digests_of_tool_and_promise(program: Path) -> None:
    said = run(program, PROMISE, "--texte")
    (page,) = (program.parent / "home").glob("verification-poste-01-*.html")
    assert page.as_uri() in said.stdout
    text = page.read_text("utf-8")
    assert "L&#39;Été &lt;b&gt;numérique&lt;/b&gt;" in text
    for file in (program, program.parent / "promise.json"):
        assert hashlib.sha256(file.read_bytes()).hexdigest() in text


def test_what_needs_rights_is_told_apart_without_them(program: Path) -> None:
    said = run(program, PROMISE, "--json")
    assert verdicts(said) == {"sample.word": "green", "sample.secret": "orange"}
    (machine,) = json.loads(said.stdout)["machines"]
    assert machine["sentence"].startswith("Nothing is wrong that was checked: 1 check.")
    assert "administrator's password" in machine["sentence"]


def test_a_computer_that_was_promised_nothing_says_so(program: Path) -> None:
    said = run(program, None, "--json")
    assert said.returncode == 1
    assert "was not set up by salle" in said.stderr
    assert "Traceback" not in said.stderr
