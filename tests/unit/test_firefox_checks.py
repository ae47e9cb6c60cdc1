# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the checks of Firefox that need no Firefox."""

import http.client
import json
import re
import sys
from pathlib import Path

import pytest
from salle.verify.machine_side import files_of

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "verify"))

import firefox_contacts  # noqa: E402
import firefox_mutations  # noqa: E402 - the checks lie beside, in no package
import firefox_profiles  # noqa: E402
from browser_promise import on_this_computer  # noqa: E402
from fake_pages import FETCHED_AHEAD, LISTED, ORDINARY, TRACKERS, WATCHER, page_text  # noqa: E402
from fake_web import FakeWeb  # noqa: E402


def ask(
    web: FakeWeb, path: str, headers: dict[str, str], body: str | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    connection.request("POST" if body else "GET", path, body=body, headers=headers)
    return connection.getresponse()


@pytest.fixture
def web():
    web = FakeWeb()
    yield web
    web.close()


def test_a_site_beyond_this_computer_is_noted_and_refused(web: FakeWeb) -> None:
    assert ask(web, "http://elsewhere.example.org/page", {"Host": "elsewhere.example.org"}).status == 502
    assert web.contacted == ["elsewhere.example.org"]
    assert web.served == []


def test_the_watcher_knows_a_visitor_again_by_its_cookie(web: FakeWeb) -> None:
    host = {"Host": f"{WATCHER}:{web.port}"}
    cookie = ask(web, "/picture/one", host).headers["Set-Cookie"].partition(";")[0]
    ask(web, "/picture/two", {**host, "Cookie": cookie})
    ask(web, "/picture/three", host)
    assert web.number("one") == web.number("two") != web.number("three")
    assert web.number("four") is None


def test_what_a_page_found_out_is_kept_by_its_word(web: FakeWeb) -> None:
    ask(web, "/told/word", {"Host": "journal.localhost"}, json.dumps({"signal": True}))
    assert web.told == {"word": {"signal": True}}
    assert web.served == []


def test_the_page_asks_for_everything_that_the_checks_look_for() -> None:
    page = page_text("/abc", 81).decode()
    assert all(f"http://{host}/abc" in page for host in (*TRACKERS, ORDINARY, FETCHED_AHEAD))
    assert all(f"http://{host}:81/picture/abc" in page for host in (WATCHER, LISTED))


def test_a_word_with_marks_cannot_change_the_page() -> None:
    assert b"<script>alert" not in page_text("/<script>alert(1)</script>", 81)


@pytest.mark.parametrize(
    "line",
    [
        'user_pref("privacy.trackingprotection.enabled", false);',
        '  user_pref( "network.cookie.cookieBehavior" , 0 ) ;',
        'user_pref("browser.contentblocking.category", "standard");',
        'user_pref("toolkit.telemetry.unified", true);',
    ],
)
def test_a_setting_that_weakens_firefox_is_named(line: str) -> None:
    assert len(list(firefox_profiles.weak_names(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'user_pref("privacy.trackingprotection.enabled", true);',
        'user_pref("network.cookie.cookieBehavior", 5);',
        '// user_pref("privacy.trackingprotection.enabled", false);',
        'user_pref("browser.startup.page", 3);',
        'user_pref("permissions.default.geo", true);',
        'user_pref("toolkit.telemetry.unified", tru',
    ],
)
def test_other_settings_are_not(line: str) -> None:
    assert list(firefox_profiles.weak_names(line)) == []


@pytest.mark.parametrize("place", firefox_profiles.PLACES)
def test_profiles_are_found_wherever_firefox_keeps_them(tmp_path: Path, place: str) -> None:
    profile = tmp_path / place / "abc.default"
    profile.mkdir(parents=True)
    (profile / "user.js").write_text('user_pref("dom.security.https_only_mode", false);')
    assert firefox_profiles.weakened([tmp_path]) == [
        (str(profile / "user.js"), "dom.security.https_only_mode")
    ]


def test_an_idle_firefox_may_ask_for_the_blockers_own_lists(tmp_path: Path) -> None:
    assets = tmp_path / "assets.json"
    assets.write_text(
        json.dumps({"list": {"contentURL": ["https://lists.example.org/a.txt", "local/a.txt"]}})
    )
    assert firefox_contacts.blocker_sites(assets) == {"lists.example.org"}
    assert firefox_contacts.blocker_sites(tmp_path / "missing.json") == set()


def test_only_an_owners_firefox_may_ask_for_what_an_owner_wants() -> None:
    shared = firefox_contacts.allowed_sites({"browser_homepage": "https://e.org/x", "browser_use": "public"})
    owned = firefox_contacts.allowed_sites({"browser_homepage": "about:home", "browser_use": "personal"})
    assert "e.org" in shared
    assert shared & firefox_contacts.OWNERS_SITES == set()
    assert owned > firefox_contacts.OWNERS_SITES


def test_every_check_that_a_mutation_names_exists() -> None:
    texts = [file.read_text("utf-8") for file in (ROOT / "tests/verify").glob("test_browser*.py")]
    known = {name for text in texts for name in re.findall(r'@check\(\s*"(browser\.\w+)"', text)}
    named = {name for one in firefox_mutations.MUTATIONS for name in (*one.red, *one.orange, *one.late)}
    assert named
    assert named <= known


def test_every_check_of_firefox_is_turned_red_by_some_mutation() -> None:
    """A check that nothing turns red is a check that may not look at all."""
    files = map(Path, files_of(ROOT / "tests/verify", firefox_mutations.FIREFOX))
    known = {
        name for file in files for name in re.findall(r'@check\(\s*"(browser\.\w+)"', file.read_text("utf-8"))
    }
    red = {name for one in firefox_mutations.MUTATIONS for name in (*one.red, *one.late)}
    advice = {"browser.spelling"}
    assert any("browser.spelling" in one.orange for one in firefox_mutations.MUTATIONS)
    assert known - red - advice == {"browser.extensions"}  # a place without any: nothing to break


def test_files_of_checks_are_found_by_role_and_by_subject() -> None:
    folder = ROOT / "tests/verify"
    names = [[Path(file).name for file in files_of(folder, [part])] for part in ("browser:", "browser:quiet")]
    assert names == [["test_browser.py"], ["test_browser_quiet.py"]]
    assert {"test_browser.py", "test_browser_quiet.py"} < {
        Path(file).name for file in files_of(folder, ["browser"])
    }
    assert files_of(folder, ["nobody"]) == [str(folder / "test_nobody.py")]


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://portail.localhost:8470/", True),
        ("http://127.0.0.1:8470/", True),
        ("http://[::1]/", True),
        ("https://localhost.example.org/", False),
        ("https://mediatheque.example.org/localhost", False),
        ("about:home", False),
    ],
)
def test_a_home_page_on_this_computer_is_told_from_others(url: str, here: bool) -> None:
    assert on_this_computer(url) is here
