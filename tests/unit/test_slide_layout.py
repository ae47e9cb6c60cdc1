# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The slide as SVG: all that fits is there, large enough, inside the free part of the screen."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle.documents import arrange
from salle.documents.compose import drawn
from salle.documents.frame import BOTTOM_PANEL, ICONS, SMALLEST, TOP_PANEL, frame
from salle.documents.glyphs import width
from salle.documents.layout import lay_out
from salle.documents.paint import Picture, Text
from salle.documents.slide import SIZES, Slide, SlideTool, remarks, render_svg

ESSENTIALS = (
    ("Firefox", "Google Chrome"), ("Thunderbird", "Microsoft Outlook"), ("LibreOffice", "Microsoft Office"),
    ("VLC", "Windows Media Player"), ("GIMP", "Adobe Photoshop"), ("Inkscape", "Adobe Illustrator"),
    ("Audacity", "Adobe Audition"), ("Kdenlive", "Adobe Premiere"), ("Scribus", "Adobe InDesign"),
    ("Shotwell", "Google Photos"), ("KeePassXC", "LastPass"), ("Jitsi Meet", "Zoom"),
    ("Nextcloud", "Google Drive"), ("Simple Scan", "HP Scan"), ("Evince", "Adobe Reader"),
    ("7-Zip", "WinRAR"), ("Signal", "WhatsApp"), ("OpenStreetMap", "Google Maps"),
    ("Darktable", "Adobe Lightroom"), ("Orca", "JAWS"),
)  # fmt: skip
TOOLS = tuple(SlideTool(*pair) for pair in ESSENTIALS)
CONTACT = (
    "Aïssatou, au comptoir",
    "32 rue Édouard-Delesalle, 59000 Lille",
    "Du mardi au samedi, 10 h à 18 h 30",
)
NASTY = 'L\'Été "numérique" <b>&{{ 7*7 }} 🐧'
ROOM = Slide("Médiathèque Jean-Lévy", CONTACT, TOOLS, "https://mediatheque.example.org/postes", "Poste A1")
LONG_URL = "https://e.org/" + "y" * 60
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def assert_inside(slide: Slide, size: tuple[int, int]) -> None:
    """Nothing is drawn outside the frame, nothing over another line, nothing too small."""
    layout = lay_out(slide, frame(*size), "en")
    space = layout.frame
    for item in drawn(layout):
        if isinstance(item, Text):
            right = item.x + item.size * sum(width(run.text, run.weight == 700) for run in item.runs)
            assert item.size >= SMALLEST
            top, bottom = item.y - item.size * 0.8, item.y + item.size * 0.25
        else:
            right, top, bottom = item.x + item.width, item.y + item.height * 0.1, item.y + item.height * 0.95
        assert space.left - 0.01 <= item.x
        assert right <= space.right + 0.5, item
        assert space.top - 1 <= top
        assert bottom <= space.bottom + 1, item
    assert layout.grid_top + layout.grid.height <= layout.foot_top + 0.01


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "slide",
    [
        ROOM,
        Slide("Saou", (), TOOLS[:3]),
        Slide("", (), ()),
        Slide(NASTY * 8, (NASTY * 9,) * 6, (*TOOLS, SlideTool("x" * 300, NASTY * 4)), LONG_URL, NASTY),
        Slide("Trente outils", CONTACT, (*TOOLS, *TOOLS[:10]), "https://e.org", "A1"),
    ],
    ids=["room", "small", "empty", "nasty", "thirty"],
)  # fmt: skip
def test_nothing_leaves_the_free_part_of_the_screen(slide: Slide, size: tuple[int, int]) -> None:
    assert_inside(slide, size)


@settings(max_examples=30, deadline=None)
@given(
    st.text(max_size=60),
    st.lists(st.text(max_size=60), max_size=4),
    st.lists(st.tuples(st.text(max_size=30), st.text(max_size=40)), max_size=30),
    st.sampled_from(SIZES),
)
def test_whatever_a_site_says_keeps_inside(
    place: str, contact: list[str], tools: list[tuple[str, str]], size: tuple[int, int]
) -> None:
    slide = Slide(
        place, tuple(contact), tuple(SlideTool(*pair) for pair in tools), "https://e.org", place[:20]
    )
    assert_inside(slide, size)
    ET.fromstring(render_svg(slide, *size, lang="en"))


@pytest.mark.parametrize("size", SIZES)
def test_twenty_tools_stand_in_full_on_every_screen(size: tuple[int, int]) -> None:
    layout = lay_out(ROOM, frame(*size), "fr")
    assert sum(len(column) for column in layout.grid.columns) == len(TOOLS)
    assert not layout.grid.also
    assert not layout.cut
    said = " ".join(texts(render_svg(ROOM, *size, lang="en"))).replace("— ", "")
    assert [pair for pair in ESSENTIALS if f"{pair[0]} instead of {pair[1]}" not in said] == []


