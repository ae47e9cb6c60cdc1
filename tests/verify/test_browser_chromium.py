# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium does what the role ``browser`` promises, where it was promised.

Started as somebody who has never used this computer, by the system's own
command; nothing it asks for leaves the computer.
"""

from __future__ import annotations

import contextlib
import json
import signal
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromium_questions as ask
import pytest
from browser_promise import on_this_computer
from chromium_probes import PLAIN_SITE, try_all
from chromium_promise import blocker, homepage, promised_policies, recommended_policies, spells
from chromium_session import Chromium, program
from demonstration_session import entry_command
from devtools import DevToolsError
from fake_pages import FETCHED_AHEAD, ORDINARY, TRACKERS
from new_user import NewUser
from salle_check import N_, System, cannot, check, compare, expect, load_promise, say, wait_until

BROWSER: dict[str, Any] = load_promise().get("browser", {})
__test__ = "chromium" in BROWSER.get("browser_engines", [])  # no check of Chromium where none was promised
SHARED = BROWSER.get("browser_use") == "public"
OFFERED = BROWSER.get("browser_demonstration") and BROWSER.get("browser_state", "present") == "present"
FIRST_PAGE = "http://portail.localhost:8470/demonstration"
SETTINGS_PAGE = {"en-US": "Settings", "fr": "Paramètres"}
BLOCKER_SECONDS = 15
"""A new profile unpacks the blocker at its start: 1 s for a small one on two cores."""
ASKED_WITHOUT_PAGES = {
    "accounts.google.com",  # whether somebody is signed in with Google: no setting stops it in 156
    "safebrowsing.googleapis.com",  # the list of dangerous sites
    "update.googleapis.com",  # extensions and parts of Chromium
}
ASKED_FOR_AN_OWNER = {
    "clients2.google.com",
    "clients2.googleusercontent.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
}
"""Parts of Chromium, dictionaries, models and extensions: fetched once, for a profile that lasts."""
REPORTS = [
    "search.suggest_enabled",
    "spellcheck.use_spelling_service",
    "url_keyed_anonymized_data_collection.enabled",
]


@pytest.fixture(scope="module")
def started(new_user: NewUser) -> Iterator[Chromium | str]:
    """Chromium, or why it did not start."""
    try:
        running = start(new_user)
    except (DevToolsError, OSError) as error:
        yield str(error)
        return
    yield running
    running.close()


@pytest.fixture
def chromium(started: Chromium | str) -> Chromium:
    """Chromium, running."""
    if isinstance(started, str):
        cannot(say(N_("Chromium does not start on this computer")))
    return started


@pytest.fixture(scope="module")
def policies(started: Chromium | str) -> ask.Policies:
    """The policies that Chromium was given, as it understands them."""
    if isinstance(started, str):
        cannot(say(N_("Chromium does not start on this computer")))
    return ask.policies(started)


@check("browser.chromium_starts", N_("Chromium starts"))
def test_chromium_starts(started: Chromium | str) -> None:
    good = say(N_("Chromium starts"))
    expect(not isinstance(started, str), expected=good, found=started if isinstance(started, str) else good)


@check("browser.chromium_policies_known", N_("Chromium understands every rule it was given"))
def test_chromium_understands_every_policy(policies: ask.Policies) -> None:
    """Also those that it still follows and will soon forget, so that we hear of it in time."""
    if not policies:
        cannot(say(N_("Chromium was given no rules")))
    wrong = [f"{row['name']}: {row.get('error') or row['status']}" for row in policies.values()
             if row.get("error") or row.get("warning") or row.get("deprecated")]  # fmt: skip
    good = say(N_("every rule is understood"))
    expect(not wrong, expected=good, found="; ".join(sorted(wrong)) or good)


@check("browser.chromium_policies_promised", N_("The rules of Chromium are the promised ones"))
def test_chromium_follows_the_promised_policies(policies: ask.Policies, system: System) -> None:
    """Rules that somebody else gave it besides may stay: Chromium merges all files of its folder."""
    promised = {
        **{name: ["recommended", value] for name, value in recommended_policies(BROWSER).items()},
        **{name: ["mandatory", value] for name, value in promised_policies(BROWSER, system.key).items()},
    }
    followed = {name: [row["level"], row["value"]] for name, row in policies.items() if not row.get("error")}
    names = sorted(name for name in promised if promised[name] != followed.get(name))
    expect(
        not names,
        expected=_some(promised, names) if names else say(N_("%(number)s rules"), number=len(promised)),
        found=_some(followed, names) if names else say(N_("%(number)s rules"), number=len(promised)),
    )


@check("browser.chromium_language", N_("Chromium speaks the language of this place"))
def test_chromium_speaks_the_language_of_the_place(chromium: Chromium) -> None:
    wanted = BROWSER["browser_locale"]
    spoken, page = ask.language(chromium)
    compare(expected=f"{wanted} ({SETTINGS_PAGE.get(wanted, page)})", found=f"{spoken} ({page})")


@check("browser.chromium_homepage", N_("Chromium opens on the home page of this place"))
def test_chromium_opens_on_the_home_page(chromium: Chromium) -> None:
    """One that this computer serves must open; the checks keep Chromium from reaching any other."""
    wanted = homepage(BROWSER)
    if on_this_computer(wanted) and ask.error_pages(chromium):
        expect(False, expected=_bare(wanted), found=say(N_("%(page)s cannot be opened"), page=_bare(wanted)))
    button = ask.settings(chromium, ["homepage"])["homepage"]
    compare(expected=_bare(wanted), found=_once(*map(_bare, [*chromium.first_pages, button])))


@check("browser.chromium_passwords", N_("Chromium stores passwords only on a personal computer"))
def test_chromium_offers_to_store_only_to_an_owner(chromium: Chromium) -> None:
    names = {"credentials_enable_service": "passwords", "credentials_enable_passkeys": "passkeys"}
    found = {
        names[name]: value for name, value in ask.settings(chromium, list(names)).items() if value is not None
    }
    good = say(N_("nothing is stored")) if SHARED else say(N_("the owner may store them"))
    as_promised = "passwords" in found and all(value is not SHARED for value in found.values())
    expect(as_promised, expected=good, found=good if as_promised else json.dumps(found))


@check("browser.chromium_tracking", N_("Chromium keeps sites apart and asks for encrypted pages"))
def test_chromium_limits_tracking(chromium: Chromium) -> None:
    """The control: a watcher that people visit themselves knows them again by its cookie."""
    tried = try_all(chromium)
    if not tried.cookies:
        cannot(say(N_("Chromium keeps no cookie at all: the check proves nothing")))
    answers = {"block": "denied", "ask": "prompt"}
    asked = BROWSER["browser_permissions"].get("location", "block" if SHARED else "ask")
    warns = ask.settings(chromium, ["https_only_mode_enabled"])["https_only_mode_enabled"]
    wanted = {
        "known on other sites": False,
        "encrypted first": True,
        "warns before an open page": True,
        "location": answers[asked],
    }
    found = {
        "known on other sites": tried.known_again,
        "encrypted first": tried.encrypted,
        "warns before an open page": warns,
        "location": tried.location,
    }
    good = say(N_("as promised"))
    expect(found == wanted, expected=good, found=good if found == wanted else json.dumps(found))


@check("browser.chromium_statistics", N_("Chromium sends nothing about its use"))
def test_chromium_reports_nothing(chromium: Chromium) -> None:
    found = [name for name, value in ask.settings(chromium, REPORTS).items() if value is not False]
    good = say(N_("no statistics"))
    expect(not found, expected=good, found=", ".join(found) or good)


if spells(BROWSER, System().key) if __test__ else False:

    @check(
        "browser.chromium_spelling",
        N_("Chromium checks spelling in the language of this place"),
        weight="should",
    )
    def test_chromium_has_a_dictionary(chromium: Chromium) -> None:
        wanted = BROWSER["browser_locale"].partition("-")[0]
        there = ask.dictionaries(chromium)
        good = say(N_("a dictionary for %(language)s that marks wrong words"), language=wanted)
        found = good if wanted in there else ", ".join(there) or say(N_("no dictionary"))
        expect(wanted in there, expected=good, found=found)


@check("browser.chromium_blocker", N_("The tracker blocker of Chromium is on"))
def test_the_blocker_is_on_and_stays_on(chromium: Chromium) -> None:
    if BROWSER["browser_chromium_blocker"] == "none":
        cannot(say(N_("Chromium is not protected against trackers: the site names no blocker for it")))
    if BROWSER["browser_chromium_blocker"] == "store":
        cannot(
            say(N_("the blocker comes from Google's store, and this check keeps Chromium off the network"))
        )
    state = wait_until(lambda: ask.extension(chromium, blocker(BROWSER)), BLOCKER_SECONDS)
    locked = say(N_("it is on, and nobody can switch it off"))
    good = locked if SHARED else say(N_("it is on, and its owner may switch it off"))
    as_promised = state == {"active": True, "locked": SHARED}
    expect(as_promised, expected=good, found=good if as_promised else json.dumps(state))


if BROWSER.get("browser_chromium_blocker") == "file":

    @check("browser.chromium_trackers", N_("Chromium blocks known trackers"))
    def test_chromium_blocks_known_trackers(chromium: Chromium) -> None:
        """The control is a private window of the same Chromium, where no extension runs: it must leak."""
        tab = chromium.tab()
        runs = ask.extension(chromium, blocker(BROWSER)).get("active")
        contacted = wait_until(lambda: _without_trackers(chromium, tab), BLOCKER_SECONDS if runs else 0)
        control = chromium.visit(chromium.tab(private=True), _page(chromium))
        if not {*TRACKERS, ORDINARY} <= set(control):
            cannot(
                say(N_("without its blocker Chromium contacts no tracker either: the check proves nothing"))
            )
        compare(expected=ORDINARY, found=_once(*sorted(contacted or {*TRACKERS, ORDINARY})))


@check("browser.chromium_contacts", N_("Chromium contacts only known sites by itself"))
def test_chromium_contacts_only_known_sites_by_itself(chromium: Chromium) -> None:
    """What it asked for since it was started, the sites of the pages excepted that these checks opened."""
    pages = {*TRACKERS, ORDINARY, FETCHED_AHEAD, PLAIN_SITE, urlsplit(homepage(BROWSER)).hostname}
    allowed = ASKED_WITHOUT_PAGES | (set() if SHARED else ASKED_FOR_AN_OWNER)
    visited = chromium.visit(chromium.tab(), _page(chromium))
    if ORDINARY not in visited:
        cannot(say(N_("Chromium reaches no site at all: the check proves nothing")))
    others = sorted(set(chromium.web.contacted) - pages - allowed)
    good = say(N_("known sites only"))
    expect(not others, expected=good, found=", ".join(others) or good)


@check("browser.chromium_search", N_("Chromium searches with the engine that was chosen"))
def test_chromium_searches_with_the_chosen_engine(chromium: Chromium) -> None:
    """After the check above: the page that is asked here fetches the pictures of many search engines."""
    compare(expected=BROWSER["browser_search_engine"], found=ask.search_engine(chromium)[0])


@check("browser.chromium_traces", N_("Chromium keeps traces of visits only on a personal computer"))
def test_chromium_keeps_traces_only_for_an_owner(chromium: Chromium, new_user: NewUser) -> None:
    """Closed as people close it, ended with the session, and cut as by a power failure."""
    if not SHARED:
        kept = _left_by(new_user, _close)
        expect(kept, expected=say(N_("its owner finds visited pages again")), found=", ".join(kept))
        return
    ends = {"closed": _close, "SIGTERM": _end_session, "SIGKILL": _cut}
    with ThreadPoolExecutor(len(ends)) as pool:
        left = dict(zip(ends, pool.map(lambda end: _left_by(new_user, end), ends.values()), strict=True))
    found = [f"{name}: {', '.join(files)}" for name, files in left.items() if files]
    expect(not found, expected=say(N_("no trace")), found="; ".join(found) or say(N_("no trace")))


if OFFERED:  # where the site wants no demonstration there is nothing more to prove

    @check(
        "browser.chromium_unprotected",
        N_("The unprotected Chromium of the demonstration starts, contacts trackers and leaves nothing"),
    )
    def test_the_unprotected_chromium_is_followed_and_forgotten(new_user: NewUser) -> None:
        """By its menu entry, on its first page; it is ended as the end of a session does it."""
        words = entry_command("unprotected", new_user, "chromium")
        if not words:
            cannot(say(N_("the menu entries are missing")))
        try:
            found = _seen_of_unprotected(new_user, words)
        except DevToolsError as error:
            found = [str(error)]
        compare(expected=", ".join((FIRST_PAGE, *TRACKERS)), found=", ".join(found))


def _seen_of_unprotected(user: NewUser, words: list[str]) -> list[str]:
    """Its first page, the trackers it reached, and the files that name the visited page when it has ended."""
    with contextlib.closing(Chromium(user, words)) as one:
        page = _page(one)
        contacted = set(one.visit(one.tab(), page))
        first = [address for address in one.first_pages if address.startswith("http")]
        one.end(signal.SIGTERM)
        reached = [tracker for tracker in TRACKERS if tracker in contacted]
        return [*first, *reached, *one.traces(page.rsplit("/", 1)[-1], memory=True)]


def start(user: NewUser, runtime: Path | None = None) -> Chromium:
    """Chromium as people start it."""
    command = program()
    if command is None:
        raise DevToolsError("Chromium is not installed")
    # headless Chromium that is told no folder takes another one each time, and forgets it
    flags = () if SHARED else (f"--user-data-dir={user.home}/chromium-{uuid.uuid4().hex[:8]}",)
    return Chromium(user, [command], *flags, runtime=runtime)


def _page(chromium: Chromium) -> str:
    """A page with trackers that nobody has opened yet."""
    return chromium.web.page("journal", uuid.uuid4().hex)


def _without_trackers(chromium: Chromium, tab: str) -> set[str]:
    """What the blocked page contacted; nothing while a tracker is among it."""
    contacted = {*TRACKERS, ORDINARY} & set(chromium.visit(tab, _page(chromium)))
    return contacted if not contacted & set(TRACKERS) else set()


WRITE_SECONDS = 20
"""Chromium writes most of a visit at once, the history after ten seconds; a busy computer takes its time."""


def _left_by(user: NewUser, end: Callable[[Chromium], Any]) -> list[str]:
    """The files that still name a visited page once a Chromium of somebody new has ended.

    On a disk none may; in memory none once it has ended orderly, or was started again.
    """
    word = "visit" + uuid.uuid4().hex
    chromium = start(user)
    try:
        chromium.visit(chromium.tab(), chromium.web.page("journal", word))
        if not wait_until(lambda: chromium.traces(word, memory=True), WRITE_SECONDS, every=0.5):
            cannot(say(N_("Chromium wrote down nothing of a visit: the check proves nothing")))
        end(chromium)
        on_disk = chromium.traces(word, memory=False)
        if end is _cut:
            start(user, runtime=chromium.runtime).quit()
        return sorted({*on_disk, *chromium.traces(word, memory=True)})
    finally:
        chromium.close()


def _close(chromium: Chromium) -> None:
    chromium.quit()


def _end_session(chromium: Chromium) -> None:
    chromium.end(signal.SIGTERM)


def _cut(chromium: Chromium) -> None:
    """As by a power failure: what is in memory is then gone, or goes when Chromium is started again."""
    chromium.end(signal.SIGKILL)


def _once(*texts: str) -> str:
    """The texts, each once."""
    return ", ".join(dict.fromkeys(texts))


def _bare(url: str) -> str:
    """The address without its scheme, and without the stroke that browsers add."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def _some(policies: dict[str, Any], names: list[str]) -> str:
    return json.dumps({name: policies.get(name) for name in names}, ensure_ascii=False, sort_keys=True)
