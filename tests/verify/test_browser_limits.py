# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox lets nobody undo on a shared computer what its place chose; an owner may.

Each thing is tried in the machine's Firefox and in the control.
"""

from __future__ import annotations

from typing import Any

import firefox_questions as ask
from browser_promise import BLOCKER
from firefox_room import Firefoxes, must_leak
from firefox_session import Firefox
from salle_check import N_, check, compare, expect, say

OWNERS = frozenset({"accounts", "imports"})
"""Offers that an owner may want; nobody at a shared computer can use them."""


def owned(promise: dict[str, Any]) -> bool:
    """Whether the computer has one owner, who decides."""
    return bool(promise["browser"]["browser_use"] == "personal")


@check("browser.own_pages", N_("Firefox opens its inner settings (about:config) only to an owner"))
def test_the_inner_settings_open_only_to_an_owner(room: Firefoxes, promise: dict[str, Any]) -> None:
    must_leak(room.control.own_pages == {"about:config", "about:profiles"})
    found = sorted(room.probes.own_pages)
    words = say(N_("they open")) if owned(promise) else say(N_("they do not open"))
    expect(bool(found) is owned(promise), expected=words, found=", ".join(found) or words)


@check("browser.extensions", N_("Only an owner can add extensions to Firefox"))
def test_only_an_owner_adds_extensions(room: Firefoxes, promise: dict[str, Any]) -> None:
    must_leak(room.control.takes_extensions)
    words = {True: say(N_("an added extension runs")), False: say(N_("an added extension does not run"))}
    expect(
        room.probes.takes_extensions is owned(promise),
        expected=words[owned(promise)],
        found=words[room.probes.takes_extensions],
    )


@check("browser.passwords", N_("Firefox stores passwords only on a personal computer"))
def test_firefox_offers_to_store_only_to_an_owner(room: Firefoxes, promise: dict[str, Any]) -> None:
    must_leak(room.control.password_prompt)
    owner = owned(promise)
    found = {**ask.stores(room.main), "offer": room.probes.password_prompt}
    good = say(N_("the owner may store them")) if owner else say(N_("nothing is stored, and nobody is asked"))
    as_promised = set(found.values()) == {owner}
    names = ", ".join(name for name, value in found.items() if value is not owner)
    expect(as_promised, expected=good, found=good if as_promised else names)


@check("browser.permissions", N_("Firefox tells no site where this computer is, and lets none send notices"))
def test_location_and_notifications_are_refused(room: Firefoxes) -> None:
    journey, control = room.probes.journey, room.control.journey
    must_leak((control.location, control.notifications) == ("prompt", "default"))
    compare(expected="denied, denied", found=f"{journey.location}, {journey.notifications}")


@check("browser.windows", N_("Firefox opens no windows that nobody asked for"))
def test_no_window_opens_by_itself(room: Firefoxes) -> None:
    must_leak(room.control.window)
    words = {True: say(N_("a page opened one")), False: say(N_("none opens"))}
    expect(not room.probes.window, expected=words[False], found=words[room.probes.window])


@check("browser.offers", N_("Firefox offers no accounts, AI, VPN or sponsored content"))
def test_firefox_offers_nothing(room: Firefoxes, promise: dict[str, Any]) -> None:
    must_leak({"accounts", "chatbot", "VPN", "sponsored sites"} <= room.control.seen)
    found = sorted(room.probes.seen - (OWNERS if owned(promise) else set()))
    good = say(N_("it offers nothing"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.toolbar", N_("The home button, the bookmarks and the tracker blocker are in view"))
def test_what_people_need_is_in_view(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = ["home", "blocker"] + (["bookmarks"] if promise["browser"]["browser_bookmarks"] else [])
    compare(expected=", ".join(wanted), found=", ".join(ask.in_view(firefox, BLOCKER)))
