# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a Firefox that nobody touches may contact."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from browser_promise import BLOCKER

SECURITY_SITES = {
    "firefox.settings.services.mozilla.com",  # what Firefox must know of bad extensions and certificates
    "firefox-settings-attachments.cdn.mozilla.net",
    "content-signature-2.cdn.mozilla.net",  # by what it knows that those are genuine
    "safebrowsing.googleapis.com",  # lists of sites that cheat; what is visited is not told
    "aus5.mozilla.org",  # repairs of Firefox's own parts
}
OWNERS_SITES = {
    "update.googleapis.com",  # codecs for rented films, which an owner may want
    "push.services.mozilla.com",  # messages of sites that the owner let send some
    "detectportal.firefox.com",  # whether a hotel or train asks to log in first
}
EXTENSIONS = Path("/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}")


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
