# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proprietary programs are out of sight, and still there for whoever knows their command."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from discreet_promise import (
    REASONS,
    alternatives_of,
    hidden_programs,
    laid_files,
    launchers_in_panels,
    session_environments,
    types_of,
    visible_proprietary,
)
from menu import DESKTOPS, find_entry
from new_user import NewUser
from salle_check import N_, Text, cannot, check, expect, load_promise, say

PRESENT = load_promise().get("discreet", {}).get("discreet_state") == "present"
HIDDEN = hidden_programs() if PRESENT else {}


def for_each(test: Any) -> Any:
    """One check per program that the deployment hid; its name fills the title."""
    values = [(key, one["name"]) for key, one in HIDDEN.items()]
    return pytest.mark.parametrize(("program", "name"), values, ids=list(HIDDEN))(test)


def desktop_of(promise: dict[str, Any]) -> str:
    """What the promised desktop calls itself."""
    return DESKTOPS[promise.get("desktop", {}).get("desktop_environment", "xfce")]


def told_of(one: dict[str, Any]) -> Text:
    """Why a program is hidden, and how to start it all the same."""
    return say(REASONS[one["kind"]], fact=one["fact"], command=one["command"])


if HIDDEN:

    @check("discreet.%(program)s.hidden", N_("%(name)s, which is proprietary, is in no menu"))
    @for_each
    def test_it_is_in_no_menu(program: str, name: str, promise: dict[str, Any], new_user: NewUser) -> None:
        one, desktop = HIDDEN[program], desktop_of(promise)
        shown = []
        for environment in session_environments(new_user):
            for launcher in one["launchers"]:
                entry = find_entry(launcher, environment)
                if entry and not entry.hidden_because(desktop, new_user.env["PATH"]):
                    shown.append(str(entry.file))
        expect(
            not shown,
            expected=say(N_("%(name)s is in no menu"), name=name),
            found=say(N_("%(files)s shows it"), files=", ".join(sorted(set(shown))))
            if shown
            else told_of(one),
        )

    @check("discreet.%(program)s.kept", N_("%(name)s is still installed"), remedy="")
    @for_each
    def test_it_can_still_be_started(program: str, name: str, new_user: NewUser) -> None:
        words = HIDDEN[program]["command"].split()
        found = shutil.which(words[0], path=f"{new_user.env['PATH']}:/snap/bin") if words else None
        nothing = say(N_("there is no program %(program)s"), program=words[0] if words else name)
        expect(
            found, expected=HIDDEN[program]["command"], found=HIDDEN[program]["command"] if found else nothing
        )


if PRESENT:

    @check("discreet.menu", N_("The menu offers no proprietary program"))
    def test_the_menu_of_a_new_person_offers_none(promise: dict[str, Any], new_user: NewUser) -> None:
        shown = visible_proprietary(new_user, desktop_of(promise), promise)
        expect(
            not shown,
            expected=say(N_("no proprietary program in the menu")),
            found="; ".join(shown) or say(N_("no proprietary program in the menu")),
        )

    @check("discreet.opens", N_("No proprietary program opens a file or a link by itself"))
    def test_nothing_opens_by_default_with_one(promise: dict[str, Any], new_user: NewUser) -> None:
        if not shutil.which("gio"):
            missing = N_("this computer has no %(program)s (package %(package)s)")
            cannot(say(missing, program="gio", package="libglib2.0-bin"))
        wrong = alternatives_of(HIDDEN.values())
        launchers = {launcher for one in HIDDEN.values() for launcher in one["launchers"]}
        desktop = {"XDG_CURRENT_DESKTOP": desktop_of(promise), "LC_ALL": "C"}
        for environment in session_environments(new_user):
            for type_ in types_of(launchers):
                answer = new_user.run(["gio", "mime", type_], env={**environment, **desktop}).stdout
                wrong += [f"{type_}: {one}" for one in sorted(launchers) if one in answer.split()]
        expect(
            not wrong,
            expected=say(N_("none opens anything by itself")),
            found="; ".join(dict.fromkeys(wrong)) or say(N_("none opens anything by itself")),
        )

    @check("discreet.panel", N_("Panel and desktop of a new person start no proprietary program"))
    def test_the_panel_and_desktop_of_a_new_person_hold_none(new_user: NewUser) -> None:
        named = launchers_in_panels(new_user, HIDDEN.values())
        expect(
            not named,
            expected=say(N_("no button and no icon of a proprietary program")),
            found="; ".join(named) or say(N_("no button and no icon of a proprietary program")),
        )

else:

    @check("discreet.shown", N_("Nothing is hidden from the menu"))
    def test_nothing_of_ours_hides_anything() -> None:
        left = laid_files()
        expect(
            not left,
            expected=say(N_("no file of salle hides a program")),
            found=", ".join(left) or say(N_("no file of salle hides a program")),
        )
