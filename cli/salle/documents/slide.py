# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wallpaper slide: the free tools of this computer, and whom to ask.

``render_svg`` lays it out, ``render_png`` draws it.  Everything on it is text from
a site and is shown as that text: never a template, never markup.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from salle.documents import fonts, glyphs, paint
from salle.documents.compose import drawn
from salle.documents.content import Slide, SlideTool
from salle.documents.frame import frame
from salle.documents.layout import lay_out
from salle.errors import SalleError
from salle.i18n import speech

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["SIZES", "Slide", "SlideTool", "remarks", "render_png", "render_svg"]

SIZES = ((1920, 1080), (1366, 768), (1920, 1200), (1600, 1200), (1280, 1024), (2560, 1080))
"""In pixels, one per common ratio of screens: 16:9, the small 16:9, 16:10, 4:3, 5:4, 21:9."""


def render_svg(slide: Slide, width: int, height: int, text: bool = True, lang: str = "") -> str:
    """The slide as SVG of that size in pixels.

    Args:
        slide: what it says.
        width, height: in pixels.
        text: False leaves the quiet background alone, for login screens.
        lang: language of the words around the site's own; empty for the one in use.

    Raises:
        SalleError: this computer has no font for it.
    """
    space = frame(width, height)
    layout = lay_out(slide, space, lang) if text else None
    return _template().render(
        width=width,
        height=height,
        frame=space,
        paint=paint,
        layout=layout,
        drawn=list(drawn(layout)) if layout else [],
    )


def remarks(slide: Slide, lang: str = "") -> tuple[str, ...]:
    """What the slide cannot show as asked, in words for the person who prints it."""
    _ = speech(lang).gettext
    tools = (f"{tool.name} {tool.replaces}" for tool in slide.tools)
    unknown = glyphs.unknown_characters(" ".join((slide.place, *slide.contact, slide.machine_label, *tools)))
    layouts = [(size, lay_out(slide, frame(*size), lang)) for size in SIZES]
    cut = [f"{w} x {h}" for (w, h), layout in layouts if layout.cut]
    said = []
    if unknown:
        said.append(
            _("No font of this computer has %(characters)s; the slide shows another sign. Try: %(command)s")
            % {"characters": unknown, "command": f"sudo apt install {' '.join(fonts.PACKAGES)}"}
        )
    if cut:
        said.append(
            _("Not all of the slide's text finds room on screens of %(sizes)s pixels: shorten it.")
            % {"sizes": ", ".join(cut)}
        )
    return tuple(said)


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("slide.svg.j2")


def render_png(svg: str, width: int, height: int) -> bytes:
    """Draw an SVG of :func:`render_svg`; the same input gives the same bytes.

    Args:
        svg: the SVG.
        width, height: in pixels.

    Raises:
        SalleError: no font on this computer, or the renderer gives up.
    """
    import resvg_py

    files = [str(face.path) for bold in (False, True) for face in fonts.faces(bold)]
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                height=height,
                skip_system_fonts=True,
                font_files=files,
                sans_serif_family=fonts.faces(False)[0].family,
            )
        )
    except BaseException as error:  # the renderer's own panic is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise SalleError(
            speech().gettext("The slide could not be drawn (%(width)d x %(height)d pixels).")
            % {"width": width, "height": height},
            why=str(error),
        ) from error
