# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From any text to pieces that can really be drawn: one font each, no glyph missing.

The renderer never chooses a font itself: its own fallback loses glyphs, and
resvg 0.48 even stops on some emoji sequences.  Emoji become small pictures.
"""

import base64
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from salle.documents import fonts

KEPT = 20_000
"""Measures remembered: a layout asks for the same words dozens of times."""
JOINER = "\u200d"
TO_EMOJI = "\ufe0f"
UNKNOWN = "\ufffd□?"
"""What stands for a character that no font has: the first of these that can be drawn."""
EMOJI_PIXELS = (136, 128)
EMOJI_WIDTH, EMOJI_HEIGHT = (pixels / fonts.EMOJI_SIZE for pixels in EMOJI_PIXELS)
EMOJI_ABOVE = 101 / fonts.EMOJI_SIZE
"""Noto Color Emoji's pictures, in em: width, height, how far they rise above the base line."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text in one font, or one emoji; ``width`` in em."""

    text: str
    face: fonts.Face
    width: float
    emoji: bool = False
    known: bool = True
    """False where the character was replaced, for want of a glyph."""


@lru_cache(maxsize=KEPT)
def clean(text: str) -> str:
    """The text on one line, without what cannot be seen: controls, direction marks, repeated blanks."""
    visible = (_visible(char) for char in unicodedata.normalize("NFC", text))
    return re.sub(r"[ \t]+", " ", "".join(visible)).strip()


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    hidden = category in ("Cf", "Cs", "Cn", "Co") and char != JOINER
    return "" if hidden else char


def clusters(text: str) -> Iterator[str]:
    """The text cut where a reader sees one sign end: accents, skin tones and joined emoji stay together."""
    cluster = ""
    for char in text:
        if cluster and not _joins(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _joins(cluster: str, char: str) -> bool:
    if cluster.endswith(JOINER) or char == JOINER or unicodedata.category(char) in ("Mn", "Me"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    return len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(char)


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


@lru_cache(maxsize=KEPT)
def pieces(text: str, bold: bool) -> tuple[Piece, ...]:
    """A cleaned text as pieces to draw one after the other; what no font has is replaced visibly."""
    result: list[Piece] = []
    for cluster in clusters(text):
        piece = _piece(cluster, bold)
        last = result[-1] if result else None
        if last and piece.face == last.face and piece.known == last.known and not piece.emoji:
            result[-1] = Piece(last.text + piece.text, last.face, 0.0, known=last.known)
        else:
            result.append(piece)
    return tuple(p if p.emoji else Piece(p.text, p.face, _width(p), known=p.known) for p in result)


def _piece(cluster: str, bold: bool) -> Piece:
    bare = "".join(c for c in cluster if c != JOINER and not "\ufe00" <= c <= TO_EMOJI)
    needed = {ord(char) for char in bare}
    emoji = fonts.emoji()
    draws_emoji = emoji is not None and needed <= fonts.covered(emoji.path) and bool(bare)
    text_face = next((f for f in fonts.faces(bold) if needed <= fonts.covered(f.path)), None)
    if emoji and draws_emoji and (text_face is None or TO_EMOJI in cluster or max(needed) >= 0x1F000):
        return Piece(cluster, emoji, EMOJI_WIDTH, emoji=True)
    if text_face:
        return Piece(bare, text_face, 0.0)
    return _unknown(bold)


def _unknown(bold: bool) -> Piece:
    for char in UNKNOWN:
        for face in fonts.faces(bold):
            if ord(char) in fonts.covered(face.path):
                return Piece(char, face, 0.0, known=False)
    raise AssertionError("a font without a question mark")


def _width(piece: Piece) -> float:
    return fonts.measuring(piece.face.path).getlength(piece.text) / fonts.MEASURE_SIZE


@lru_cache(maxsize=KEPT)
def width(text: str, bold: bool = False) -> float:
    """How wide a cleaned text is drawn, in em (multiply by the font size)."""
    return sum(piece.width for piece in pieces(text, bold))


def unknown_characters(text: str) -> str:
    """The signs of the text that no font of this computer can draw, each once, in their order."""
    return "".join(dict.fromkeys(c for c in clusters(clean(text)) if not _piece(c, False).known))


@lru_cache(maxsize=200)
def emoji_picture(cluster: str, face: fonts.Face) -> str:
    """The emoji as a ``data:`` URI of a PNG picture."""
    from PIL import Image, ImageDraw

    font = fonts.drawing_emoji(face.path)
    picture = Image.new("RGBA", EMOJI_PIXELS)
    ImageDraw.Draw(picture).text((0, 0), cluster, font=font, embedded_color=True)
    held = io.BytesIO()
    picture.save(held, "PNG")
    return "data:image/png;base64," + base64.b64encode(held.getvalue()).decode("ascii")
