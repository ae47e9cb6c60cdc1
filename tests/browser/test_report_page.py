# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in a real Chromium: accessible, complete without a network, fit for a phone and for paper."""

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import axe
import pytest
import report_room
from PIL import Image
from salle.report.attestation import render_attestation
from salle.report.write import write_report
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

PHONE, DESK = 360, 1280


@pytest.fixture(scope="module")
def browser(chromium: Callable[..., AbstractContextManager[Chrome]]) -> Iterator[Chrome]:
    with chromium({"performance": "ALL", "browser": "ALL"}) as driver:
        yield driver


def show(browser: Chrome, page: Path, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE},
    )
    browser.get(page.as_uri())


def violations(browser: Chrome) -> list[tuple[str, str]]:
    browser.execute_script(axe.PROGRAM)
    found: dict[str, Any] = browser.execute_async_script("axe.run(document).then(arguments[0])")
    assert len(found["passes"]) > 20, "axe looked at nothing"
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_accessible_folded_and_unfolded(browser: Chrome, page: Path, width: int) -> None:
    show(browser, page, width)
    assert len(browser.find_elements(By.TAG_NAME, "article")) == 6
    assert violations(browser) == []
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(browser) == []


def test_the_check_for_accessibility_can_fail(browser: Chrome, page: Path) -> None:
    show(browser, page, DESK)
    browser.execute_script("document.querySelector('img').removeAttribute('alt')")
    assert ("image-alt") in [rule for rule, _ in violations(browser)]


@pytest.mark.parametrize("verdict", ["green", "orange", "red"])
def test_the_machines_of_one_verdict_alone_can_be_shown(browser: Chrome, page: Path, verdict: str) -> None:
    show(browser, page, DESK)
    browser.find_element(By.CSS_SELECTOR, f"label[for=show-{verdict}]").click()
    for kind in ("article", ".seat"):
        there = browser.find_elements(By.CSS_SELECTOR, kind)
        shown = [one.get_attribute("class").split() for one in there if one.is_displayed()]
        assert 0 < len(shown) < len(there)
        assert all(verdict in classes for classes in shown)
    assert violations(browser) == []
    browser.find_element(By.CSS_SELECTOR, "label[for=show-all]").click()
    assert all(one.is_displayed() for one in browser.find_elements(By.CSS_SELECTOR, "article"))


def test_the_page_is_no_wider_than_a_phone(browser: Chrome, page: Path) -> None:
    show(browser, page, PHONE)
    assert browser.execute_script("return document.documentElement.scrollWidth") == PHONE


def test_nothing_but_the_file_itself_is_asked_for(browser: Chrome, page: Path) -> None:
    browser.get_log("performance")
    browser.get_log("browser")
    show(browser, page, DESK)
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if not name.startswith("data:")] == []
    shown = browser.execute_script("return [...document.images].map(i => i.complete && i.naturalWidth > 100)")
    assert shown == [True, True]
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_attestation_is_accessible_and_fits(browser: Chrome, tmp_path: Path, width: int) -> None:
    page = tmp_path / "attestation.html"
    page.write_text(render_attestation(report_room.room(), "fr"), "utf-8")
    show(browser, page, width)
    assert violations(browser) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_hostile_text_starts_no_script(browser: Chrome, tmp_path: Path) -> None:
    photo = tmp_path / "screen.png"
    Image.new("RGB", (1280, 800)).save(photo)
    show(browser, write_report(report_room.nasty_room(photo), tmp_path, "en"), DESK)
    assert browser.find_elements(By.TAG_NAME, "script") == []
    assert "<script>alert(1)</script>" in browser.find_element(By.TAG_NAME, "h1").text
    assert violations(browser) == []


def test_no_card_is_cut_where_it_is_printed(browser: Chrome, page: Path) -> None:
    show(browser, page, DESK)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    rule = "return [...document.querySelectorAll('{}')].map(e => getComputedStyle(e).breakInside)"
    for selector in (".results li", ".photo", ".verdict"):
        assert set(browser.execute_script(rule.format(selector))) == {"avoid"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf, "not A4"
