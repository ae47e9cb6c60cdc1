# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Chromium does when pages try things; the answers are plain data."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from chromium_session import Chromium
from fake_pages import WATCHER
from salle_check import wait_until

PLAIN_SITE = "plain.example.org"


@dataclass(frozen=True)
class Tried:
    """What came of it.

    Attributes:
        known_again: whether a watcher on two sites knew the visitor of the first on the second.
        cookies: whether that watcher knows a visitor again who comes to its own site (the control).
        encrypted: whether a site is first asked for an encrypted page where its address says http://.
        location: "denied", "allowed" or "prompt".
    """

    known_again: bool
    cookies: bool
    encrypted: bool
    location: str


def try_all(chromium: Chromium) -> Tried:
    """Visit two sites with one watcher, the watcher itself twice, and a site by an http:// address."""
    web, tab = chromium.web, chromium.tab()
    first, second, third, fourth = (uuid.uuid4().hex for _ in range(4))
    chromium.visit(tab, web.page("journal", first))
    chromium.visit(tab, web.page("recettes", second))
    told = wait_until(lambda: web.told.get(second), 5) or {}
    for word in (third, fourth):
        chromium.visit(tab, web.page(WATCHER.removesuffix(".localhost"), f"plain/{word}"))
    numbers = [web.number(word) for word in (first, second, third, fourth)]
    return Tried(
        known_again=numbers[0] is None or numbers[0] == numbers[1],
        cookies=numbers[2] is not None and numbers[2] == numbers[3],
        encrypted=_first_asked_encrypted(chromium, tab),
        location=str(told.get("location")),
    )


def _first_asked_encrypted(chromium: Chromium, tab: str) -> bool:
    chromium.call("Page.navigate", tab, url=f"http://{PLAIN_SITE}/{uuid.uuid4().hex}")
    asked = wait_until(lambda: [one for one in chromium.web.requests if one.site == PLAIN_SITE], 10)
    return bool(asked) and asked[0].encrypted
