# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the lines of Firefox's rules are switched off in turn, and what is written down of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from firefox_lines import Work, lines, table, without

EFFECT, STATE = "browser.cookies", "browser.policies_promised"


def test_a_line_is_a_value_and_a_preference_is_one_line() -> None:
    policies = {"A": True, "Cookies": {"Behavior": "x", "Locked": True}, "Preferences": {"p.q": {"Value": 1}}}
    assert list(lines(policies)) == [
        ("A",),
        ("Cookies", "Behavior"),
        ("Cookies", "Locked"),
        ("Preferences", "p.q"),
    ]


def test_lines_are_taken_away_together() -> None:
    assert without([("A",), ("C", "B"), ("C", "L")]) == {"A": None, "C": {"B": None, "L": None}}


def test_a_group_that_shows_by_its_state_alone_is_not_tried_line_by_line() -> None:
    work = Work()
    work.note((("A",), ("B",)), {STATE})
    assert work.found == {("A",): {STATE}, ("B",): {STATE}}
    assert work.groups.empty()


def test_a_group_with_an_effect_is_halved_until_the_line_is_found() -> None:
    work = Work()
    work.note((("A",), ("B",), ("C",)), {STATE, EFFECT})
    assert work.found == {}
    assert [work.groups.get(), work.groups.get()] == [(("A",),), (("B",), ("C",))]


def test_a_line_that_nothing_sees_stands_out() -> None:
    told = table({("A",): {STATE, EFFECT}, ("B",): {STATE}, ("C",): set()}, [])
    assert "| `A` | `cookies` | yes |" in told
    assert "| `B` | – | yes |" in told
    assert "| `C` | – | **nothing** |" in told


def test_lines_that_stand_in_for_each_other_are_named_together() -> None:
    told = table({("A",): {STATE}, ("B",): {STATE}}, [((("A",), ("B",)), {STATE, EFFECT})])
    assert "Only when all of `A`, `B` are gone: browser.cookies." in told
