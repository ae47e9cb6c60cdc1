# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The slide as pictures: drawn as laid out, readable by telephones, kept and trusted only when whole."""

import hashlib
import io
import json
import logging
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat
from salle.documents import pictures
from salle.documents.pictures import INDEX, make_pictures
from salle.documents.slide import SIZES, Slide, SlideTool, render_png, render_svg
from salle.errors import SalleError

URL = "https://mediatheque.example.org/postes"
SLIDE = Slide("L'Été 🐧", ("Aïssatou",), (SlideTool("LibreOffice", "Microsoft Office"),), URL, "Poste A1")
SMALL = ((640, 360), (640, 512))


def picture(slide: Slide, width: int, height: int, text: bool = True) -> Image.Image:
    svg = render_svg(slide, width, height, text, "en")
    return Image.open(io.BytesIO(render_png(svg, width, height))).convert("RGB")


@pytest.mark.parametrize("size", [*SIZES, (1024, 768)])
def test_the_code_is_read_on_every_screen(size: tuple[int, int]) -> None:
    (code,) = zxingcpp.read_barcodes(picture(SLIDE, *size))
    assert code.text == URL
    assert code.format == zxingcpp.BarcodeFormat.QRCode


def test_the_longest_address_that_gets_a_code_is_read_on_the_smallest_screen() -> None:
    url = "https://e.org/" + "z" * 140
    (code,) = zxingcpp.read_barcodes(picture(Slide("L", url=url), 1366, 768))
    assert code.text == url


def test_every_text_leaves_its_mark_on_the_picture() -> None:
    """A missing font raises no error: the text is just not there."""
    empty = picture(Slide(""), 1366, 768)
    for slide in (Slide("Été"), Slide("🐧"), Slide("漢"), Slide("", ("a",)), Slide("", machine_label="A1")):
        difference = ImageChops.difference(picture(slide, 1366, 768), empty)
        assert difference.getbbox(), slide


def test_the_emoji_is_drawn_in_its_colours() -> None:
    with_emoji = picture(Slide("🐧"), 1366, 768)
    colours = with_emoji.crop((170, 40, 260, 110)).getcolors(10_000) or []
    beak = sum(count for count, (red, _, blue) in colours if red > 200 and blue < 90)
    assert beak > 20


def test_the_same_slide_gives_the_same_bytes() -> None:
    svg = render_svg(SLIDE, 1366, 768, lang="en")
    assert svg == render_svg(SLIDE, 1366, 768, lang="en")
    assert render_png(svg, 1366, 768) == render_png(svg, 1366, 768)


def test_the_plain_picture_is_calm_all_over() -> None:
    deviation = ImageStat.Stat(picture(SLIDE, 1366, 768, text=False)).stddev
    assert max(deviation) < 12


def test_an_svg_the_renderer_refuses_is_an_error_in_words() -> None:
    with pytest.raises(SalleError, match="1366 x 768"):
        render_png("<svg", 1366, 768)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two small sizes, and the names of the pictures really drawn."""
    done: list[str] = []
    real = pictures._png

    def drawing(job: pictures.Job) -> bytes:
        done.append(job[0])
        return real(job)

    monkeypatch.setattr(pictures, "SIZES", SMALL)
    monkeypatch.setattr(pictures, "_png", drawing)
    return done


def test_each_size_is_drawn_with_and_without_text_and_listed(small: list[str], tmp_path: Path) -> None:
    folder = make_pictures(SLIDE, tmp_path / "cache", "en")
    index = json.loads((folder / INDEX).read_text())
    names = {f"{kind}-{w}x{h}.png" for kind in ("slide", "plain") for w, h in SMALL}
    assert set(index) == names
    assert {path.name for path in folder.iterdir()} == {*names, INDEX}
    for name, told in index.items():
        data = (folder / name).read_bytes()
        assert told["sha256"] == hashlib.sha256(data).hexdigest()
        assert Image.open(io.BytesIO(data)).size == (told["width"], told["height"])


def test_a_slide_is_drawn_once(small: list[str], tmp_path: Path) -> None:
    first = make_pictures(SLIDE, tmp_path, "en")
    drawn = len(small)
    assert make_pictures(SLIDE, tmp_path, "en") == first
    assert len(small) == drawn == 4
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


@pytest.mark.parametrize("other", [Slide("Ailleurs"), Slide("L'Été 🐧", machine_label="Poste A2")])
def test_another_slide_lies_in_another_folder(small: list[str], tmp_path: Path, other: Slide) -> None:
    assert make_pictures(SLIDE, tmp_path, "en") != make_pictures(other, tmp_path, "en")


@pytest.mark.parametrize("damage", ["cut", "missing", "no index", "strange index"])
def test_damaged_pictures_are_drawn_again(small: list[str], tmp_path: Path, damage: str) -> None:
    folder = make_pictures(SLIDE, tmp_path, "en")
    whole = (folder / "slide-640x360.png").read_bytes()
    if damage == "cut":
        (folder / "slide-640x360.png").write_bytes(whole[:100])
    elif damage == "missing":
        (folder / "slide-640x360.png").unlink()
    elif damage == "no index":
        (folder / INDEX).unlink()
    else:
        (folder / INDEX).write_text('["slide"]')
    assert make_pictures(SLIDE, tmp_path, "en") == folder
    assert (folder / "slide-640x360.png").read_bytes() == whole
    assert len(small) == 8


def test_a_drawing_that_fails_leaves_nothing_behind(
    small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(job: pictures.Job) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr(pictures, "_png", fail)
    with pytest.raises(OSError, match="no space left"):
        make_pictures(SLIDE, tmp_path, "en")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_shown_is_logged_each_time(
    small: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        with caplog.at_level(logging.WARNING):
            make_pictures(Slide("漢"), tmp_path, "en")
    assert sum("漢" in record.getMessage() for record in caplog.records) == 2
