# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the public session is warned and ended because nobody is there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from role_files import load

MODULE = load("accounts/files/idle-logout.py")


@pytest.mark.parametrize(
    ("still", "left", "pause"),
    [
        (0, None, 60),
        (590, None, 10),
        (599.5, None, 1),
        (600, 30, 1),
        (629.6, 0, 1),
        (10_000, 0, 1),
    ],
)
def test_it_warns_after_the_minutes_and_ends_after_the_seconds(
    still: float, left: int | None, pause: float
) -> None:
    watch = MODULE.Watch(10, 30)
    assert watch.look(still) == pause
    assert watch.left == left


def test_a_touch_takes_the_warning_away() -> None:
    watch = MODULE.Watch(10, 30)
    watch.look(620)
    watch.look(0.2)
    assert watch.left is None


@given(st.lists(st.floats(0, 5000), max_size=30), st.integers(1, 60), st.integers(0, 600))
def test_nobody_who_touched_something_within_the_minutes_is_sent_away(
    looks: list[float], minutes: int, seconds: int
) -> None:
    watch = MODULE.Watch(minutes, seconds)
    for still in looks:
        pause = watch.look(still)
        assert 1 <= pause <= 60
        if still < minutes * 60:
            assert watch.left is None
        else:
            assert (watch.left == 0) == (still >= minutes * 60 + seconds - 0.5)


@pytest.mark.parametrize(
    ("kind", "program", "prints"),
    [("x11", "xprintidle", "61500"), ("wayland", "gdbus", "(uint64 61500,)")],
)
def test_each_kind_of_session_is_asked_by_its_own_clock(
    kind: str, program: str, prints: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / program).write_text(f"#!/bin/sh\necho '{prints}'\n")
    (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setenv("XDG_SESSION_TYPE", kind)
    assert MODULE.idle() == 61.5


@pytest.mark.parametrize("program", ["false", "/not/there"])
def test_where_nobody_can_tell_nobody_is_sent_away_and_it_is_asked_again(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULE, "MUTTER", (program,))
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    watch = MODULE.Watch(10, 30)
    assert watch.look(MODULE.idle()) == 60
    assert watch.left is None


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "", "LC_MESSAGES": "fr_CA.UTF-8"}, "fr"),
        ({}, "en"),
    ],
)
def test_it_speaks_the_language_of_the_session(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert MODULE.words() == MODULE.WORDS[language]
