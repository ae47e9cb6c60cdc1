# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fonts of the slide: found on this computer, never shipped (decisions/009-slide-font.md).

A renderer that misses a font or a glyph says nothing and draws nothing, so
coverage is read from the fonts themselves before anything is drawn.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

PACKAGES = ("fonts-lato", "fonts-dejavu-core", "fonts-noto-color-emoji", "libfribidi0")
"""The Debian, Mint and Ubuntu packages that hold them, and what Pillow joins letters with."""

FILES = {
    "Lato-Regular.ttf": "fonts-lato",
    "DejaVuSans.ttf": "fonts-dejavu-core",
    "NotoColorEmoji.ttf": "fonts-noto-color-emoji",
}
"""A font file, and the package that holds it."""

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
)
EMOJI_SIZE = 109
"""Noto Color Emoji holds pictures of one size only, in pixels per em."""
MEASURE_SIZE = 200
"""Large enough that rounding to whole pixels does not matter."""


@dataclass(frozen=True)
class Face:
    """One font file; ``weight`` as CSS counts it."""

    family: str
    weight: int
    path: Path


@cache
def find(file: str) -> Path | None:
    """Where the font file of that name lies on this computer; None when it does not."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob(file)):
            return path
    return None


def missing_packages() -> set[str]:
    """The packages whose fonts are not on this computer; all the slide needs when one is missing."""
    return set() if all(find(file) for file in FILES) else set(PACKAGES)


@cache
def faces(bold: bool) -> tuple[Face, ...]:
    """The faces for text, the preferred one first.

    Raises:
        SalleError: this computer has none of them.
    """
    known = (
        ("Lato", 700, "Lato-Bold.ttf") if bold else ("Lato", 400, "Lato-Regular.ttf"),
        ("DejaVu Sans", 700, "DejaVuSans-Bold.ttf") if bold else ("DejaVu Sans", 400, "DejaVuSans.ttf"),
    )
    there = tuple(Face(family, weight, path) for family, weight, file in known if (path := find(file)))
    if not there:
        raise SalleError(
            _("This computer has no font to draw the slide with."),
            hint=_("Install them: sudo apt install %(packages)s") % {"packages": " ".join(PACKAGES)},
            code=Exit.LACKING,
        )
    return there


@cache
def emoji() -> Face | None:
    """The face for emoji, or None: then they are shown as unknown characters, and a remark says so."""
    path = find("NotoColorEmoji.ttf")
    return Face("Noto Color Emoji", 400, path) if path else None


@cache
def covered(path: Path) -> frozenset[int]:
    """The code points that the font has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def measuring(path: Path) -> "FreeTypeFont":
    """The font at MEASURE_SIZE; without libfribidi0 Pillow leaves out kerning and measures 1.5 % too wide."""
    from PIL import ImageFont

    return ImageFont.truetype(path, MEASURE_SIZE)


@cache
def drawing_emoji(path: Path) -> "FreeTypeFont":
    """The emoji font, with the best layout this computer has: it joins families and flags."""
    from PIL import ImageFont

    return ImageFont.truetype(path, EMOJI_SIZE)
