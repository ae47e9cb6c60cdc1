# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the portal of this computer, by its names, over its loopback interface.

The names are not looked up: browsers know by themselves that ``*.localhost`` is this computer, other
programmes need not.
"""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape

PORT = 8470
SITES = ("journal", "meteo", "recettes", "sante")
PAGE_ID = re.compile(r"mesure\.js\?vue=([\w-]+)")


@dataclass(frozen=True)
class Page:
    """What came back; status 0 and the reason when nothing did."""

    status: int
    text: str
    headers: dict[str, str]


def ask(
    site: str, path: str = "/", *, address: str = "127.0.0.1", cookie: str = "", language: str = "en"
) -> Page:
    """Ask for a page.

    Args:
        site: the name before ``.localhost``.
        path: which page.
        address: where to connect to.
        cookie: what a browser would show.
        language: what a browser would prefer.
    """
    path += "&controle=1" if "?" in path else "?controle=1"  # what a check reads is nobody's trail
    connection = http.client.HTTPConnection(address, PORT, timeout=10)
    headers = {"Host": f"{site}.localhost:{PORT}", "Accept-Language": language, "Cookie": cookie}
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        return Page(answer.status, text, {name.lower(): value for name, value in answer.getheaders()})
    except OSError as error:
        return Page(0, str(error), {})
    finally:
        connection.close()


def shown(page: Page) -> str:
    """The text of a page as people read it."""
    return unescape(re.sub(r"<[^>]+>", " ", page.text))


def outside(page: Page) -> list[str]:
    """Addresses on a page that a browser would fetch by itself and that are not this computer's."""
    fetched = re.findall(r'<(?:link|script|img|iframe)\b[^>]*?\b(?:href|src)="([^"]*)"', page.text)
    ours = re.compile(r"(http://[a-z]+\.localhost:\d+)?/(?!/)")
    return [address for address in fetched if not ours.match(address)]