def test_many_long_texts_are_told_in_fewer_words_before_any_is_left_out() -> None:
    long = tuple(
        SlideTool(f"Outil numérique {i}", f"Produit {i} ou bien l'autre {i}", f"Produit {i}")
        for i in range(16)
    )
    wide, tall = (
        lay_out(Slide("L", CONTACT, long), frame(*size), "en") for size in ((1366, 768), (1280, 1024))
    )
    assert (tall.grid.wording, wide.grid.wording) == (0, 2)
    assert not wide.grid.also
    svg = " ".join(texts(render_svg(Slide("L", CONTACT, long), 1366, 768, lang="en")))
    assert "The free software here, and what it replaces" in svg
    assert all(f"Outil numérique {i} — Produit {i}" in svg for i in range(16))


def test_no_text_is_cut_where_naming_some_tools_below_is_enough() -> None:
    long = tuple(
        SlideTool(f"Un outil au nom long {i}", f"Un produit au nom plus long encore {i}") for i in range(20)
    )
    grid = lay_out(Slide("L", CONTACT, long), frame(1366, 768), "en").grid
    assert grid.also
    assert not grid.cut
    assert sum(len(column) for column in grid.columns) >= 5


def test_more_tools_than_find_room_are_named_below_none_lost() -> None:
    many = tuple(SlideTool(f"Outil{i}", f"Produit {i}") for i in range(40))
    svg = " ".join(texts(render_svg(Slide("Lieu", CONTACT, many), 1366, 768, lang="en")))
    assert "And also: " in svg
    assert all(f"Outil{i}" in svg for i in range(40))


def test_tools_that_find_no_room_at_all_are_counted() -> None:
    crowd = tuple(SlideTool(f"Outil numéro {i}") for i in range(300))
    layout = lay_out(Slide("Lieu", CONTACT, crowd), frame(1366, 768), "en")
    said = "".join(span.text for line in layout.grid.also for span in line)
    assert layout.grid.left_out > 0
    assert said.endswith(f"and {layout.grid.left_out} more")


def test_few_tools_are_shown_larger() -> None:
    few, many = (lay_out(Slide("L", (), TOOLS[:n]), frame(1366, 768), "en").grid for n in (3, 20))
    assert few.size == arrange.LARGEST
    assert few.size > many.size >= SMALLEST


def test_markup_templates_and_emoji_of_a_site_are_shown_as_they_are() -> None:
    svg = render_svg(
        Slide(NASTY, (NASTY,), (SlideTool(NASTY, NASTY),), "https://e.org", NASTY), 1920, 1080, lang="en"
    )
    root = ET.fromstring(svg)
    shown = " ".join(texts(svg))
    assert shown.count("<b>&{{ 7*7 }}") >= 4
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "defs", "linearGradient", "stop", "rect", "g", "path", "text", "tspan", "image",
    }  # fmt: skip
    pictures = [image.get("href", "") for image in root.iter(f"{SVG}image")]
    assert len(pictures) >= 4
    assert all(picture.startswith("data:image/png;base64,") for picture in pictures)


def test_the_words_around_are_those_of_the_language_asked_for() -> None:
    svg = " ".join(texts(render_svg(ROOM, 1366, 768, lang="en")))
    assert "The free software on this computer" in svg
    assert "Find out more:" in svg
    assert "mediatheque.example.org/postes" in svg


def test_the_plain_picture_holds_no_text_at_all() -> None:
    root = ET.fromstring(render_svg(ROOM, 1920, 1080, text=False))
    assert not list(root.iter(f"{SVG}text"))
    assert not list(root.iter(f"{SVG}image"))
    assert len(list(root.iter(f"{SVG}path"))) == 3


@pytest.mark.parametrize("size", SIZES)
def test_the_frame_keeps_clear_of_icons_panels_and_cropped_edges(size: tuple[int, int]) -> None:
    space = frame(*size)
    assert space.left >= ICONS
    assert space.top >= TOP_PANEL
    assert space.bottom <= space.height - BOTTOM_PANEL
    if space.width / space.height > 4 / 3:
        beside = (space.width - space.height * 4 / 3) / 2
        assert space.left >= beside
        assert space.right <= space.width - beside
    assert space.width * space.scale == pytest.approx(size[0])
    assert space.height * space.scale == pytest.approx(size[1])


def test_what_cannot_be_shown_is_said() -> None:
    assert remarks(ROOM, "en") == ()
    (unknown,) = remarks(Slide("漢字"), "en")
    assert "漢字" in unknown
    assert "fonts-noto-color-emoji" in unknown
    (cut,) = remarks(Slide("Un nom sans fin " * 30), "en")
    assert "1366 x 768" in cut


def test_an_address_too_long_for_a_readable_code_is_written_without_one() -> None:
    layout = lay_out(Slide("L", (), (), "https://e.org/" + "z" * 400), frame(1366, 768), "en")
    assert layout.foot.code is None
    assert layout.cut


def test_an_emoji_stands_on_the_line_of_its_text() -> None:
    layout = lay_out(Slide("Été 🐧"), frame(1366, 768), "en")
    items = list(drawn(layout))
    text, penguin = items[0], items[1]
    assert isinstance(text, Text)
    assert isinstance(penguin, Picture)
    assert penguin.x > text.x
    assert penguin.y < text.y < penguin.y + penguin.height
