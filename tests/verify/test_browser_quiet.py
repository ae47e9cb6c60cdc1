# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox tells nobody what people do: no statistics, no letters as they type, no chatter when left alone."""

from __future__ import annotations

import re
from typing import Any

import firefox_questions as ask
from firefox_contacts import allowed_sites
from firefox_room import Firefoxes, must_leak
from firefox_rules import Rules
from salle_check import N_, check, expect, say

STATISTICS_SITES = re.compile(r"(^|\.)telemetry\.mozilla\.org$|^normandy\.")
STATISTICS_SETTINGS = [
    "app.normandy.enabled",
    "datareporting.healthreport.uploadEnabled",
    "datareporting.policy.dataSubmissionEnabled",
    "datareporting.usage.uploadEnabled",
    "toolkit.telemetry.unified",
]


@check("browser.statistics", N_("Firefox sends no statistics about its use"))
def test_firefox_sends_no_statistics(room: Firefoxes, rules: Rules) -> None:
    rules.must_hold(True, "DisableTelemetry")
    contacted = {*room.main.web.contacted, *room.idle.web.contacted}
    sites = {site for site in contacted if STATISTICS_SITES.search(site)}
    found = sorted({*sites, *ask.not_locked_off(room.main, STATISTICS_SETTINGS)})
    good = say(N_("no statistics"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.typing", N_("Firefox sends nothing of what is typed before Enter is pressed"))
def test_what_is_typed_stays_here(room: Firefoxes, rules: Rules) -> None:
    rules.must_hold(False, "SearchSuggestEnabled")
    must_leak(room.control.told_while_typing)
    found = sorted(room.probes.told_while_typing)
    good = say(N_("nothing is sent"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.idle", N_("Firefox left alone contacts only what it needs for its protection"))
def test_an_idle_firefox_is_quiet(room: Firefoxes, promise: dict[str, Any]) -> None:
    """Every contact is refused, so these are first contacts only: an answer could lead to further ones."""
    there, seconds = room.watch_idle(float(promise.get("idle_seconds", 0)))
    allowed = allowed_sites(promise["browser"])
    must_leak(set(room.control.firefox.web.contacted) - allowed)
    expect(
        not there - allowed,
        expected=say(N_("only lists of what is dangerous, of trackers, and the home page")),
        found=say(
            N_("%(sites)s (watched for %(seconds)s s; every contact was refused)"),
            sites=", ".join(sorted(there - allowed or there)) or "-",
            seconds=seconds,
        ),
    )
