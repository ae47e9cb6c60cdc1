# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The aids to see, read and write: what each desktop offers, and what is switched."""

import os
import time
from pathlib import Path

import pytest
import yaml
from role_files import ROLES, load

RECORD = '#!/bin/sh\necho "$(basename "$0") $*" >>"{}"\n'


MODULE = load("desktop/files/aids.py")


def titles() -> dict[str, str]:
    """What each desktop calls itself, by what a site calls it."""
    found = {}
    for name in ("xfce", "mate", "cinnamon", "gnome", "lxqt", "kde"):
        told = yaml.safe_load((ROLES / f"desktop/vars/{name}.yml").read_text("utf-8"))
        found[name] = told["__desktop_current"]
    return found


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with every command that is run, and a computer that has none of the programs."""
    record = tmp_path / "said"
    for name in ("xfconf-query", "gsettings", "xrdb"):
        (tmp_path / name).write_text(RECORD.format(record))
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    monkeypatch.setitem(MODULE.PROGRAMS, "magnifier", "no-such-magnifier")
    monkeypatch.setitem(MODULE.PROGRAMS, "reader", "no-such-reader")
    monkeypatch.setitem(MODULE.PROGRAMS, "keyboard", "no-such-keyboard")
    return record


@pytest.mark.parametrize("desktop", titles())
def test_letters_grow_and_shrink_on_every_desktop(
    desktop: str, said: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", titles()[desktop])
    assert MODULE.main(["text", "on"]) == 0
    grown = said.read_text()
    assert MODULE.main(["text", "off"]) == 0
    assert grown
    assert said.read_text() != grown


def test_only_what_is_there_is_offered(
    said: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    MODULE.main(["list"])
    assert capsys.readouterr().out.split() == ["contrast", "text", "pointer"]
    (said.parent / "no-such-reader").write_text("")
    (said.parent / "no-such-reader").chmod(0o755)
    MODULE.main(["list"])
    assert capsys.readouterr().out.split() == ["contrast", "text", "pointer", "reader"]
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "Elsewhere")
    MODULE.main(["list"])
    assert capsys.readouterr().out.split() == ["reader"]


@pytest.mark.parametrize("words", [["text"], ["text", "maybe"], ["eyes", "on"], ["a", "b", "c"]])
def test_what_it_does_not_know_is_refused(
    words: list[str], said: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    assert MODULE.main(words) == 2
    assert not said.exists()


def test_every_switch_has_its_words_in_both_languages() -> None:
    for words in MODULE.WORDS.values():
        assert set(words) == {*MODULE.NAMES, "title", "note", "close"}
        assert all(words.values())


def test_a_program_is_started_once_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a shell would fork, and be there twice for a moment
    (tmp_path / "essai-loupe").write_text("#!/usr/bin/python3\nimport time\ntime.sleep(60)\n")
    (tmp_path / "essai-loupe").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    program = MODULE.Program("essai-loupe")
    assert not program.is_on()
    program.switch(True)
    try:
        first = wait_for(program)
        program.switch(True)
        assert list(program._running()) == first
        assert first
    finally:
        program.switch(False)
    assert wait_for(program, there=False) == []
    assert not program.is_on()


def wait_for(program: object, there: bool = True) -> list[int]:
    """The processes of a program once there are some, or once there are none; at most 20 seconds."""
    end = time.monotonic() + 20
    while bool(found := list(program._running())) is not there and time.monotonic() < end:  # type: ignore[attr-defined]
        time.sleep(0.01)
    return found
