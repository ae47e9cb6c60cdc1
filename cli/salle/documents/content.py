# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a slide says: plain text from the site and the catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SlideTool:
    """A free tool, and what it stands in for (may be empty).

    ``shortly`` is the same in fewer words, for slides with many tools; empty when there are none.
    """

    name: str
    replaces: str = ""
    shortly: str = ""


@dataclass(frozen=True)
class Slide:
    """What the slide says; all of it plain text from the site and the catalogue."""

    place: str
    contact: tuple[str, ...] = ()
    """Lines: whom to ask, address, opening hours."""
    tools: tuple[SlideTool, ...] = ()
    url: str = ""
    machine_label: str = ""
