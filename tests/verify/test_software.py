# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each promised application is in the menu, opens its window, and speaks French.

All are started once, several at a time, each on a display of its own; the checks look at what was seen.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from french import French
from menu import DESKTOPS, find_entry
from new_user import NewUser
from salle_check import (
    N_,
    System,
    Text,
    cannot,
    check,
    expect,
    on_system,
    promised_applications,
    promised_language,
    say,
)
from started import Patience, Started, start

SYSTEM = System()
MINE = [one for one in promised_applications() if one.get("role", "software") == "software"]
STARTED = [one for one in MINE if "no_start" not in one]
LANGUAGE = promised_language()


FRENCH = [one for one in STARTED if "none" not in (on_system(one, "french", SYSTEM) or {})]


def launchers(application: dict[str, Any]) -> list[str]:
    """Its menu entries, those that the role makes included."""
    made = [f"salle-{application['id']}.desktop"] if {"web", "command"} & application.keys() else []
    return [*on_system(application, "launcher", SYSTEM), *made]


def command(application: dict[str, Any], user: NewUser) -> list[str]:
    """What starts it: the catalogue's own words, or those of its main menu entry."""
    if "start" in application:
        return list(application["start"])
    entry = find_entry(launchers(application)[0], user.env)
    return entry.command() if entry else []


def where_french_shows(application: dict[str, Any]) -> French:
    """The catalogue's field ``french``; of another language, what is known without it."""
    if LANGUAGE != "fr":
        return French(language=LANGUAGE)
    field = on_system(application, "french", SYSTEM) or {}
    return French(tuple(field.get("title", ())), tuple(field.get("reads", ())), "none" in field)


def for_each(applications: list[dict[str, Any]]) -> pytest.MarkDecorator:
    """One check per application; its name fills the title, its id the check's id."""
    values = [(one["id"], one["name"]) for one in applications]
    return pytest.mark.parametrize(("application", "name"), values, ids=[one["id"] for one in applications])


def by_id(application: str) -> dict[str, Any]:
    """The promised application of that id."""
    return next(one for one in MINE if one["id"] == application)


def at_once() -> int:
    """Programs started at the same time: one per processor, and 1 GB of memory for each."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(os.cpu_count() or 1, memory // 10**9))


@pytest.fixture(scope="module")
def seen(new_user: NewUser) -> dict[str, Started]:
    """What was seen of each application when a new user started it."""
    for program, package in (
        ("Xvfb", "xvfb"),
        ("xwininfo", "x11-utils"),
        ("dbus-run-session", "dbus-daemon"),
    ):
        if not shutil.which(program):
            cannot(
                say(
                    N_("this computer has no %(program)s (package %(package)s)"),
                    program=program,
                    package=package,
                )
            )

    def one(application: dict[str, Any]) -> Started:
        words = command(application, new_user)
        found = bool(words) and shutil.which(words[0], path=new_user.env["PATH"])
        if not found:
            return Started(ended=True)
        return start(new_user, words, where_french_shows(application), patience)

    patience = Patience()
    with ThreadPoolExecutor(at_once()) as pool:
        return dict(zip((one["id"] for one in STARTED), pool.map(one, STARTED), strict=True))


def what_was_seen(started: Started) -> Text:
    """The windows, or why there is none."""
    if started.shown:
        return " · ".join(started.titles)
    if started.ended:
        return say(N_("it ended before a window showed: %(output)s"), output=started.output or "—")
    return say(
        N_("no window after %(seconds)s s: %(output)s"), seconds=round(started.seconds), output=started.output
    )


if MINE:

    @check("software.%(application)s.menu", N_("%(name)s is in the menu"))
    @for_each(MINE)
    def test_it_is_in_the_menu_of_a_new_user(
        application: str, name: str, promise: dict[str, Any], new_user: NewUser
    ) -> None:
        desktop = DESKTOPS[promise.get("desktop", {}).get("desktop_environment", "xfce")]
        names = launchers(by_id(application))
        for launcher in names:
            entry = find_entry(launcher, new_user.env)
            missing = say(N_("there is no menu entry %(launcher)s"), launcher=launcher)
            found = entry.hidden_because(desktop, new_user.env["PATH"]) if entry else missing
            expect(not found, expected=", ".join(names), found=found or ", ".join(names))


if STARTED:

    @check("software.%(application)s.starts", N_("%(name)s opens its window"))
    @for_each(STARTED)
    def test_its_window_opens_for_a_new_user(application: str, name: str, seen: dict[str, Started]) -> None:
        started = seen[application]
        expect(
            started.shown, expected=say(N_("a window of %(name)s"), name=name), found=what_was_seen(started)
        )


if STARTED and LANGUAGE != "fr":

    @check("software.%(application)s.language", N_("%(name)s speaks the language of this place"))
    @for_each(STARTED)
    def test_it_speaks_the_language_of_the_place(
        application: str, name: str, seen: dict[str, Started]
    ) -> None:
        found = seen[application].french
        if not found:  # few are translated into every language, and some do not keep their texts open
            cannot(say(N_("no text in this language (%(language)s) was seen in use"), language=LANGUAGE))
        expect(found, expected=say(N_("texts of %(name)s in use"), name=name), found=found)


if FRENCH and LANGUAGE == "fr":

    @check("software.%(application)s.french", N_("%(name)s speaks French"))
    @for_each(FRENCH)
    def test_it_speaks_french_to_a_new_user(application: str, name: str, seen: dict[str, Started]) -> None:
        started = seen[application]
        nothing = say(N_("no French text was in use; windows: %(titles)s"), titles=" · ".join(started.titles))
        expect(
            started.french,
            expected=say(N_("French texts of %(name)s in use, or a French title"), name=name),
            found=started.french or nothing,
        )


@check("software.opens", N_("Each kind of file opens in the application that was chosen for it"))
def test_files_open_in_the_chosen_application(promise: dict[str, Any], new_user: NewUser) -> None:
    if not shutil.which("gio"):
        cannot(
            say(
                N_("this computer has no %(program)s (package %(package)s)"),
                program="gio",
                package="libglib2.0-bin",
            )
        )
    expected: dict[str, str] = {}
    for application in promised_applications():
        for launcher, types in (on_system(application, "opens", SYSTEM) or {}).items():
            expected.update({type_: launcher for type_ in types if type_ not in expected})
    desktop = DESKTOPS[promise.get("desktop", {}).get("desktop_environment", "xfce")]
    environment = {"XDG_CURRENT_DESKTOP": desktop, "LC_ALL": "C"}
    wrong = []
    for type_, launcher in expected.items():
        lines = new_user.run(["gio", "mime", type_], env=environment).stdout.splitlines() or [""]
        found = lines[0].split(" ")[-1]
        if found != launcher:
            wrong.append(f"{type_}: {found or '—'} ({launcher})")
    expect(
        not wrong,
        expected=say(N_("%(count)s kinds of files as chosen"), count=len(expected)),
        found="; ".join(wrong) or say(N_("%(count)s kinds of files as chosen"), count=len(expected)),
    )
