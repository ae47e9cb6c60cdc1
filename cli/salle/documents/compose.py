# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Placing the measured blocks of a slide; all lengths in grid units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from salle.documents import blocks
from salle.documents.frame import SMALLEST, Frame
from salle.documents.grid import BETWEEN, LINE, Grid
from salle.documents.paint import ACCENT, Drawn, draw
from salle.documents.typography import Line

MOST_SPREAD = 0.9
"""Where there is room, tools move apart by at most this, in em."""


@dataclass(frozen=True)
class Layout:
    """Every block of the slide, measured for one frame."""

    frame: Frame
    head: blocks.Head
    grid: Grid
    foot: blocks.Foot

    @property
    def grid_top(self) -> float:
        """Where the tools begin: a little lower where there is room."""
        return self.frame.top + self.head.height + self.spread * 0.6

    @property
    def foot_top(self) -> float:
        """Where the foot begins, its line included."""
        return self.frame.bottom - self.foot.height

    @property
    def code_left(self) -> float:
        """Where the QR code begins; the foot's right end when there is none."""
        return self.frame.right - self.foot.side

    @property
    def code_top(self) -> float:
        """The upper edge of the QR code."""
        return self.frame.bottom - (self.foot.height - blocks.ABOVE_FOOT + self.foot.side) / 2

    @property
    def cut(self) -> bool:
        """Whether some text was left out for want of room."""
        return self.head.cut or self.foot.cut or self.grid.left_out > 0 or self.grid.cut

    @property
    def spread(self) -> float:
        """What is added between two tools."""
        rows = max((len(column) for column in self.grid.columns), default=0)
        left = self.foot_top - self.frame.top - self.head.height - self.grid.height
        return max(0.0, min(left / (rows + 1), self.grid.size * MOST_SPREAD))


def drawn(layout: Layout) -> Iterator[Drawn]:
    """Every line of text and every emoji of the slide."""
    yield from _head(layout)
    yield from _grid(layout)
    yield from _foot(layout)


def _head(layout: Layout) -> Iterator[Drawn]:
    space, head = layout.frame, layout.head
    y = space.top
    for line in head.title:
        yield from draw(line, space.left, y + head.size * 0.9, head.size)
        y += head.size * blocks.LINE
    yield from draw(head.heading, space.left, y + 30, blocks.HEADING_SIZE, ACCENT)
    label_left = space.right - head.label_width + blocks.LABEL_PADDING
    yield from draw(head.label, label_left, space.top + 31, SMALLEST)


def _grid(layout: Layout) -> Iterator[Drawn]:
    grid = layout.grid
    lowest = layout.grid_top
    for number, column in enumerate(grid.columns):
        x = layout.frame.left + grid.lefts[number]
        y = layout.grid_top
        for cell in column:
            yield from _lines(cell, x, y, grid.size)
            y += len(cell) * grid.size * LINE + grid.size * BETWEEN + layout.spread
        lowest = max(lowest, y)
    yield from _lines(grid.also, layout.frame.left, lowest, grid.size)


def _foot(layout: Layout) -> Iterator[Drawn]:
    foot = layout.foot
    middle = layout.frame.bottom - (foot.height - blocks.ABOVE_FOOT) / 2
    tall = len(foot.lines) * SMALLEST * blocks.LINE
    yield from _lines(foot.lines, layout.frame.left, middle - tall / 2, SMALLEST)


def _lines(lines: Iterable[Line], x: float, y: float, size: float) -> Iterator[Drawn]:
    """Lines one below the other; ``y`` is the upper edge of the first."""
    for line in lines:
        yield from draw(line, x, y + size * 0.95, size)
        y += size * LINE
