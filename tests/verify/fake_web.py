# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web that ends on this computer: nothing a browser asks for goes further.

Firefox is told that this server is its proxy.  Every site that it wants to
reach is noted and refused; only the pages below stand here, at names that end
in ``.localhost`` (RFC 6761, section 6.3: always this computer).
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# Blocked as whole sites by the lists inside Debian's package of uBlock Origin.
TRACKERS = ("www.google-analytics.com", "script.hotjar.com", "static.criteo.net", "ad.doubleclick.net")
ORDINARY = "pictures.example.org"

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Journal</title>
<link rel="icon" href="data:,"><p>{word}</p>
<script>document.cookie = "seen={word}; max-age=9999"; localStorage.setItem("seen", "{word}")</script>
{pictures}</html>
"""


class FakeWeb:
    """The server.

    Attributes:
        contacted: every site that the browser wanted to reach, in order.
        served: the last part of the address of every page that was given.
    """

    def __init__(self) -> None:
        self.contacted: list[str] = []
        self.served: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def page(self, name: str, word: str) -> str:
        """The address of a page that carries the trackers, at ``name.localhost``."""
        return f"http://{name}.localhost:{self.port}/{word}"

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        contacted, served = self.contacted, self.served

        class Handler(BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                self._refuse(self.path.rpartition(":")[0])

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.scheme:
                    self._refuse(address.hostname or "")
                else:
                    served.append(address.path.strip("/"))
                    self._answer(page_text(served[-1]))

            def do_POST(self) -> None:
                self.do_GET()

            def _refuse(self, host: str) -> None:
                contacted.append(host)
                self.send_response(502)
                self.send_header("Content-Length", "0")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True

            def _answer(self, text: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: what matters is in ``contacted``."""

        return Handler


def page_text(word: str) -> bytes:
    """A page that asks for a picture of every tracker and of one ordinary site."""
    safe = "".join(sign for sign in word if sign.isalnum())
    pictures = "".join(f'<img alt="" src="http://{host}/{safe}.gif">' for host in (*TRACKERS, ORDINARY))
    return PAGE.format(word=safe, pictures=pictures).encode()
