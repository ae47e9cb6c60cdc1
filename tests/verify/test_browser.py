# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox does what the role ``browser`` promises.

One Firefox is started for all of them, as somebody who has never used this
computer; nothing it asks for leaves the computer.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import firefox_questions as ask
import pytest
from browser_promise import BLOCKER, differing, promised_policies
from fake_web import ORDINARY, TRACKERS
from firefox_extensions import hold_extensions, hold_own_files
from firefox_session import Firefox, program
from marionette import MarionetteError
from new_user import NewUser
from salle_check import N_, cannot, check, compare, expect, say, wait_until

POLICIES = Path("/etc/firefox/policies/policies.json")
STATISTICS_SITES = re.compile(r"(^|\.)telemetry\.mozilla\.org$|^normandy\.")
STATISTICS_SETTINGS = [
    "app.normandy.enabled",
    "datareporting.healthreport.uploadEnabled",
    "datareporting.policy.dataSubmissionEnabled",
    "datareporting.usage.uploadEnabled",
    "toolkit.telemetry.unified",
]
FILE_MENU = {"en-US": "File", "fr": "Fichier"}
BLOCKER_SECONDS = 15
"""The blocker reads its lists at the first start of a profile: up to 8 s on two cores."""


@pytest.fixture(scope="module")
def started(new_user: NewUser) -> Iterator[Firefox | str]:
    """Firefox, or why it did not start."""
    command = program()
    if command is None:
        yield "Firefox is not installed"
        return
    try:
        running = Firefox(new_user, command)
    except (MarionetteError, OSError) as error:
        yield str(error)
        return
    yield running
    running.close()


@pytest.fixture
def firefox(started: Firefox | str, promise: dict[str, Any]) -> Firefox:
    """Firefox, running by the rules of this place."""
    if promise["browser"]["browser_state"] == "absent":
        cannot(say(N_("the site asks for Firefox as it was before salle (browser_state)")))
    if isinstance(started, str):
        cannot(say(N_("Firefox does not start on this computer")))
    return started


@check("browser.starts", N_("Firefox starts"))
def test_firefox_starts(started: Firefox | str) -> None:
    good = say(N_("Firefox starts"))
    expect(not isinstance(started, str), expected=good, found=started if isinstance(started, str) else good)


@check("browser.policies_active", N_("Firefox follows the rules of this place"))
def test_firefox_has_read_its_policies(firefox: Firefox) -> None:
    words = {
        0: say(N_("Firefox was given no rules")),
        1: say(N_("the rules are in force")),
        2: say(N_("Firefox cannot read its rules and follows none")),
    }
    status = ask.policies_status(firefox)
    expect(status == 1, expected=words[1], found=words.get(status, str(status)))


