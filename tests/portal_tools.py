# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A portal that answers on a free port of this computer, for tests."""

import contextlib
import http.client
import json
import shutil
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLE = Path(__file__).parents[1] / "roles/portal"
sys.path.insert(0, str(ROLE / "files/server"))

from salle_portal.content import Content  # noqa: E402 - travels to the machines, in no package of ours
from salle_portal.routes import Portal  # noqa: E402
from salle_portal.serve import Server  # noqa: E402

NAME = """L'Été "numérique" <b>&{{ 7*7 }} 🐧"""
PLACE = {
    "name": NAME,
    "contact": "<script>alert(1)</script>",
    "address": "1 place du Livre",
    "opening_hours": "10 h – 18 h",
    "url": "https://mediatheque.example.org",
    "search_engine": "Qwant",
    "demonstration": True,
}
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Running:
    """A portal that answers."""

    port: int
    portal: Portal

    def ask(self, site: str, path: str = "/", method: str = "GET", **headers: str) -> Page:
        """Ask for a page of ``site.localhost``; ``accept_language="en"`` is a header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Host": f"{site}.localhost:{self.port}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return Page(answer.status, text, {name.lower(): value for name, value in answer.getheaders()})

    def paths(self) -> list[tuple[str, str]]:
        """Every page there is, in both languages: site and path."""
        ours = ("", "demonstration", "demonstration/carnet", "demonstration/guide")
        found = [("portail", f"/{language}/{path}") for language in LANGUAGES for path in ours]
        for name in ("journal", "meteo", "recettes", "sante"):
            slugs = ["", *(one.slug for one in self.portal.content.site(name, "fr").articles)]
            found += [(name, f"/{language}/{slug}") for language in LANGUAGES for slug in slugs]
        return found


@contextlib.contextmanager
def running(folder: Path, **changes: Any) -> Iterator[Running]:
    """A portal whose place says this, in the given empty folder."""
    shutil.copytree(ROLE / "files/share", folder, dirs_exist_ok=True)
    (folder / "place.json").write_text(json.dumps(PLACE | changes), encoding="utf-8")
    portal = Portal(Content(folder))
    server = Server(socket.create_server(("127.0.0.1", 0)), portal)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield Running(server.server_port, portal)
    server.shutdown()
    server.server_close()
