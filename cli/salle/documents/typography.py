# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaking text into lines with the real widths of the fonts."""

from collections.abc import Iterable
from dataclasses import dataclass

from salle.documents import glyphs

ELLIPSIS = "…"


@dataclass(frozen=True)
class Span:
    """Text in one weight and one colour."""

    text: str
    bold: bool = False
    soft: bool = False
    """In the quieter colour."""


Line = tuple[Span, ...]


def length(line: Iterable[Span]) -> float:
    """The width of a line, in em."""
    return sum(glyphs.width(span.text, span.bold) for span in line)


def wrap(spans: Iterable[Span], width: float) -> list[Line]:
    """Break spans into lines of at most that width, in em; a word that is wider is cut inside.

    Args:
        spans: the text; blanks between words are the places to break at.
        width: in em, that is the room in pixels divided by the font size.
    """
    lines: list[list[Span]] = [[]]
    for word in _words(spans):
        fitting = _with_word(lines[-1], word)
        if not lines[-1] or length(fitting) <= width:
            lines[-1] = fitting
        else:
            lines.append([word])
        while length(lines[-1]) > width and len(lines[-1][-1].text) > 1:
            head, tail = _cut(lines[-1][-1], width - length(lines[-1][:-1]))
            lines[-1][-1] = head
            lines.append([tail])
    return [tuple(line) for line in lines if line]


def _words(spans: Iterable[Span]) -> list[Span]:
    return [
        Span(word, span.bold, span.soft)
        for span in spans
        for word in glyphs.clean(span.text).split(" ")
        if word
    ]


def _with_word(line: list[Span], word: Span) -> list[Span]:
    if not line:
        return [word]
    last = line[-1]
    if (last.bold, last.soft) == (word.bold, word.soft):
        return [*line[:-1], Span(f"{last.text} {word.text}", last.bold, last.soft)]
    return [*line, Span(f" {word.text}", word.bold, word.soft)]


def _cut(span: Span, width: float) -> tuple[Span, Span]:
    """The span in two, the first no wider than that; at least one sign goes to the first."""
    signs = list(glyphs.clusters(span.text))
    count = len(signs)
    while count > 1 and glyphs.width("".join(signs[:count]), span.bold) > width:
        count -= 1
    count = min(count, max(1, len(signs) - 1))
    return (
        Span("".join(signs[:count]), span.bold, span.soft),
        Span("".join(signs[count:]), span.bold, span.soft),
    )


def shorten(lines: list[Line], width: float, most: int) -> list[Line]:
    """At most that many lines; where some are left out, the last one ends in an ellipsis."""
    if len(lines) <= most:
        return lines
    if most < 1:
        return []
    *before, last = lines[most - 1]
    signs = list(glyphs.clusters(last.text))
    mark = Span(ELLIPSIS, last.bold, last.soft)
    while signs and length((*before, Span("".join(signs), last.bold, last.soft), mark)) > width:
        signs.pop()
    cut = Span("".join(signs).rstrip() + ELLIPSIS, last.bold, last.soft)
    return [*lines[: most - 1], (*before, cut)]
