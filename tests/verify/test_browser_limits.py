# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox lets nobody undo on a shared computer what its place chose; an owner may.

Each thing is tried in the machine's Firefox and in the control.
"""

from __future__ import annotations

from typing import Any

import firefox_questions as ask
from browser_promise import BLOCKER
from firefox_extensions import hold_extensions
from firefox_room import Firefoxes, must_leak
from firefox_rules import Rules
from firefox_session import Firefox
from salle_check import N_, check, compare, expect, say

PAGES = {"about:config": "BlockAboutConfig", "about:profiles": "BlockAboutProfiles"}


@check("browser.own_pages", N_("Firefox opens its inner settings (about:config) only to an owner"))
def test_the_inner_settings_open_only_to_an_owner(room: Firefoxes, rules: Rules) -> None:
    must_leak(room.control.own_pages == set(PAGES))
    wanted = {page for page, policy in PAGES.items() if rules.value(policy) is not True}
    shut = say(N_("none opens"))
    expect(
        room.probes.own_pages == wanted,
        expected=", ".join(sorted(wanted)) or shut,
        found=", ".join(sorted(room.probes.own_pages)) or shut,
    )


@check("browser.extensions", N_("The extensions that this place added to Firefox run"))
def test_the_added_extensions_run(firefox: Firefox, promise: dict[str, Any]) -> None:
    hold_extensions(firefox, promise["browser"])


@check("browser.adding", N_("Only an owner can add extensions to Firefox"))
def test_only_an_owner_adds_extensions(room: Firefoxes, rules: Rules) -> None:
    must_leak(room.control.takes_extensions)
    words = {True: say(N_("an added extension runs")), False: say(N_("an added extension does not run"))}
    wanted, found = rules.extensions_may_be_added, room.probes.takes_extensions
    expect(found is wanted, expected=words[wanted], found=words[found])


@check("browser.passwords", N_("Firefox stores passwords only on a personal computer"))
def test_firefox_offers_to_store_only_to_an_owner(room: Firefoxes, rules: Rules) -> None:
    must_leak(room.control.password_prompt)
    kept = rules.value("PasswordManagerEnabled") is not False
    forms = rules.value("DisableFormHistory") is not True
    wanted = {"passwords": kept, "offer": kept, "forms": forms}
    found = {**ask.stores(room.main), "offer": room.probes.password_prompt}
    good = say(N_("the owner may store them")) if kept else say(N_("nothing is stored, and nobody is asked"))
    wrong = ", ".join(sorted(name for name in wanted if found[name] is not wanted[name]))
    expect(not wrong, expected=good, found=wrong or good)


@check("browser.permissions", N_("Firefox tells no site where this computer is, and lets none send notices"))
def test_location_and_notifications_are_refused(room: Firefoxes, rules: Rules) -> None:
    control = room.control.journey
    must_leak((control.location, control.notifications) == ("prompt", "default"))
    for name in ("Location", "Notifications"):
        rules.must_hold(True, "Permissions", name, "BlockNewRequests")
    journey = room.probes.journey
    compare(expected="denied, denied", found=f"{journey.location}, {journey.notifications}")


@check("browser.windows", N_("Firefox opens no windows that nobody asked for"))
def test_no_window_opens_by_itself(room: Firefoxes, rules: Rules) -> None:
    must_leak(room.control.window)
    rules.must_hold(True, "PopupBlocking", "Default")
    words = {True: say(N_("a page opened one")), False: say(N_("none opens"))}
    expect(not room.probes.window, expected=words[False], found=words[room.probes.window])


@check("browser.offers", N_("Firefox offers no accounts, AI, VPN or sponsored content"))
def test_firefox_offers_nothing(room: Firefoxes, rules: Rules) -> None:
    """An owner may want accounts and imports; the place may want more."""
    must_leak({"accounts", "chatbot", "VPN", "sponsored sites"} <= room.control.seen)
    found = sorted(room.probes.seen - rules.offers)
    good = say(N_("it offers nothing"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.toolbar", N_("The home button, the bookmarks and the tracker blocker are in view"))
def test_what_people_need_is_in_view(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = ["home", "blocker"] + (["bookmarks"] if promise["browser"]["browser_bookmarks"] else [])
    compare(expected=", ".join(wanted), found=", ".join(ask.in_view(firefox, BLOCKER)))
