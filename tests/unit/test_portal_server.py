# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The portal over real HTTP: what it says, to whom, and what its tracker remembers."""

import re
import socket
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import portal_tools
import pytest
from portal_tools import NAME, Running, running
from salle_portal.conclusions import tally
from salle_portal.language import wanted
from salle_portal.serve import serve
from salle_portal.tracker import FORGOTTEN_AFTER, Notebook

SITES = ("journal", "meteo", "recettes", "sante")
VIEW = re.compile(r"mesure\.js\?vue=([\w-]+)")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "data") as there:
        yield there


def read(web: Running, site: str, path: str = "/en/", cookie: str = "") -> tuple[str, str]:
    """Read a page as a browser without protection does: the view's id, and the tracker's cookie."""
    found = VIEW.search(web.ask(site, path).text)
    assert found
    heard = web.ask("pisteur", f"/point.gif?vue={found[1]}&ecran=1366x768", cookie=cookie)
    return found[1], heard.headers["set-cookie"].partition(";")[0]


def number(web: Running, site: str, view: str) -> str:
    told = re.search(r'data-number="(\d+)"', web.ask(site, f"/en/coulisses?vue={view}").text)
    return told[1] if told else ""


def test_the_name_of_the_place_appears_as_it_was_typed(web: Running) -> None:
    page = web.ask("portail")
    assert "<b>&" not in page.text
    assert NAME in unescape(page.text)
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "portail"])
def test_an_address_that_is_none_becomes_no_link(tmp_path: Path, url: str) -> None:
    with running(tmp_path / "data", url=url) as web:
        page = web.ask("portail").text
    assert url in unescape(page)
    assert f'href="{url}"' not in page


def test_a_place_that_says_nothing_has_a_home_page_all_the_same(tmp_path: Path) -> None:
    with running(tmp_path / "data", name="", contact="", address="", opening_hours="", url="") as web:
        page = web.ask("portail", accept_language="en").text
    assert "<h1>Home page of this computer</h1>" in page
    assert "<dt>" not in page


def test_every_page_asks_this_computer_only(web: Running) -> None:
    for site, path in web.paths():
        page = web.ask(site, path)
        assert page.status == 200, (site, path)
        fetched = re.findall(r'<(?:link|script|img|iframe)\b[^>]*?\b(?:href|src)="([^"]*)"', page.text)
        assert len(fetched) >= 2
        allowed = re.compile(rf"(http://pisteur\.localhost:{web.port})?/(?!/)")
        assert [one for one in fetched if not allowed.match(one)] == [], (site, path)
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_every_link_of_a_page_leads_to_a_page(web: Running) -> None:
    for site, path in web.paths():
        for link in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', web.ask(site, path).text):
            ours = re.match(rf"(?:http://(\w+)\.localhost:{web.port})?(/.*)", link)
            if ours:
                assert web.ask(ours[1] or site, ours[2]).status == 200, (site, path, link)


def test_both_languages_say_the_same_number_of_things(web: Running) -> None:
    content = web.portal.content
    assert set(content.texts["fr"]) == set(content.texts["en"])
    places = [
        {name: sorted(re.findall(r"\{\w+\}", said)) for name, said in one.items()}
        for one in content.texts.values()
    ]
    assert places[0] == places[1]
    fr, en = content.guide["fr"]["parts"], content.guide["en"]["parts"]
    assert [len(part["lines"]) for part in fr] == [len(part["lines"]) for part in en]
    for name in SITES:
        told = [content.site(name, language).articles for language in ("fr", "en")]
        assert len(told[0]) >= 3
        for one, other in zip(*told, strict=True):
            assert (one.slug, one.topic, len(one.text)) == (other.slug, other.topic, len(other.text))
            assert one.title != other.title


