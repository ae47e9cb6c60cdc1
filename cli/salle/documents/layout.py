# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a slide says to its blocks, measured for one screen."""

from collections.abc import Sequence

from salle.documents import blocks, glyphs
from salle.documents.arrange import arrange
from salle.documents.compose import Layout
from salle.documents.content import Slide, SlideTool
from salle.documents.frame import Frame
from salle.documents.grid import Entry, Words
from salle.i18n import speech


def lay_out(slide: Slide, space: Frame, lang: str = "") -> Layout:
    """Choose sizes, wording, lines and columns so that all of it finds room."""
    _ = speech(lang).gettext
    plain, replacing = (
        _("The free software on this computer"),
        _("The free software here, and what it replaces"),
    )
    head = blocks.head(space, slide.place, plain, slide.machine_label)
    foot = blocks.foot(space, slide.contact, slide.url, _("Find out more:"))
    words = Words(also=_("And also: %(names)s"), also_and_more=_("And also: %(names)s, and %(count)d more"))
    room = space.bottom - space.top - head.height - foot.height
    grid = arrange(_wordings(slide.tools, lang), words, space.room, room)
    if grid.wording:
        head = blocks.head(space, slide.place, replacing, slide.machine_label)
    return Layout(space, head, grid, foot)


def _wordings(tools: Sequence[SlideTool], lang: str) -> tuple[tuple[Entry, ...], ...]:
    """The tools with "instead of", with only what they replace, and with the shortest form of that."""
    phrase = speech(lang).gettext("instead of %(proprietary)s")
    named = [(glyphs.clean(tool.name), tool) for tool in tools if glyphs.clean(tool.name)]
    whole = tuple(
        Entry(name, glyphs.clean(phrase % {"proprietary": tool.replaces}) if tool.replaces else "")
        for name, tool in named
    )
    brief = tuple(Entry(name, glyphs.clean(tool.replaces)) for name, tool in named)
    shortest = tuple(Entry(name, glyphs.clean(tool.shortly or tool.replaces)) for name, tool in named)
    return tuple(dict.fromkeys((whole, brief, shortest)))
