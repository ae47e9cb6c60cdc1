# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The slide's colours, and lines of text turned into what the SVG template writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from salle.documents import contrast, glyphs
from salle.documents.typography import Span

INK, SOFT, ACCENT = "#ffffff", "#d3e6ee", "#ffd88a"
GROUND_STOPS = ("#0e3f55", "#0a2e42")
SHAPES = ("#0f4058", "#0c364a", "#0b3348")
"""The quiet shapes behind; none may come near the inks."""
CODE_DARK, CODE_LIGHT = "#0a2e42", "#ffffff"

contrast.require((INK, SOFT, ACCENT), (*GROUND_STOPS, *SHAPES))
contrast.require((CODE_DARK,), (CODE_LIGHT,))


@dataclass(frozen=True)
class Run:
    """Text of one font and colour."""

    text: str
    family: str
    weight: int
    fill: str


@dataclass(frozen=True)
class Text:
    """Runs of one family one after the other, from a point on the base line; grid units.

    One family only: resvg looks for a glyph in every font named in a text element,
    and where one lacks it, draws more than that glyph in the other.
    """

    x: float
    y: float
    size: float
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Picture:
    """An emoji; ``x`` and ``y`` are its upper left corner, in grid units."""

    x: float
    y: float
    width: float
    height: float
    href: str


Drawn = Text | Picture


def draw(line: Iterable[Span], x: float, y: float, size: float, fill: str = INK) -> Iterator[Drawn]:
    """What to write for a line whose base line begins at a point (grid units)."""
    pieces = [
        (piece, SOFT if span.soft else fill) for span in line for piece in glyphs.pieces(span.text, span.bold)
    ]
    for (is_emoji, family), group in groupby(pieces, key=lambda p: (p[0].emoji, p[0].face.family)):
        members = list(group)
        if is_emoji:
            for piece, _ in members:
                yield _picture(piece, x, y, size)
                x += piece.width * size
        else:
            yield Text(x, y, size, tuple(Run(p.text, family, p.face.weight, colour) for p, colour in members))
            x += sum(p.width for p, _ in members) * size


def _picture(piece: glyphs.Piece, x: float, y: float, size: float) -> Picture:
    href = glyphs.emoji_picture(piece.text, piece.face)
    return Picture(x, y - glyphs.EMOJI_ABOVE * size, piece.width * size, glyphs.EMOJI_HEIGHT * size, href)
