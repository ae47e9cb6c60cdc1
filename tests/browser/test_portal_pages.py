# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The portal and its demonstration in a real Chromium: accessible, fit for a phone, for paper, and true."""

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import axe
import pytest
from portal_tools import NAME, Running, running
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

PHONE, DESK = 390, 1280
WIDER = "const page = document.documentElement; return page.scrollWidth - page.clientWidth"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("portal") / "data") as there:
        yield there


@pytest.fixture(scope="module")
def browser(chromium: Callable[..., AbstractContextManager[Chrome]]) -> Iterator[Chrome]:
    # Debian's Chromium refuses them from the start; elsewhere they are taken.
    cookies = {"profile.block_third_party_cookies": False, "profile.cookie_controls_mode": 0}
    with chromium({"browser": "ALL"}, cookies) as driver:
        yield driver


@pytest.fixture(autouse=True)
def fresh(web: Running, browser: Chrome) -> None:
    """Nothing is known of anybody, and no cookie is left."""
    browser.get("about:blank")  # else the page of the test before would go on asking
    browser.get_log("browser")
    web.portal.notebook.clear()
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})


def show(browser: Chrome, web: Running, site: str, path: str, width: int = DESK) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width == PHONE},
    )
    browser.get(f"http://{site}.localhost:{web.port}{path}")


def violations(browser: Chrome) -> list[tuple[str, str]]:
    browser.execute_script(axe.PROGRAM)
    found: dict[str, Any] = browser.execute_async_script("axe.run(document).then(arguments[0])")
    assert len(found["passes"]) > 8, "axe looked at nothing"
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]


def settled(browser: Chrome, words: str) -> None:
    """Wait until the page says this by itself."""
    WebDriverWait(browser, 10, 0.1).until(
        lambda driver: words in driver.find_element(By.TAG_NAME, "body").text
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_is_accessible_and_no_wider_than_the_screen(
    browser: Chrome, web: Running, width: int
) -> None:
    browser.get_log("browser")
    for site, path in web.paths():
        show(browser, web, site, path, width)
        assert violations(browser) == [], (site, path)
        assert browser.execute_script(WIDER) == 0, (site, path)
    assert browser.get_log("browser") == [], "a page asks for something that its own rules forbid"


def test_the_check_for_accessibility_can_fail(browser: Chrome, web: Running) -> None:
    show(browser, web, "journal", "/en/")
    browser.execute_script("document.documentElement.removeAttribute('lang')")
    assert "html-has-lang" in [rule for rule, _ in violations(browser)]


def test_hostile_words_of_a_place_are_words(browser: Chrome, web: Running) -> None:
    show(browser, web, "portail", "/en/")
    assert browser.find_element(By.TAG_NAME, "h1").text == NAME
    assert "<script>alert(1)</script>" in browser.find_element(By.TAG_NAME, "main").text
    assert browser.find_elements(By.TAG_NAME, "script") == []


def test_a_browser_that_takes_every_cookie_is_followed_before_its_own_eyes(
    browser: Chrome, web: Running
) -> None:
    show(browser, web, "sante", "/en/diabete")
    settled(browser, "It has seen this visitor on no other site")
    show(browser, web, "recettes", "/en/sans-sucre")
    settled(browser, "It recognised you: it has already seen you on Plainly Well")
    show(browser, web, "portail", "/en/demonstration/carnet")
    settled(browser, "the same visitor on 2 sites")
    assert "their insurer would like to know" in browser.find_element(By.TAG_NAME, "main").text
    assert violations(browser) == []


def test_the_advertisement_on_the_next_site_knows_what_was_read(browser: Chrome, web: Running) -> None:
    show(browser, web, "sante", "/en/sommeil")
    settled(browser, "The tracker knows that you are reading this page")
    show(browser, web, "meteo", "/en/")
    browser.switch_to.frame(0)
    assert "Dozeline" in browser.find_element(By.TAG_NAME, "h1").text
    assert violations(browser) == []
    browser.switch_to.default_content()


def test_a_browser_that_refuses_the_tracker_sees_that_nothing_arrived(browser: Chrome, web: Running) -> None:
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*://pisteur.localhost*"]})
    try:
        show(browser, web, "journal", "/en/usine")
        settled(browser, "nothing reached it from this browser")
        show(browser, web, "portail", "/en/demonstration")
        settled(browser, "this browser refuses to talk to the tracker")
        show(browser, web, "portail", "/en/demonstration/carnet")
        settled(browser, "The tracker has learnt nothing")
    finally:
        browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def test_the_start_page_says_when_the_tracker_is_talked_to(browser: Chrome, web: Running) -> None:
    show(browser, web, "portail", "/en/demonstration")
    settled(browser, "this browser talks to the tracker")


def test_the_notebook_is_written_while_one_reads_and_is_emptied_by_its_button(
    browser: Chrome, web: Running
) -> None:
    show(browser, web, "portail", "/en/demonstration/carnet")
    settled(browser, "The notebook is empty")
    page = web.ask("journal", "/en/usine").text
    assert "vue=" in page
    settled(browser, "The button factory may close in spring")
    # In one go: the page replaces what it shows while one looks for the button.
    browser.execute_script("document.querySelector('button').click()")
    settled(browser, "The notebook is empty")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mediators_sheet_prints_on_one_page(browser: Chrome, web: Running, language: str) -> None:
    show(browser, web, "portail", f"/{language}/demonstration/guide")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
