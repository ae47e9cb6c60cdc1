# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tools of a slide in columns: what is said of each, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from salle.documents.typography import Line, Span, wrap

LINE = 1.18
"""From one base line to the next within a tool, in em."""
BETWEEN = 0.08
"""Between two tools at least, in em; what room is left is shared out."""

Cell = tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """A tool in words; ``instead`` ("instead of ...", or only what) may be empty."""

    name: str
    instead: str = ""

    def lines(self, width: float) -> Cell:
        """On one line where it fits in that width (em); else what it replaces begins the second."""
        name = Span(self.name, bold=True)
        if not self.instead:
            return tuple(wrap([name], width))
        together = wrap([name, Span(f"— {self.instead}", soft=True)], width)
        if len(together) == 1:
            return tuple(together)
        return (*wrap([name], width), *wrap([Span(self.instead, soft=True)], width))


@dataclass(frozen=True)
class Words:
    """The sentences around the list, in the site's language; both hold ``%(names)s``, one a ``%(count)d``."""

    also: str
    also_and_more: str


@dataclass(frozen=True)
class Grid:
    """The tools in columns, each a list of cells; ``also`` follows below, over the whole width."""

    size: float
    columns: tuple[tuple[Cell, ...], ...] = ()
    lefts: tuple[float, ...] = ()
    """Where each column begins, from the left end of the grid."""
    also: Cell = ()
    left_out: int = 0
    """Tools of which only the number is said."""
    wording: int = 0
    """Which of the wordings was taken."""
    cut: bool = False
    """Whether some tool's text was cut short."""

    @property
    def height(self) -> float:
        """In grid units."""
        tallest = max((column_height(column, self.size) for column in self.columns), default=0.0)
        gap = self.size * BETWEEN if self.columns and self.also else 0.0
        return tallest + gap + len(self.also) * self.size * LINE


def column_height(column: Sequence[Cell], size: float) -> float:
    """The height of a column's cells with the spaces between them, in grid units."""
    return sum(len(cell) * LINE + BETWEEN for cell in column) * size
