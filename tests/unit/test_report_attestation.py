# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attestation: a sheet for the room and one for each machine, on paper and on a screen."""

import re
import sys
import threading
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import report_room
import weasyprint
from PIL import Image
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.report.attestation import by_role, render_attestation, to_pdf, write_attestation
from salle.report.model import Report
from salle.report.view import view
from salle.verify.results import CheckResult, MachineVerdict, Verdict

SHEETS = 1 + len(report_room.SEATS)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.partition("</style>")[2])).split())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_machine_has_one_sheet_of_paper(lang: str) -> None:
    drawn = weasyprint.HTML(string=render_attestation(report_room.room(), lang)).render()
    assert len(drawn.pages) == SHEETS
    assert {(round(page.width), round(page.height)) for page in drawn.pages} == {(794, 1123)}


def test_a_machine_of_which_everything_is_wrong_has_two_sheets_at_most() -> None:
    title, found = "A thing that has a rather long title " * 2, "found otherwise " * 40
    bad = tuple(
        CheckResult("poste-01", f"role{n % 12}", f"c{n}", title, verdict, found=found)
        for n, verdict in enumerate([Verdict.RED, Verdict.ORANGE] * 80)
    )
    one = Report(report_room.run(()), report_room.site(seats=("A1",)), (MachineVerdict("poste-01", bad),))
    page = render_attestation(one, "en")
    assert len(weasyprint.HTML(string=page).render().pages) <= 2
    assert "and 72 more, in the report" in text_of(page)


def test_it_says_what_was_checked_with_what_and_what_was_not() -> None:
    told = text_of(render_attestation(report_room.room(), "en"))
    for words in (
        "As found on Sunday, 22 November 2026",
        "Profiles essentiel, creation",
        "Use several people, one after the other",
        "Firefox 140.1.0esr-1",
        "Tool (SHA-256) " + "a" * 64,
        "Promise (SHA-256) " + "b" * 64,
        "The page is right Not checked, because: there is no network",
        "The shadow is right Not checked, because: this needs an administrator's password",
        "The locale is right Found: C",
        "poste-01, poste-03 have the same machine id",
        "It could not be reached",
    ):
        assert words in told, words


def test_the_checks_are_counted_role_by_role() -> None:
    second = view(report_room.room(), "en").machines[1]
    assert by_role(second) == [("base", {Verdict.GREEN: 2, Verdict.ORANGE: 2, Verdict.RED: 1})]


def test_a_site_and_a_machine_can_say_what_they_like(tmp_path: Path) -> None:
    photo = tmp_path / "screen.png"
    Image.new("RGB", (8, 8)).save(photo)
    page = render_attestation(report_room.nasty_room(photo), "en")
    assert "<script>" not in page
    assert "{{ 7*7 }}" in unescape(page)
    assert to_pdf(page).startswith(b"%PDF")


def test_a_page_that_asks_for_another_file_does_not_get_it() -> None:
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f'<img src="http://127.0.0.1:{server.server_port}/picture.png">'
        assert to_pdf(page).startswith(b"%PDF")
        assert asked == []
        weasyprint.HTML(string=page).write_pdf()  # the control: WeasyPrint as it comes
        assert asked == ["/picture.png"]
        server.shutdown()


def test_both_files_are_written(tmp_path: Path) -> None:
    page, printed = write_attestation(report_room.room(), tmp_path, "fr")
    assert 'lang="fr"' in page.read_text("utf-8")
    assert printed.read_bytes().startswith(b"%PDF")


def test_without_the_libraries_the_page_is_there_and_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'\nmore")

    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(SalleError) as caught:
        write_attestation(report_room.room(), tmp_path, "en")
    assert caught.value.code is Exit.LACKING
    assert "libpango-1.0-0" in str(caught.value.why)
    assert (tmp_path / "attestation.html").is_file()
