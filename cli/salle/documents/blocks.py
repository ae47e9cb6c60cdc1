# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The slide's head (place, heading, machine) and foot (whom to ask, QR code), measured.

All lengths in grid units.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from salle.documents import qr
from salle.documents.frame import SMALLEST, Frame
from salle.documents.typography import Line, Span, length, shorten, wrap

TITLE_SIZES = (54, 50, 46, 42, 38, 34)
HEADING_SIZE = 30
LINE = 1.2
LABEL_PADDING = 16
LABEL_WIDTH = 10
"""Of the machine's label at most, in em."""
CODE_SIDE = 132
MODULE = 2.4
"""The least a module measures, so that it is more than two pixels on 768 lines."""
CODE_SIDE_MOST = 176
BESIDE_CODE = 32
ABOVE_FOOT = 24
CONTACT_LINES = 5
"""Of which the address of the code takes one or two."""


@dataclass(frozen=True)
class Head:
    """The title at its size, the heading, and the machine's label with the width of its frame."""

    title: tuple[Line, ...]
    size: float
    heading: Line
    label: Line = ()
    label_width: float = 0.0
    cut: bool = False

    @property
    def height(self) -> float:
        """With the space below."""
        return len(self.title) * self.size * LINE + HEADING_SIZE * 1.3 + 14


@dataclass(frozen=True)
class Foot:
    """Lines on the left, the last of them the code's caption, and the code on the right."""

    lines: tuple[Line, ...]
    code: qr.Code | None = None
    side: float = 0.0
    cut: bool = False

    @property
    def height(self) -> float:
        """With the space above; nothing to say takes no room."""
        tallest = max(len(self.lines) * SMALLEST * LINE, self.side)
        return tallest + ABOVE_FOOT if tallest else 0.0


def head(frame: Frame, place: str, heading: str, label: str) -> Head:
    """The head; a long place gets a smaller title, then two lines, and at last an ellipsis."""
    lines = shorten(wrap([Span(label)], LABEL_WIDTH), LABEL_WIDTH, 1)
    marks = lines[0] if lines else ()
    label_width = length(marks) * SMALLEST + 2 * LABEL_PADDING if marks else 0.0
    room = frame.room - (label_width + 24 if marks else 0)
    title, size, cut = _title(place, room)
    heading_line = shorten(wrap([Span(heading)], frame.room / HEADING_SIZE), frame.room / HEADING_SIZE, 1)
    return Head(title, size, heading_line[0] if heading_line else (), marks, label_width, cut)


def _title(place: str, room: float) -> tuple[tuple[Line, ...], float, bool]:
    for most in (1, 2):
        for size in TITLE_SIZES[: 4 if most == 1 else None]:
            lines = wrap([Span(place, bold=True)], room / size)
            if len(lines) <= most:
                return tuple(lines), size, False
    smallest = TITLE_SIZES[-1]
    lines = wrap([Span(place, bold=True)], room / smallest)
    return tuple(shorten(lines, room / smallest, 2)), smallest, True


def foot(frame: Frame, contact: Iterable[str], url: str, caption: str) -> Foot:
    """The foot; an address too long for a readable code is written out without one."""
    code = qr.encode(url) if url else None
    if code and code.modules * MODULE > CODE_SIDE_MOST:
        code = None
    side = max(CODE_SIDE, code.modules * MODULE) if code else 0.0
    em = (frame.room - (side + BESIDE_CODE if side else 0)) / SMALLEST
    captions = wrap([Span(caption, soft=True), Span(_shown(url))], em) if url else []
    told = shorten(captions, em, 2)
    lines = [line for text in contact for line in wrap([Span(text)], em)]
    kept = shorten(lines, em, CONTACT_LINES - len(told))
    cut = (lines, captions) != (kept, told) or bool(url and not code)
    return Foot((*kept, *told), code, side, cut)


def _shown(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")
