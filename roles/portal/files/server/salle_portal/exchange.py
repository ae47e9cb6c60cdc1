# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request and its answer, without the network around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from . import language
from .content import PORTAL, SITES, TRACKER

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Request:
    """What a browser asked for.

    Args:
        method: ``GET``, ``HEAD`` or ``POST``.
        target: path and query as they were sent.
        headers: by their names in small letters.
        port: where this server listens.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    port: int

    @property
    def host(self) -> str | None:
        """Which of our sites is meant: ``portail``, ``journal``…; None for any other name.

        A name that is not ours is refused: a page of the web that points its own name at this
        computer (DNS rebinding) learns nothing.
        """
        try:
            name = urlsplit(f"//{self.headers.get('host', '')}").hostname or ""
        except ValueError:
            return None
        if name in LOOPBACK:
            return PORTAL
        first, _, rest = name.partition(".")
        return first if rest == "localhost" and first in (PORTAL, TRACKER, *SITES) else None

    @property
    def language(self) -> str:
        """``fr`` or ``en``."""
        return self._split[0]

    @property
    def path(self) -> str:
        """The path without the language."""
        return self._split[1]

    @property
    def _split(self) -> tuple[str, str]:
        return language.split(self.target.partition("?")[0], self.headers.get("accept-language", ""))

    def asked(self, name: str) -> str:
        """A value of the query; empty when it is not there."""
        return parse_qs(self.target.partition("?")[2], max_num_fields=20).get(name, [""])[0]

    def cookie(self, name: str) -> str:
        """A cookie; empty when it is not there."""
        try:
            found = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return ""
        return found.value if found else ""

    @property
    def comes_from(self) -> str:
        """Which of our sites the browser names as where it comes from; empty when it names none."""
        return urlsplit(self.headers.get("referer", "")).netloc.partition(".localhost")[0]

    def address(self, host: str, path: str = "/") -> str:
        """The whole address of a page of ours."""
        return f"http://{host}.localhost:{self.port}{path}"


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_FOUND = Answer(b"404\n", "text/plain", 404)
MISDIRECTED = Answer(b"421\n", "text/plain", 421)
"""RFC 9110, section 15.5.20."""


def policy(**sources: str) -> str:
    """A Content-Security-Policy that allows our own styles, pictures and what is named."""
    told = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        **{name.replace("_", "-"): source for name, source in sources.items()},
    }
    return "; ".join(f"{name} {source}" for name, source in told.items())
