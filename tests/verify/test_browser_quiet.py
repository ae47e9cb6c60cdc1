# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox tells nobody what people do: no statistics, no letters as they type, no chatter when left alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import firefox_questions as ask
from browser_promise import BLOCKER
from firefox_room import Firefoxes, must_leak
from salle_check import N_, check, expect, say, wait_until

STATISTICS_SITES = re.compile(r"(^|\.)telemetry\.mozilla\.org$|^normandy\.")
STATISTICS_SETTINGS = [
    "app.normandy.enabled",
    "datareporting.healthreport.uploadEnabled",
    "datareporting.policy.dataSubmissionEnabled",
    "datareporting.usage.uploadEnabled",
    "toolkit.telemetry.unified",
]
SECURITY_SITES = {
    "firefox.settings.services.mozilla.com",  # what Firefox must know of bad extensions and certificates
    "firefox-settings-attachments.cdn.mozilla.net",
    "content-signature-2.cdn.mozilla.net",  # by what it knows that those are genuine
    "safebrowsing.googleapis.com",  # lists of sites that cheat; what is visited is not told
    "aus5.mozilla.org",  # repairs of Firefox's own parts
}
OWNERS_SITES = {
    "update.googleapis.com",  # codecs for rented films, which an owner may want
    "detectportal.firefox.com",  # whether a hotel or train asks to log in first
}
EXTENSIONS = Path("/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}")


@check("browser.statistics", N_("Firefox sends no statistics about its use"))
def test_firefox_sends_no_statistics(room: Firefoxes) -> None:
    contacted = {*room.main.web.contacted, *room.idle.web.contacted}
    sites = {site for site in contacted if STATISTICS_SITES.search(site)}
    found = sorted({*sites, *ask.not_locked_off(room.main, STATISTICS_SETTINGS)})
    good = say(N_("no statistics"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.typing", N_("Firefox sends nothing of what is typed before Enter is pressed"))
def test_what_is_typed_stays_here(room: Firefoxes) -> None:
    must_leak(room.control.told_while_typing)
    found = sorted(room.probes.told_while_typing)
    good = say(N_("nothing is sent"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.idle", N_("Firefox left alone contacts only what it needs for its protection"))
def test_an_idle_firefox_is_quiet(room: Firefoxes, promise: dict[str, Any]) -> None:
    """Every contact is refused, so these are first contacts only: an answer could lead to further ones."""
    wait_until(lambda: room.idle_seconds >= float(promise.get("idle_seconds", 0)), 120)
    seconds = int(room.idle_seconds)
    there, allowed = set(room.idle.web.contacted), allowed_sites(promise["browser"])
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


def allowed_sites(browser: dict[str, Any]) -> set[str]:
    """The sites that an idle Firefox may contact.

    Args:
        browser: the role's public variables, resolved.
    """
    home = urlsplit(str(browser["browser_homepage"])).hostname
    return {
        *SECURITY_SITES,
        *blocker_sites(EXTENSIONS / BLOCKER / "assets" / "assets.json"),
        *(OWNERS_SITES if browser["browser_use"] == "personal" else ()),
        *([home] if home else []),
    }


def blocker_sites(assets: Path) -> set[str]:
    """Where the blocker says that it fetches its lists; none when it is not there."""
    try:
        lists = json.loads(assets.read_text("utf-8")).values()
    except (OSError, ValueError):
        return set()
    addresses = re.findall(r'"(https://[^"]+)"', json.dumps(list(lists)))
    return {host for address in addresses if (host := urlsplit(address).hostname)}
