# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web that ends on this computer: nothing a browser asks for goes further.

A browser is told that this server is its proxy.  Every site that it wants to
reach is noted and refused; only the pages of :mod:`fake_pages` stand here.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from fake_pages import WATCHER, page_text


@dataclass(frozen=True)
class Request:
    """One thing that the browser asked for.

    Attributes:
        site: the name of the site, without port.
        path: what of it; empty where the browser asked for an encrypted connection.
        encrypted: whether it asked for one.
        served: whether the page stands here; everything else was refused.
        headers: as sent, names in lower case.
    """

    site: str
    path: str
    encrypted: bool
    served: bool
    headers: Mapping[str, str]


class FakeWeb:
    """The server.

    Attributes:
        requests: everything that the browser asked for, in order.
        told: what the pages found out, by their word.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.told: dict[str, dict[str, Any]] = {}
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    @property
    def contacted(self) -> list[str]:
        """Every site beyond this computer that the browser wanted to reach, in order."""
        return [request.site for request in tuple(self.requests) if not request.served]

    @property
    def served(self) -> list[str]:
        """The last part of the address of every page that was given."""
        return [request.path.rpartition("/")[2] for request in tuple(self.requests) if request.served]

    def page(self, site: str, path: str) -> str:
        """The address of a page at ``site.localhost``; see :func:`fake_pages.page_text` for the path."""
        return f"http://{site}.localhost:{self.port}/{path}"

    def number(self, word: str) -> str | None:
        """The number that the watcher knows the visitor of that page by; None when it was not reached."""
        seen = [one for one in self.requests if one.site == WATCHER and one.path.endswith(word)]
        return seen[-1].headers["number"] if seen else None

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """The server, with what its answers need."""

    daemon_threads = True

    def __init__(self, web: FakeWeb) -> None:
        self.web = web
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_CONNECT(self) -> None:
        self._refuse(self.path.rpartition(":")[0], "", encrypted=True)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.scheme:
            self._refuse(address.hostname or "", address.path, encrypted=False)
            return
        web, body, headers = self.server.web, self._body(), self._headers()
        site = headers.get("host", "").rpartition(":")[0]
        if site == WATCHER:
            headers["number"] = headers.get("cookie", "").partition("=")[2] or uuid.uuid4().hex
        if address.path.startswith("/told/"):
            with suppress(ValueError):
                web.told[address.path.rpartition("/")[2]] = json.loads(body)
        else:
            web.requests.append(Request(site, address.path, False, True, headers))
        self._answer(page_text(address.path, web.port), headers.get("number"))

    do_POST = do_GET  # noqa: N815 - the name that http.server asks for

    def _headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _refuse(self, site: str, path: str, *, encrypted: bool) -> None:
        self.server.web.requests.append(Request(site, path, encrypted, False, self._headers()))
        self.send_response(502)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def _answer(self, text: bytes, number: str | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        if number:
            self.send_header("Set-Cookie", f"number={number}; SameSite=None; Secure; Max-Age=9999")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what matters is in ``requests``."""
