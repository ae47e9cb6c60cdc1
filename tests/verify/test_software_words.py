# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each promised application is found in the menu by the words that people know: Word finds Writer."""

from __future__ import annotations

from typing import Any

import pytest
from menu import DESKTOPS, find_entry
from menu_search import can_search, search
from new_user import NewUser
from salle_check import N_, cannot, check, expect, on_system, promised_applications, say
from test_software import SYSTEM, launchers

WORDED = [one for one in promised_applications() if on_system(one, "launcher", SYSTEM) or "web" in one]
MAIN = "AudioVideo Audio Video Development Education Game Graphics Network Office Science Settings "
CATEGORIES = frozenset((MAIN + "System Utility").split())
"""Main categories (Desktop Menu Specification, "Registered Categories"): without one it lands under Other."""


def words_of(application: dict[str, Any]) -> dict[str, list[str]]:
    """Menu entry -> the words that find it."""
    there = launchers(application)
    all_words = [*application["replaces"], *application["keywords"]]
    words: dict[str, list[str]] = application.get("words") or {there[0]: all_words}
    return {launcher: words[launcher] for launcher in words if launcher in there}


@pytest.fixture(scope="module")
def found(new_user: NewUser, promise: dict[str, Any]) -> dict[str, list[str]]:
    """Word -> what a new person finds by it, for all words at once."""
    if not can_search():
        cannot(say(N_("this computer has no desktop that could search in a menu")))
    desktop = DESKTOPS[promise.get("desktop", {}).get("desktop_environment", "xfce")]
    words = [word for one in WORDED for list_ in words_of(one).values() for word in list_]
    return search(new_user, words, {"XDG_CURRENT_DESKTOP": desktop})


if WORDED:

    @check(
        "software.%(application)s.words", N_("%(name)s is found in the menu by the words that people know")
    )
    @pytest.mark.parametrize(
        ("application", "name"),
        [(one["id"], one["name"]) for one in WORDED],
        ids=[one["id"] for one in WORDED],
    )
    def test_the_menu_finds_it_by_what_people_know(
        application: str, name: str, found: dict[str, list[str]], new_user: NewUser
    ) -> None:
        one = next(one for one in WORDED if one["id"] == application)
        words = words_of(one)
        missed = [
            f"{word} ({launcher})"
            for launcher in words
            for word in words[launcher]
            if launcher not in found.get(word, ())
        ]
        told = ", ".join(dict.fromkeys(word for list_ in words.values() for word in list_))
        expect(
            not missed,
            expected=told,
            found=say(N_("not found by: %(words)s"), words=", ".join(missed)) if missed else told,
        )

    @check("software.categories", N_("Each application stands in a part of the menu that people know"))
    def test_each_application_has_a_place_in_the_menu(new_user: NewUser) -> None:
        entries = {name: find_entry(name, new_user.env) for one in WORDED for name in launchers(one)}
        lost = [
            name
            for name, entry in entries.items()
            if entry and not CATEGORIES & set(entry.keys.get("Categories", "").split(";"))
        ]
        good = say(N_("%(count)s menu entries have their place"), count=len(entries))
        expect(not lost, expected=good, found=", ".join(lost) or good)
