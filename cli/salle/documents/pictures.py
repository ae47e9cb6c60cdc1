# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The slide as pictures for every common screen, drawn once and kept.

The folder is named after all that goes into it (the finished SVG texts, the fonts,
the renderer), so another slide, font or version never meets old pictures.
"""

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from salle.documents import fonts
from salle.documents.slide import SIZES, Slide, remarks, render_png, render_svg

INDEX = "pictures.json"
"""File name -> width, height (pixels), sha256."""
DIGEST_LENGTH = 20
"""Hexadecimal digits of a SHA-256 that name a folder: 80 bits, ample against accidents."""

Job = tuple[str, str, int, int]
"""File name, SVG, width and height in pixels."""


def make_pictures(slide: Slide, folder: Path, lang: str = "") -> Path:
    """Draw the slide, and the plain background for login screens, in all SIZES.

    What could not be shown as asked (a character no font has, a name cut short) is
    logged as a warning, each time.

    Args:
        slide: what it says.
        folder: where the pictures are kept; made when missing.
        lang: language of the words around the site's own; empty for the one in use.

    Returns:
        The folder with ``slide-<W>x<H>.png``, ``plain-<W>x<H>.png`` and ``pictures.json``.

    Raises:
        SalleError: no font on this computer, or the renderer gives up.
    """
    for remark in remarks(slide, lang):
        logging.getLogger(__name__).warning(remark)
    jobs = list(_jobs(slide, lang))
    kept = folder / _digest(jobs)
    if not _whole(kept):
        folder.mkdir(parents=True, exist_ok=True)
        _draw_into(kept, jobs)
    return kept


def _jobs(slide: Slide, lang: str) -> Iterator[Job]:
    for width, height in SIZES:
        for name, text in (("slide", True), ("plain", False)):
            yield f"{name}-{width}x{height}.png", render_svg(slide, width, height, text, lang), width, height


def _digest(jobs: list[Job]) -> str:
    faces = (*fonts.faces(False), *fonts.faces(True))
    made_of = [version("resvg_py"), [_font_digest(face.path) for face in faces], jobs]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:DIGEST_LENGTH]


@cache
def _font_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _whole(folder: Path) -> bool:
    """Whether every picture of the index lies there, unchanged."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return bool(index) and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == told["sha256"]
            for name, told in index.items()
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _draw_into(kept: Path, jobs: list[Job]) -> None:
    """Draw beside, then give the folder its name: it is whole or not there."""
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".drawing-") as beside:
        fresh = Path(beside) / kept.name
        fresh.mkdir()
        index = {}
        for job in jobs:
            name, _, width, height = job
            png = _png(job)
            (fresh / name).write_bytes(png)
            index[name] = {"width": width, "height": height, "sha256": hashlib.sha256(png).hexdigest()}
        (fresh / INDEX).write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
        if kept.exists():
            shutil.move(kept, Path(beside) / "damaged")
        try:
            fresh.rename(kept)
        except OSError:
            if not _whole(kept):  # somebody else drew the same ones meanwhile
                raise


def _png(job: Job) -> bytes:
    """One picture; the background is the same for all slides, so a process draws it once.

    One after the other: the renderer holds Python's global lock, so two threads took as
    long as one, and a pool of processes loses at its start what it wins (12 pictures
    take about 2.5 s).
    """
    name, svg, width, height = job
    return _background(svg, width, height) if name.startswith("plain") else render_png(svg, width, height)


@cache
def _background(svg: str, width: int, height: int) -> bytes:
    return render_png(svg, width, height)
