# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracker's memory: nothing but memory, and not for long.

Two things are noted, and they must not be mixed up.  The four sites note each
page they give out: that is the truth.  The tracker notes only what browsers
tell it.  The difference between both is what the demonstration shows.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

FORGOTTEN_AFTER = 30 * 60
"""Seconds after which a page and whoever read it are forgotten: the next visitor finds an empty notebook."""
MOST_VIEWS = 300


@dataclass
class View:
    """A page that one of the four sites gave out."""

    id: str
    site: str
    slug: str
    """The article; empty for the site's front page."""
    moment: float
    """Seconds since 1970."""
    hidden: bool = False
    """Opened by a check of this computer: works like any other, and is shown to nobody."""
    number: int | None = None
    """Under which number the tracker heard of it; None: it never did."""


@dataclass
class Visitor:
    """Somebody, as far as the tracker can tell: whoever shows the same cookie."""

    number: int
    cookie: str
    screen: str = ""
    """Width and height in pixels, as the tracker's script read them."""
    program: str = ""
    """The header ``User-Agent``."""
    views: list[View] = field(default_factory=list)

    @property
    def sites(self) -> list[str]:
        """Where it was seen, each site once, in order."""
        return list(dict.fromkeys(view.site for view in self.views))


class Notebook:
    """What the sites gave out and what the tracker heard of it.

    Args:
        clock: tells the time, seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._views: dict[str, View] = {}
        self._visitors: dict[str, Visitor] = {}
        self.changes = 0
        """Grows with every change: who shows the notebook need not draw it again for nothing."""

    def give_out(self, site: str, slug: str, *, hidden: bool = False) -> View:
        """A site gives out a page."""
        view = View(secrets.token_urlsafe(9), site, slug, self._clock(), hidden)
        with self._lock:
            self._forget()
            self._views[view.id] = view
            self.changes += 1
        return view

    def hear(
        self, view_id: str, site: str, cookie: str, *, screen: str = "", program: str = ""
    ) -> str | None:
        """A browser tells the tracker that it shows a page.

        Args:
            view_id: which page.
            site: the site that the browser names as where it comes from; empty when it does not say.
            cookie: the tracker's cookie that came along; empty when none did.
            screen: the size of the screen.
            program: how the browser names itself.

        Returns:
            The cookie to give to the browser; None when nobody gave out such a page there.
        """
        with self._lock:
            view = self._views.get(view_id)
            if view is None or (site and site != view.site):
                return None
            visitor = self._visitors.get(cookie) or self._somebody_new()
            if view.number is None:
                view.number = visitor.number
                visitor.views.append(view)
            visitor.screen, visitor.program = screen or visitor.screen, program or visitor.program
            self.changes += 1
            return visitor.cookie

    def visitor(self, cookie: str) -> Visitor | None:
        """Who shows this cookie."""
        return self._visitors.get(cookie)

    def view(self, view_id: str) -> View | None:
        """The page that was given out under that id."""
        return self._views.get(view_id)

    def of_number(self, number: int | None) -> Visitor | None:
        """The visitor of that number."""
        with self._lock:
            return next((one for one in self._visitors.values() if one.number == number), None)

    def views(self) -> list[View]:
        """Every page that was given out to people, in order."""
        with self._lock:
            self._forget()
            return [one for one in self._views.values() if not one.hidden]

    def visitors(self) -> list[Visitor]:
        """Everybody the tracker believes to know, in the order they came."""
        with self._lock:
            self._forget()
            return [one for one in self._visitors.values() if any(not view.hidden for view in one.views)]

    def clear(self) -> None:
        """Begin again with empty pages."""
        with self._lock:
            self._views.clear()
            self._visitors.clear()
            self.changes += 1

    def _somebody_new(self) -> Visitor:
        taken = {one.number for one in self._visitors.values()}
        number = next(n for n in iter(lambda: 1000 + secrets.randbelow(9000), -1) if n not in taken)
        visitor = Visitor(number, secrets.token_urlsafe(16))
        self._visitors[visitor.cookie] = visitor
        return visitor

    def _forget(self) -> None:
        oldest = self._clock() - FORGOTTEN_AFTER
        kept = [view for view in self._views.values() if view.moment >= oldest][-MOST_VIEWS:]
        if len(kept) == len(self._views):
            return
        self._views = {view.id: view for view in kept}
        for cookie, visitor in list(self._visitors.items()):
            visitor.views = [view for view in visitor.views if view.id in self._views]
            if not visitor.views:
                del self._visitors[cookie]
        self.changes += 1
