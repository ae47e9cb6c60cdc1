# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing columns and size so that every tool stands on the slide, large and whole.

Tried in this order: every tool on one line, the largest size first; tools on two
lines; both again in shorter wordings; the last tools by name only, in one paragraph
below; texts cut short; and at last a count of those that found no room.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from salle.documents import glyphs
from salle.documents.frame import SMALLEST
from salle.documents.grid import BETWEEN, LINE, Cell, Entry, Grid, Words
from salle.documents.typography import Span, length, shorten, wrap

LARGEST = 42
GUTTER = 36
"""Between two columns of one width, in grid units."""
MOST_SHOWN = 60
"""No screen holds more than that in columns; not worth trying."""
ONE_COLUMN = 5
"""Up to that many tools stand in a single column."""


def arrange(wordings: Sequence[Sequence[Entry]], words: Words, width: float, height: float) -> Grid:
    """The grid that shows most, largest, within that width and height (grid units).

    Args:
        wordings: the same tools in one or more wordings, the most telling first.
        words: the sentences around the names of tools that find no place in the columns.
        width, height: the room there is.
    """
    fitting = (g for g in _candidates(wordings, words, width, height) if g and g.height <= height)
    return next(fitting, Grid(SMALLEST, left_out=len(wordings[0])))


def _candidates(
    wordings: Sequence[Sequence[Entry]], words: Words, width: float, height: float
) -> Iterator[Grid | None]:
    for wording, entries in enumerate(wordings):
        counts = (1, 2) if len(entries) <= ONE_COLUMN else (2, 3)
        for columns_of in (_one_line, _two_lines):
            for size in range(LARGEST, SMALLEST - 1, -1):
                for count in counts:
                    grid = columns_of(entries, size, count, width)
                    yield replace(grid, wording=wording) if grid else None
    for cut in (False, True):
        for shown in range(min(len(entries), MOST_SHOWN), -1, -1):
            for count in (2, 3):
                grid = _grouped(entries, shown, count, words, width, height, cut)
                yield replace(grid, wording=wording) if grid else None


def _one_line(entries: Sequence[Entry], size: float, count: int, width: float) -> Grid | None:
    """Every tool on one line; columns of one width where that can be, else as wide as needed, an em apart."""
    columns = _columns([entry.lines(math.inf) for entry in entries], count)
    widths = [max(length(line) for cell in column for line in cell) * size for column in columns]
    if all(w <= _column(width, count) for w in widths):
        return Grid(size, columns, _equal(width, count))
    gap = (width - sum(widths)) / max(1, len(widths) - 1)
    if gap < size:
        return None
    return Grid(size, columns, tuple(sum(widths[:i]) + gap * i for i in range(len(widths))))


def _two_lines(entries: Sequence[Entry], size: float, count: int, width: float) -> Grid | None:
    """Columns of one width, tools on at most two lines."""
    cells = [entry.lines(_column(width, count) / size) for entry in entries]
    if any(len(cell) > 2 for cell in cells):
        return None
    return Grid(size, _columns(cells, count), _equal(width, count))


def _equal(width: float, count: int) -> tuple[float, ...]:
    return tuple(number * (_column(width, count) + GUTTER) for number in range(count))


def _column(width: float, count: int) -> float:
    return (width - (count - 1) * GUTTER) / count


def _columns(cells: Sequence[Cell], count: int) -> tuple[tuple[Cell, ...], ...]:
    rows = math.ceil(len(cells) / count)
    return tuple(tuple(cells[i : i + rows]) for i in range(0, len(cells), rows or 1))


def _grouped(
    entries: Sequence[Entry], shown: int, count: int, words: Words, width: float, height: float, cut: bool
) -> Grid | None:
    """The first ones in full, the others by name; names that find no room are counted."""
    em = _column(width, count) / SMALLEST
    whole = [entry.lines(em) for entry in entries[:shown]]
    cells = [tuple(shorten(list(cell), em, 2)) for cell in whole]
    grid = Grid(SMALLEST, _columns(cells, count), _equal(width, count), cut=cells != whole)
    room = math.floor((height - grid.height - SMALLEST * BETWEEN) / (SMALLEST * LINE))
    names = [entry.name for entry in entries[shown:]]
    if grid.cut and not cut:
        return None
    if names and not _told(names, len(names), words, width / SMALLEST, room) and (shown or not cut):
        return None
    also, left_out = _also(names, words, width / SMALLEST, room)
    return replace(grid, also=also, left_out=left_out)


def _also(names: Sequence[str], words: Words, width: float, room: int) -> tuple[Cell, int]:
    """As many of the names as find room on that many lines of that width (em), and how many do not."""
    most = bisect_left(
        range(len(names)), True, key=lambda told: not _told(names, told + 1, words, width, room)
    )
    return (_told(names, most, words, width, room), len(names) - most) if most else ((), len(names))


def _told(names: Sequence[str], told: int, words: Words, width: float, room: int) -> Cell:
    """The sentence with the first names; empty when it finds no room."""
    if sum(glyphs.width(name) for name in names[:told]) > width * room:
        return ()
    sentence = words.also if told == len(names) else words.also_and_more
    text = sentence % {"names": ", ".join(names[:told]), "count": len(names) - told}
    lines = wrap([Span(text, soft=True)], width)
    return tuple(lines) if len(lines) <= room else ()
