# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle deploy`` and ``salle plan`` refuse what they cannot do before anything is touched."""

from pathlib import Path

import pytest
from salle.commands.group import VERBS
from salle.exit_codes import Exit
from salle.main import main
from salle.run import runner
from small_site import make_small_site


@pytest.fixture
def inventories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One site, ``essai``, with two machines; any attempt to start Ansible fails the test."""

    def never(*_words: object, **_more: object) -> None:
        raise AssertionError("Ansible was started")

    monkeypatch.setattr(runner, "run", never)
    monkeypatch.setattr("salle.run.execute.run", never)
    return make_small_site(tmp_path / "inventories")


def call(capsys: pytest.CaptureFixture[str], inventories: Path, *words: str) -> tuple[int, str]:
    code = main([words[0], "--lang", "en", "--inventories", str(inventories), *words[1:]])
    return code, "".join(capsys.readouterr())


@pytest.mark.parametrize("verb", ["deploy", "plan"])
def test_an_unknown_machine_is_refused_with_the_known_ones(verb, inventories, capsys) -> None:
    code, said = call(capsys, inventories, verb, "essai", "--limit", "poste-99", *yes(verb))
    assert code == Exit.USAGE
    assert "poste-01, poste-02" in said


@pytest.mark.parametrize("verb", ["deploy", "plan"])
def test_a_selection_of_nobody_is_refused(verb, inventories, capsys) -> None:
    code, _said = call(capsys, inventories, verb, "essai", "--limit", "!all", *yes(verb))
    assert code == Exit.USAGE


@pytest.mark.parametrize("verb", ["deploy", "plan"])
def test_an_unknown_role_is_refused_with_the_known_ones(verb, inventories, capsys) -> None:
    code, said = call(capsys, inventories, verb, "essai", "--tags", "brouser", *yes(verb))
    assert code == Exit.USAGE
    assert "browser" in said


@pytest.mark.parametrize("name", ["../essai", "/etc", "a;b", "-oProxyCommand=x"])
def test_a_site_name_that_is_none_is_refused(name, inventories, capsys) -> None:
    code, _said = call(capsys, inventories, "deploy", "--yes", "--", name)
    assert code == Exit.USAGE


def test_without_a_terminal_and_without_yes_nothing_is_done_and_the_way_out_is_said(
    inventories, capsys, monkeypatch
) -> None:
    code, said = call(capsys, inventories, "deploy", "essai")
    assert code == Exit.USAGE
    assert "2 machines (poste-01, poste-02)" in said
    assert "add --yes" in said
    assert not (inventories.parent / "runs").exists()


def test_the_command_is_printed_when_asked_for(inventories, capsys) -> None:
    _code, said = call(capsys, inventories, "deploy", "essai", "-v")
    assert "ansible-playbook -i" in said


def test_both_verbs_are_known_and_explain_themselves(capsys) -> None:
    for verb in ("deploy", "plan"):
        assert verb in VERBS
        assert main([verb, "--help", "--lang", "en"]) == Exit.OK
        assert "--limit" in capsys.readouterr().out


def yes(verb: str) -> list[str]:
    return ["--yes"] if verb == "deploy" else []
