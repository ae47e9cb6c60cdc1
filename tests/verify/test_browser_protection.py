# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox protects whoever sits there, and shows that it does.

The control, a Firefox that the machine gave nothing, must leak each time: it
contacts the trackers, is recognised on the second site, and so on.
"""

from __future__ import annotations

import json
from typing import Any

import firefox_questions as ask
from browser_promise import BLOCKER
from fake_pages import ORDINARY, TRACKERS
from firefox_probes import Journey
from firefox_room import Firefoxes, must_leak
from firefox_rules import Rules
from firefox_session import Firefox
from salle_check import N_, check, compare, expect, say, wait_until

BLOCKER_SECONDS = 15
"""The blocker reads its lists at the first start of a profile: up to 8 s on two cores."""
COUNTER_SECONDS = 5


@check("browser.blocker", N_("The tracker blocker of Firefox is on, in private windows too"))
def test_the_blocker_is_on_and_stays_on(firefox: Firefox, rules: Rules) -> None:
    shared = rules.value("ExtensionSettings", BLOCKER, "installation_mode") == "force_installed"
    state = ask.extension_state(firefox, BLOCKER)
    locked = say(N_("it is on, in private windows too, and nobody can switch it off"))
    good = locked if shared else say(N_("it is on, in private windows too, and its owner may switch it off"))
    as_promised = state == {"active": True, "private windows": True, "locked": shared}
    expect(as_promised, expected=good, found=good if as_promised else json.dumps(state))


@check("browser.trackers", N_("Firefox blocks known trackers"))
def test_firefox_blocks_known_trackers(room: Firefoxes) -> None:
    """An ordinary site must be contacted all the same: "no network" does not pass."""
    must_leak({*TRACKERS, ORDINARY} <= room.control.journey.contacted)
    found = when_ready(room).contacted & {*TRACKERS, ORDINARY}
    compare(expected=ORDINARY, found=", ".join(sorted(found)))


@check("browser.counter", N_("The tracker blocker shows how much it blocked"))
def test_the_blocker_counts(room: Firefoxes) -> None:
    ready = not when_ready(room).trackers
    room.probes.travel()  # the number is that of the page in view

    def number() -> int:
        shown = ask.badge(room.main, BLOCKER)
        return int(shown) if shown.isdecimal() else 0

    found = wait_until(lambda: number() >= len(TRACKERS) and number(), COUNTER_SECONDS if ready else 0)
    expect(
        found,
        expected=say(N_("at least %(number)s blocked on the page of this check"), number=len(TRACKERS)),
        found=str(found or number()),
    )


@check("browser.own_protection", N_("Firefox's own tracking protection is on, at its strictest"))
def test_firefox_blocks_what_is_on_its_own_list(room: Firefoxes, rules: Rules) -> None:
    """The name on its list is this check's: Mozilla's list would have to be fetched."""
    must_leak(room.control.journey.listed)
    rules.must_hold("strict", "EnableTrackingProtection", "Category")
    level = ask.protection_level(room.main)
    words = {
        True: say(N_("a tracker on its list was contacted (level: %(level)s)"), level=level),
        False: say(N_("a tracker on its list is blocked (level: %(level)s)"), level=level),
    }
    good = say(N_("a tracker on its list is blocked (level: %(level)s)"), level="strict")
    listed = room.probes.journey.listed
    expect(level == "strict" and not listed, expected=good, found=words[listed])


@check("browser.cookies", N_("No third party recognises a visitor of Firefox on the next site"))
def test_nobody_is_recognised_on_the_next_site(room: Firefoxes, rules: Rules) -> None:
    must_leak(len(set(room.control.journey.numbers)) == 1 and room.control.journey.numbers[0])
    rules.must_hold("partition-foreign", "Cookies", "Behavior")
    first, second = room.probes.journey.numbers
    words = {
        True: say(N_("recognised on the second site")),
        False: say(N_("another visitor on each site")),
    }
    known = first is not None and first == second
    expect(not known, expected=words[False], found=words[known])


@check("browser.signal", N_('Firefox tells every site "do not sell or share" (GPC)'))
def test_the_signal_is_sent(room: Firefoxes, rules: Rules) -> None:
    must_leak(not room.control.journey.signal)
    rules.must_hold(True, "Preferences", "privacy.globalprivacycontrol.enabled", "Value")
    sent, good = room.probes.journey.signal, "Sec-GPC: 1"
    expect(sent, expected=good, found=good if sent else say(N_("the signal is not sent")))


@check("browser.https", N_("Firefox asks for an encrypted connection first"))
def test_the_first_contact_is_encrypted(room: Firefoxes, rules: Rules) -> None:
    must_leak(room.control.first_contact == "plain")
    if rules.value("HttpsOnlyMode") != "force_enabled":
        rules.must_hold("enabled", "HttpsOnlyMode")
    compare(expected="encrypted", found=room.probes.first_contact)


@check("browser.ahead", N_("Firefox fetches no pages ahead that nobody asked for"))
def test_nothing_is_fetched_ahead(room: Firefoxes) -> None:
    must_leak(room.control.ahead)
    words = {True: say(N_("a page was fetched ahead")), False: say(N_("nothing is fetched ahead"))}
    when_ready(room)
    found = room.probes.fetched_ahead
    expect(not found, expected=words[False], found=words[found])


@check("browser.protections_page", N_("Firefox's own page about its protections opens in the right language"))
def test_the_protections_page_opens(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted, title = ask.protections_page(firefox, promise["browser"]["browser_locale"])
    compare(expected=wanted, found=title)


def when_ready(room: Firefoxes) -> Journey:
    """What Firefox does once its blocker has had the time to get ready; the last journey when it never is."""

    def blocks() -> bool:
        if room.probes.journey.trackers:
            room.probes.journey = room.probes.travel()
        return not room.probes.journey.trackers

    wait_until(blocks, BLOCKER_SECONDS if ask.works_here(room.main, BLOCKER) else 0)
    return room.probes.journey