def test_every_article_tells_a_tracker_something_in_both_languages(web: Running) -> None:
    told = web.portal.content.inferences
    topics = {one.topic for name in SITES for one in web.portal.content.site(name, "fr").articles}
    assert topics == set(told["topics"])
    for rule in told["together"]:
        assert set(rule["topics"]) <= topics
        assert rule["fr"] != rule["en"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("fr", "fr"), ("en-GB,en;q=0.9", "en"), ("de, en;q=0.7, fr;q=0.8", "fr"), ("oc,fr;q=0.5", "fr"),
        ("de", "fr"), ("", "fr"), ("en;q=0, fr;q=0.1", "fr"), ("en;q=x,fr;q=", "fr"), (",;,", "fr"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_that_the_browser_prefers(accept: str, language: str) -> None:
    assert wanted(accept) == language


def test_the_address_decides_on_the_language_before_the_browser_does(web: Running) -> None:
    assert '<html lang="en">' in web.ask("portail", "/en/", accept_language="fr").text
    assert '<html lang="en">' in web.ask("portail", "/", accept_language="en").text


@pytest.mark.parametrize(
    "host",
    ["example.org", "portail.localhost.example.org", "inconnu.localhost", "", "[", "journal.localhost@x.org"],
)
def test_a_name_that_is_not_ours_is_refused(web: Running, host: str) -> None:
    assert web.ask("x", host=host).status == 421


@pytest.mark.parametrize(
    "path", ["/nowhere", "/style/../place.json", "/style/%2e%2e/place.json", "/style/", "/script/x.py"]
)
def test_what_is_not_there_is_not_found(web: Running, path: str) -> None:
    assert web.ask("portail", path).status == 404


def test_a_browser_that_shows_the_cookie_is_followed_over_all_four_sites(web: Running) -> None:
    cookie, numbers = "", []
    for site in SITES:
        view, cookie = read(web, site, cookie=cookie)
        numbers.append(number(web, site, view))
    assert len(set(numbers)) == 1
    assert "" not in numbers
    page = web.ask("portail", "/en/demonstration/carnet").text
    assert "recognised the same visitor on 4 sites" in page
    assert f"No. {numbers[0]}" in unescape(page).replace("\xa0", " ")


def test_a_browser_that_keeps_the_sites_apart_breaks_the_trail(web: Running) -> None:
    numbers = [number(web, site, read(web, site)[0]) for site in SITES]
    assert len(set(numbers)) == 4
    assert "The trail is broken" in web.ask("portail", "/en/demonstration/carnet").text


def test_a_browser_that_blocks_the_tracker_teaches_it_nothing(web: Running) -> None:
    for site in SITES:
        web.ask(site, "/en/")
    page = web.ask("portail", "/en/demonstration/carnet").text
    assert "The tracker has learnt nothing" in page
    assert "Pages opened: 4. Pages the tracker heard of: 0" in page


def test_two_articles_say_more_than_each_of_them(web: Running) -> None:
    _, cookie = read(web, "recettes", "/en/sans-sucre")
    view, _ = read(web, "sante", "/en/diabete", cookie)
    behind = web.ask("sante", f"/en/coulisses?vue={view}").text
    assert all(said in behind for said in ("avoids sugar", "fears diabetes", "their insurer"))


def test_the_advertisement_follows_what_was_read(web: Running) -> None:
    assert "sock sale" in web.ask("pisteur", "/en/reclame").text
    _, cookie = read(web, "sante", "/en/sommeil")
    assert "Dozeline" in web.ask("pisteur", "/en/reclame", cookie=cookie).text


@pytest.mark.parametrize("referer", ["https://example.org/", "http://sante.localhost:1/"])
def test_a_page_of_somebody_else_cannot_write_into_the_notebook(web: Running, referer: str) -> None:
    view = VIEW.search(web.ask("journal", "/en/").text)
    assert view
    assert "set-cookie" not in web.ask("pisteur", f"/point.gif?vue={view[1]}", referer=referer).headers
    assert "set-cookie" not in web.ask("pisteur", "/point.gif?vue=unknown").headers


def test_what_a_browser_says_of_itself_is_text_and_no_markup(web: Running) -> None:
    view = VIEW.search(web.ask("journal", "/en/").text)
    assert view
    web.ask("pisteur", f"/point.gif?vue={view[1]}&ecran=<b>1</b>", user_agent="Firefox <script>")
    assert "<script>" not in re.sub(
        r"<script src=[^>]*>", "", web.ask("portail", "/en/demonstration/carnet").text
    )


def test_only_the_notebook_itself_may_empty_the_notebook(web: Running) -> None:
    read(web, "journal")
    path = "/en/demonstration/recommencer"
    assert web.ask("portail", path, method="POST", origin="https://example.org").status == 403
    assert len(web.portal.notebook.visitors()) == 1
    answer = web.ask("portail", path, method="POST", origin=f"http://portail.localhost:{web.port}")
    assert (answer.status, answer.headers["location"]) == (303, "/en/demonstration/carnet")
    assert web.portal.notebook.visitors() == []


def test_a_place_without_the_demonstration_has_its_home_page_alone(tmp_path: Path) -> None:
    with running(tmp_path / "data", demonstration=False) as web:
        assert "demonstration" not in web.ask("portail", "/en/").text
        pages = [*((site, "/") for site in (*SITES, "pisteur")), ("portail", "/en/demonstration/carnet")]
        assert {web.ask(*page).status for page in pages} == {404}


def test_what_was_read_is_forgotten_after_half_an_hour() -> None:
    now = [0.0]
    notebook = Notebook(clock=lambda: now[0])
    view = notebook.give_out("journal", "")
    assert notebook.hear(view.id, "journal", "")
    assert len(notebook.visitors()) == 1
    now[0] = FORGOTTEN_AFTER + 1.0
    assert notebook.views() == notebook.visitors() == []


def test_a_cookie_of_a_forgotten_visitor_is_somebody_new() -> None:
    notebook = Notebook()
    cookie = notebook.hear(notebook.give_out("journal", "").id, "", "an old cookie")
    assert cookie != "an old cookie"


def test_what_a_check_reads_works_and_is_shown_to_nobody(web: Running) -> None:
    view = VIEW.search(web.ask("journal", "/en/usine?controle=1").text)
    assert view
    web.ask("pisteur", f"/point.gif?vue={view[1]}")
    assert number(web, "journal", view[1])
    assert "The notebook is empty" in web.ask("portail", "/en/demonstration/carnet").text


def test_one_site_alone_proves_nothing_about_a_trail() -> None:
    notebook = Notebook()
    for _ in range(2):
        notebook.hear(notebook.give_out("journal", "").id, "journal", "")
    assert tally(notebook.views(), notebook.visitors()).outcome == "early"


def test_the_portal_ends_by_itself_when_nobody_asks(tmp_path: Path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    with running(tmp_path / "data") as web:
        thread = threading.Thread(target=serve, args=([listening], web.portal, 0.1), daemon=True)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()
        listening.close()


def test_head_sends_no_body(web: Running) -> None:
    answer = web.ask("portail", method="HEAD")
    assert (answer.status, answer.text) == (200, "")


def test_the_tools_of_this_test_serve_the_files_of_the_role() -> None:
    assert (portal_tools.ROLE / "files/share/texts.toml").is_file()
