# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP for the portal, over sockets that systemd holds; the process ends when nobody asks any more.

systemd keeps listening meanwhile, so nobody meets a closed door; see
https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html
"""

from __future__ import annotations

import os
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer

from .content import Content
from .exchange import Request
from .routes import Portal

DATA = Path("/usr/share/salle/portal")
FIRST_SOCKET = 3
"""SD_LISTEN_FDS_START."""
IDLE = 10 * 60
"""Seconds without a request after which the portal ends; with it goes what the tracker noted."""


class Server(ThreadingHTTPServer):
    """Answers on one socket that is listening already."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, portal: Portal) -> None:
        # Not TCPServer's own __init__: it makes a socket first, which the unit does not allow us.
        BaseServer.__init__(self, listening.getsockname()[:2], Handler)
        self.address_family = listening.family
        self.socket = listening
        self.server_port = listening.getsockname()[1]
        self.portal = portal
        self.asked = time.monotonic()
        """When somebody last asked for something, on the clock of this process."""

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hung up is no matter for the journal."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 15

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked = time.monotonic()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.server.server_port)
        answer = self.server.portal.answer(request)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Vary", "Accept-Language")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Answer; our forms say nothing in their body, so none is read."""
        self.close_connection = True
        self.do_GET()

    def version_string(self) -> str:
        """How the server names itself."""
        return "salle-portal"

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: who read what is nobody's business, even in the journal."""


def listening_sockets() -> list[socket.socket]:
    """The sockets that systemd hands over.

    Raises:
        SystemExit: it handed over none.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        raise SystemExit("The portal is started by systemd: systemctl start salle-portal.socket")
    count = int(os.environ.get("LISTEN_FDS", "0"))
    return [socket.socket(fileno=FIRST_SOCKET + number) for number in range(count)]


def serve(sockets: list[socket.socket], portal: Portal, idle: float = IDLE) -> None:
    """Answer on all sockets until nobody has asked for ``idle`` seconds."""
    servers = [Server(one, portal) for one in sockets]
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    while (left := idle - (time.monotonic() - max(one.asked for one in servers))) > 0:
        time.sleep(left)
    for one in servers:
        one.shutdown()


def main() -> int:
    """What systemd starts."""
    serve(listening_sockets(), Portal(Content(DATA)))
    return 0
