# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in a real Firefox, by its own remote control: no Debian release packages geckodriver."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import axe
import pytest
import report_room
from PIL import Image
from salle.report.attestation import render_attestation
from salle.report.write import write_report

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "verify"))

from marionette import Marionette, port_of  # noqa: E402 - the checks lie beside, in no package

PHONE, DESK = 320, 1280
"""CSS pixels: the narrowest page that must need no scrolling sideways (WCAG 2.1, 1.4.10), and a laptop's."""
START_SECONDS = 60
LOAD_SECONDS = 30
VIOLATIONS = """
const found = await axe.run(document);
return [found.passes.length, found.violations.map(rule => rule.id)];
"""
LOADED = """
const one = gBrowser.selectedBrowser;
return one.currentURI.spec === given[0] && !one.webProgress.isLoadingDocument;
"""
ZOOM = "gBrowser.selectedBrowser.fullZoom = given[0]"
WIDTHS = "return [innerWidth, document.documentElement.scrollWidth]"
SHOWN = """
const shown = one => one.checkVisibility({visibilityProperty: true});
return [...document.querySelectorAll("article, .seat")].map(one => [one.className.split(" "), shown(one)]);
"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marionette]:
    """A headless Firefox that runs."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "there is no Firefox on this computer; tests/run installs it"
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user.js").write_text('user_pref("marionette.port", 0);\n', "utf-8")
    remote = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
    env = {**os.environ, "MOZ_REMOTE_ALLOW_SYSTEM_ACCESS": "1"}
    words = [program, *remote, "--profile", str(profile)]
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield connected(profile, process)
        finally:
            process.kill()


def connected(profile: Path, process: subprocess.Popen[bytes]) -> Marionette:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):  # it listens before it is ready
            if port := port_of(profile):
                return Marionette(port, 60)
        time.sleep(0.1)
    pytest.fail("Firefox did not start")


def show(firefox: Marionette, page: Path, width: int) -> None:
    """Open the page in a window whose inside is that wide, in CSS pixels."""
    firefox.call("WebDriver:SetWindowRect", {"width": DESK, "height": 900})
    firefox.inside(ZOOM, 1.0)
    firefox.visit(page.as_uri())
    deadline = time.monotonic() + LOAD_SECONDS
    while not firefox.inside(LOADED, page.as_uri()):
        assert time.monotonic() < deadline, "the page did not load"
        time.sleep(0.05)
    # no window of Firefox is as narrow as a phone: the page is magnified until it has that little room
    firefox.inside(ZOOM, firefox.in_page("return innerWidth") / width)
    while firefox.in_page("return innerWidth") != width:
        assert time.monotonic() < deadline, "the page did not take that width"
        time.sleep(0.05)


def violations(firefox: Marionette) -> list[str]:
    passes, found = firefox.in_page(axe.PROGRAM + VIOLATIONS)
    assert passes > 20, "axe looked at nothing"
    return list(found)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_accessible_and_fits(firefox: Marionette, page: Path, width: int) -> None:
    show(firefox, page, width)
    assert violations(firefox) == []
    firefox.in_page("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(firefox) == []
    there, needed = firefox.in_page(WIDTHS)
    assert needed <= there == width


def test_the_check_for_accessibility_can_fail(firefox: Marionette, page: Path) -> None:
    show(firefox, page, DESK)
    firefox.in_page("document.querySelector('img').removeAttribute('alt')")
    assert violations(firefox) == ["image-alt"]


@pytest.mark.parametrize("verdict", ["green", "orange", "red"])
def test_the_machines_of_one_verdict_alone_can_be_shown(
    firefox: Marionette, page: Path, verdict: str
) -> None:
    show(firefox, page, DESK)
    firefox.in_page(f"document.querySelector('label[for=show-{verdict}]').click()")
    seen = firefox.in_page(SHOWN)
    assert {shown for _, shown in seen} == {True, False}
    assert [classes for classes, shown in seen if shown and verdict not in classes] == []


def test_nothing_but_the_file_itself_is_asked_for(firefox: Marionette, page: Path) -> None:
    show(firefox, page, DESK)
    asked = firefox.in_page("return performance.getEntriesByType('resource').map(one => one.name)")
    assert [name for name in asked if not name.startswith("data:")] == []
    photos = firefox.in_page("return [...document.images].map(one => one.complete && one.naturalWidth > 100)")
    assert photos == [True, True]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_attestation_is_accessible_and_fits(firefox: Marionette, tmp_path: Path, width: int) -> None:
    page = tmp_path / "attestation.html"
    page.write_text(render_attestation(report_room.room(), "fr"), "utf-8")
    show(firefox, page, width)
    assert violations(firefox) == []
    there, needed = firefox.in_page(WIDTHS)
    assert needed <= there == width


def test_hostile_text_starts_no_script(firefox: Marionette, tmp_path: Path) -> None:
    photo = tmp_path / "screen.png"
    Image.new("RGB", (1280, 800)).save(photo)
    show(firefox, write_report(report_room.nasty_room(photo), tmp_path, "en"), DESK)
    assert firefox.in_page("return document.scripts.length") == 0
    assert "<script>alert(1)</script>" in firefox.in_page("return document.querySelector('h1').innerText")
