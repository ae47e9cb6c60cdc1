# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which page answers which request."""

from __future__ import annotations

from .content import PORTAL, SITES, TRACKER, Content
from .demonstration import guide_page, start_page
from .exchange import MISDIRECTED, NOT_FOUND, Answer, Request
from .home import home_page
from .notebook_pages import backstage, notebook_page, state
from .sites import site_page
from .tracker import Notebook
from .tracker_pages import tracker_page

KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Portal:
    """All sites of this computer, by the name that a browser asks for.

    Args:
        content: what they say.
        notebook: what the tracker remembers.
    """

    def __init__(self, content: Content, notebook: Notebook | None = None) -> None:
        self.content = content
        self.notebook = notebook or Notebook()

    def answer(self, request: Request) -> Answer:
        """What is sent back."""
        host = request.host
        shown = bool(self.content.place.get("demonstration", True))
        if host is None:
            return MISDIRECTED
        if request.path.startswith(("/style/", "/script/")):
            return self._file(request.path)
        if host == PORTAL:
            return self._portal(request, shown)
        if not shown or request.method == "POST":
            return NOT_FOUND
        if host == TRACKER:
            return tracker_page(request, self.content, self.notebook)
        assert host in SITES
        if request.path == "/coulisses":
            return backstage(request, self.content, self.notebook)
        return site_page(request, host, self.content, self.notebook)

    def _portal(self, request: Request, demonstration: bool) -> Answer:
        if request.method == "POST":
            return self._begin_again(request) if demonstration else NOT_FOUND
        if request.path == "/":
            return home_page(request, self.content)
        if not demonstration:
            return NOT_FOUND
        match request.path.rstrip("/"):
            case "/demonstration":
                return start_page(request, self.content)
            case "/demonstration/guide":
                return guide_page(request, self.content)
            case "/demonstration/carnet":
                return notebook_page(request, self.content, self.notebook)
            case "/demonstration/carnet/etat":
                return Answer(state(request, self.content, self.notebook).encode())
        return NOT_FOUND

    def _begin_again(self, request: Request) -> Answer:
        """Empty the notebook; only for a form of the notebook itself."""
        if request.path != "/demonstration/recommencer":
            return NOT_FOUND
        if request.headers.get("origin") != request.address(PORTAL).rstrip("/"):
            return Answer(b"403\n", "text/plain", 403)
        self.notebook.clear()
        back = f"/{request.language}/demonstration/carnet"
        return Answer(status=303, headers={"Location": back})

    def _file(self, path: str) -> Answer:
        _, kind, name = path.split("/", 2)
        ending = name[name.rfind(".") :]
        data = self.content.file(kind, name) if ending in KINDS else None
        return Answer(data, KINDS[ending]) if data is not None else NOT_FOUND
