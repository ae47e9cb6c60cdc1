# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report: complete in itself, safe whatever machines say, and plain in its words."""

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_room
from PIL import Image
from salle.report.model import Report
from salle.report.page import render_page
from salle.verify.results import CheckResult, MachineVerdict, Verdict


class Page(HTMLParser):
    """The elements and the text of a page, as a browser's parser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "screen.png"
    Image.new("RGB", (1920, 1080), "#0e3f55").save(path)
    return path


def test_the_page_loads_nothing_from_anywhere(photo: Path) -> None:
    html = render_page(report_room.room(photo), "en")
    page = Page(html)
    loads = [
        v for _, attrs in page.elements for name, v in attrs.items() if name in ("src", "srcset", "href")
    ]
    assert len(loads) > 6
    assert [v for v in loads if v and not v.startswith(("data:image/jpeg;base64,", "#"))] == []
    assert page.tags() & {"script", "link", "iframe", "object", "embed", "base", "form"} == set()
    assert not re.search(r"url\(|@import|https?://", html)


def test_hostile_text_is_shown_and_never_becomes_markup(photo: Path) -> None:
    tame = Page(render_page(report_room.room(photo), "en"))
    html = render_page(report_room.nasty_room(photo), "en")
    page = Page(html)
    assert page.tags() <= tame.tags() | {"small"}
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert page.text.count("<script>alert(1)</script>") >= 15
    assert "{{ 7*7 }}{% raw %}" in page.text
    assert "[U+001B]" in page.text
    assert "[U+202E]" in page.text
    assert not set(html) & set("\x00\x1b\u202e")


def test_a_text_without_end_is_cut_and_says_so() -> None:
    endless = report_room.check("x", Verdict.RED, found="A" * 3_000_000, expected="B" * 3_000_000)
    report = Report(report_room.run(()), report_room.site(), (MachineVerdict("poste-01", (endless,)),))
    html = render_page(report, "en")
    assert len(html) < 60_000
    assert "[cut here: the text has 3000000 characters]" in html


def test_every_verdict_has_its_word_and_its_sign_beside_the_colour() -> None:
    html = render_page(report_room.room(), "en")
    for verdict, word in (("green", "As promised"), ("orange", "Needs a look"), ("red", "To put right")):
        seats = re.findall(rf'class="seat {verdict}".*?</a>', html, re.DOTALL)
        assert seats
        assert all(word in seat and "<svg" in seat for seat in seats)


def test_what_failed_is_told_with_expectation_finding_and_remedy() -> None:
    page = Page(render_page(report_room.room(), "en"))
    text = " ".join(page.text.split())
    remedy = "salle deploy demo --limit poste-02 --tags base"
    assert f"The locale is right Expected fr_FR.UTF-8 Found C What to do {remedy}" in text
    assert "The page is right Not checked, because there is no network" in text
    assert "1 of 6 machines are as promised. 3 have something to put right. 2 need a look." in text


def test_machines_that_need_somebody_come_first() -> None:
    html = render_page(report_room.room(), "en")
    verdicts = re.findall(r'<article class="machine (\w+)', html)
    assert verdicts == ["red", "red", "red", "orange", "orange", "green"]


def test_an_unreachable_machine_is_orange_and_one_that_answers_badly_is_red() -> None:
    html = render_page(report_room.room(), "en")
    articles = dict(
        re.findall(r'<article class="machine (?:\w+)[^>]*id="m([^"]+)"(.*?)</article>', html, re.DOTALL)
    )
    assert "could not be reached" in articles["poste_2d_04"]
    assert "Needs a look" in articles["poste_2d_04"]
    assert "answered, but not as it should" in articles["poste_2d_05"]
    assert "To put right" in articles["poste_2d_05"]


def test_each_seat_leads_to_its_machine(photo: Path) -> None:
    for report in (report_room.room(), report_room.nasty_room(photo)):
        page = Page(render_page(report, "en"))
        ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        links = {attrs["href"] for tag, attrs in page.elements if tag == "a"}
        assert len(ids) == len(set(ids))
        assert links
        assert links <= {f"#{id_}" for id_ in ids}


def test_photos_travel_inside_the_page_and_small(photo: Path) -> None:
    html = render_page(report_room.room(photo), "en")
    assert html.count("data:image/jpeg;base64,") == 2
    assert len(html) < 150_000


def test_a_photo_that_is_no_picture_is_said_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    html = render_page(report_room.room(broken), "en")
    assert html.count("photo of its screen could not be read") == 2
    assert "data:image" not in html


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_says_which_language_it_is_in(lang: str) -> None:
    assert f'<html lang="{lang}">' in render_page(report_room.room(), lang)


def test_the_date_is_written_in_the_pages_language_by_the_clock_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")  # the run's record is in another zone, or in UTC
    time.tzset()
    assert "22 November 2026, 10:14" in render_page(report_room.room(), "en")
    assert "dimanche 22 novembre 2026, 10:14" in render_page(report_room.room(), "fr")
    monkeypatch.undo()
    time.tzset()


def test_a_remedy_that_is_a_sentence_is_not_shown_as_a_command() -> None:
    html = render_page(report_room.room(), "en")
    assert '<span class="data">Enlarge it.</span>' in html


def test_a_room_without_machines_has_a_page_too() -> None:
    report = Report(report_room.run(()), report_room.site(seats=()))
    assert "No machine belongs to this report." in render_page(report, "en")


def test_a_check_of_a_machine_the_site_does_not_name_is_not_lost() -> None:
    stray = CheckResult("poste-99", "base", "base.x", "Something strange", Verdict.RED)
    report = Report(report_room.run(()), report_room.site(), (MachineVerdict("poste-99", (stray,)),))
    assert "Something strange" in render_page(report, "en")
