# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be made of a trail: rules over the topics that somebody read about, nothing cleverer.

Real trackers use far more; that this little is enough is the point.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .content import SITES, Content
from .tracker import View, Visitor


def topics(views: Iterable[View], content: Content) -> list[str]:
    """The topics of the articles read, each once, in order."""
    known = {(name, one.slug): one.topic for name in SITES for one in content.site(name, "fr").articles}
    read = (known.get((view.site, view.slug)) for view in views)
    return list(dict.fromkeys(topic for topic in read if topic))


def drawn(read: list[str], content: Content, language: str) -> list[str]:
    """What a tracker notes about somebody who read about these topics: conclusions from two first."""
    told = content.inferences
    both = [one[language] for one in told["together"] if set(one["topics"]) <= set(read)]
    return both + [told["topics"][topic][language] for topic in read]


def advert(read: list[str], content: Content, language: str) -> tuple[str, str]:
    """The advertisement for whoever read this, and why it is shown.

    The last topic decides; the reason is empty when nothing is known.
    """
    told = content.inferences
    if not read:
        return told["advert"][language], ""
    last = told["topics"][read[-1]]
    return last["advert"][language], last[language]


@dataclass(frozen=True)
class Tally:
    """The whole notebook in numbers."""

    opened: int
    """Pages that the four sites gave out."""
    heard: int
    """Pages that the tracker heard of."""
    numbers: int
    """Visitors that the tracker believes to know."""
    sites: int
    """Different sites that the tracker heard of."""
    followed: int
    """Most sites on which one number was seen."""

    @property
    def outcome(self) -> str:
        """``empty``, ``nothing``, ``followed``, ``broken`` or ``early``: one site does not tell yet."""
        if not self.opened:
            return "empty"
        if not self.heard:
            return "nothing"
        if self.followed > 1:
            return "followed"
        return "broken" if self.sites > 1 else "early"


def tally(views: list[View], visitors: list[Visitor]) -> Tally:
    """Count, and only count: no verdict is written anywhere in advance."""
    heard = [view for view in views if view.number is not None]
    return Tally(
        opened=len(views),
        heard=len(heard),
        numbers=len(visitors),
        sites=len({view.site for view in heard}),
        followed=max((len(one.sites) for one in visitors), default=0),
    )