@check("browser.policies_known", N_("Firefox understands every rule it was given"))
def test_firefox_understands_every_policy(firefox: Firefox) -> None:
    written, rules = written_policies(), ask.policy_rules(firefox)
    if not written:
        cannot(say(N_("the rules of Firefox cannot be read")))
    found = sorted({*ask.refused_policies(firefox), *unknown_names(written, rules, rules)})
    good = say(N_("every rule is understood"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check(
    "browser.own_files", N_("The files of Firefox that salle makes are there only where the site wants them")
)
def test_the_files_of_the_role_follow_the_site(promise: dict[str, Any]) -> None:
    hold_own_files(promise["browser"])


@check("browser.policies_promised", N_("The rules of Firefox are the promised ones"))
def test_firefox_follows_the_promised_policies(firefox: Firefox, promise: dict[str, Any]) -> None:
    promised = promised_policies(promise["browser"])
    active = ask.active_policies(firefox)
    names = differing(promised, active)
    expect(
        not names,
        expected=_some(promised, names) if names else say(N_("%(number)s rules"), number=len(promised)),
        found=_some(active, names) if names else say(N_("%(number)s rules"), number=len(active)),
    )


@check("browser.language", N_("Firefox speaks the language of this place"))
def test_firefox_speaks_the_language_of_the_place(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = promise["browser"]["browser_locale"]
    spoken, menu = ask.language(firefox)
    compare(expected=f"{wanted} ({FILE_MENU.get(wanted, menu)})", found=f"{spoken} ({menu})")


@check("browser.spelling", N_("Firefox checks spelling in the language of this place"), weight="should")
def test_firefox_has_a_dictionary(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = promise["browser"]["browser_locale"]
    there = ask.dictionaries(firefox)
    marks = wanted in there and not ask.accepts(firefox, "qzxwvkj", wanted)
    good = say(N_("a dictionary for %(language)s that marks wrong words"), language=wanted)
    expect(marks, expected=good, found=", ".join(there) or say(N_("no dictionary")))


@check("browser.homepage", N_("Firefox opens on the home page of this place"))
def test_firefox_opens_on_the_home_page(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = bare(ask.normal_address(firefox, promise["browser"]["browser_homepage"]))
    compare(expected=wanted, found=once(bare(firefox.first_page), bare(ask.home_button(firefox))))


@check("browser.search", N_("Firefox searches with the engine that was chosen"))
def test_firefox_searches_with_the_chosen_engine(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = promise["browser"]["browser_search_engine"]
    compare(expected=wanted, found=once(*ask.search_engines(firefox)))


@check("browser.passwords", N_("Firefox stores passwords only on a personal computer"))
def test_firefox_offers_to_store_only_to_an_owner(firefox: Firefox, promise: dict[str, Any]) -> None:
    owner = promise["browser"]["browser_use"] == "personal"
    stores = ask.stores(firefox)
    good = say(N_("the owner may store them")) if owner else say(N_("nothing is stored"))
    as_promised = stores == {"passwords": owner, "forms": owner}
    expect(as_promised, expected=good, found=good if as_promised else json.dumps(stores))


@check("browser.blocker", N_("The tracker blocker of Firefox is on, in private windows too"))
def test_the_blocker_is_on_and_stays_on(firefox: Firefox, promise: dict[str, Any]) -> None:
    shared = promise["browser"]["browser_use"] == "public"
    state = ask.extension_state(firefox, BLOCKER)
    locked = say(N_("it is on, in private windows too, and nobody can switch it off"))
    good = locked if shared else say(N_("it is on, in private windows too, and its owner may switch it off"))
    as_promised = state == {"active": True, "private windows": True, "locked": shared}
    expect(as_promised, expected=good, found=good if as_promised else json.dumps(state))


@check("browser.extensions", N_("The extensions that this place added to Firefox run"))
def test_the_added_extensions_run(firefox: Firefox, promise: dict[str, Any]) -> None:
    hold_extensions(firefox, promise["browser"])


@check("browser.trackers", N_("Firefox blocks known trackers"))
def test_firefox_blocks_known_trackers(firefox: Firefox) -> None:
    """The control comes from the same Firefox, its blocker stopped: it must contact every tracker."""
    contacted = contacted_when_ready(firefox)
    ask.stop_extension(firefox, BLOCKER)
    control = firefox.visit(new_page(firefox))
    if not {*TRACKERS, ORDINARY} <= set(control):
        cannot(say(N_("without its blocker Firefox contacts no tracker either: the check proves nothing")))
    compare(expected=ORDINARY, found=once(*sorted({*TRACKERS, ORDINARY} & contacted)))


@check("browser.statistics", N_("Firefox sends no statistics about its use"))
def test_firefox_sends_no_statistics(firefox: Firefox) -> None:
    sites = {site for site in firefox.web.contacted if STATISTICS_SITES.search(site)}
    found = sorted({*sites, *ask.not_locked_off(firefox, STATISTICS_SETTINGS)})
    good = say(N_("no statistics"))
    expect(not found, expected=good, found=", ".join(found) or good)


@check("browser.traces", N_("Firefox keeps traces of visits only on a personal computer"))
def test_firefox_keeps_traces_only_for_an_owner(firefox: Firefox, promise: dict[str, Any]) -> None:
    """The last one: it ends Firefox as a power cut would, which is the hardest case."""
    word = "visit" + uuid.uuid4().hex
    firefox.visit(firefox.web.page(word, word))
    if word not in firefox.web.served:
        cannot(say(N_("Firefox could not open the page of this check")))
    if promise["browser"]["browser_use"] == "personal":
        kept = wait_until(lambda: firefox.traces(word), 10)
        expect(kept, expected=say(N_("its owner finds visited pages again")), found=", ".join(kept))
        return
    firefox.cut()
    kept = firefox.traces(word)
    expect(not kept, expected=say(N_("no trace")), found=", ".join(kept) or say(N_("no trace")))


def contacted_when_ready(firefox: Firefox) -> set[str]:
    """Which sites of a page Firefox contacts, once its blocker had the time to get ready."""

    def clean() -> bool:
        seen.clear()
        seen.update(firefox.visit(new_page(firefox)))
        return ORDINARY in seen and not seen & set(TRACKERS)

    seen: set[str] = set()
    state = ask.extension_state(firefox, BLOCKER)
    wait_until(clean, BLOCKER_SECONDS if state["active"] and state["private windows"] else 0)
    return seen


def new_page(firefox: Firefox) -> str:
    """A page with trackers on it, never opened before."""
    return firefox.web.page("journal", uuid.uuid4().hex)


def written_policies() -> dict[str, Any]:
    """The policies as they stand in the file; none when people cannot read it.

    Firefox's own list is no help here: it has lost what Firefox does not know.
    """
    try:
        readable = POLICIES.stat().st_mode & 0o004
        written: dict[str, Any] = json.loads(POLICIES.read_text("utf-8"))["policies"] if readable else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return written


def unknown_names(value: Any, rule: dict[str, Any], schema: dict[str, Any], where: str = "") -> list[str]:
    """Names that Firefox's own rules do not have; it drops those inside a policy without a word."""
    if "$ref" in rule:
        rule = schema["definitions"][rule["$ref"].rsplit("/", 1)[-1]]
    if isinstance(value, list):
        return [name for item in value for name in unknown_names(item, rule.get("items", {}), schema, where)]
    known, patterns = rule.get("properties", {}), rule.get("patternProperties", {})
    if not isinstance(value, dict) or not (known or patterns):
        return []
    found: list[str] = []
    for name, inner in value.items():
        place = f"{where}.{name}".lstrip(".")
        rules = [known[name]] if name in known else [r for p, r in patterns.items() if re.search(p, name)]
        found += unknown_names(inner, rules[0], schema, place) if rules else [place]
    return found


def once(*texts: str) -> str:
    """Each text once, in order."""
    return ", ".join(dict.fromkeys(texts))


def bare(url: str) -> str:
    """The address without its scheme: Firefox may try https:// first where the site says http://."""
    return re.sub(r"^https?://", "", url)


def _some(policies: dict[str, Any], names: list[str]) -> str:
    return json.dumps({name: policies.get(name) for name in names}, ensure_ascii=False)
