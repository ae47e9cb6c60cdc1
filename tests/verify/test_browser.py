# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firefox starts, follows the rules of its place, and speaks its language.

Three Firefoxes are started for all checks of Firefox (:mod:`firefox_room`), as
somebody who has never used this computer; nothing they ask for leaves the
computer.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import firefox_questions as ask
from browser_promise import differing, on_this_computer, promised_policies
from firefox_extensions import hold_own_files
from firefox_room import Firefoxes, must_leak
from firefox_rules import Rules
from firefox_session import Firefox
from salle_check import N_, cannot, check, compare, expect, say

POLICIES = Path("/etc/firefox/policies/policies.json")
FILE_MENU = {"en-US": "File", "fr": "Fichier"}


@check("browser.starts", N_("Firefox starts"))
def test_firefox_starts(firefoxes: Firefoxes | str) -> None:
    good = say(N_("Firefox starts"))
    found = firefoxes if isinstance(firefoxes, str) else good
    expect(found is good, expected=good, found=found)


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
    # a dictionary may be a country's: ar-EG, de-DE
    fitting = [one for one in there if f"{one}-".startswith(f"{wanted}-")]
    marks = fitting and not ask.accepts(firefox, "qzxwvkj", fitting[0])
    good = say(N_("a dictionary for %(language)s that marks wrong words"), language=wanted)
    expect(marks, expected=good, found=", ".join(there) or say(N_("no dictionary")))


@check("browser.homepage", N_("Firefox opens on the home page of this place"))
def test_firefox_opens_on_the_home_page(firefox: Firefox, promise: dict[str, Any]) -> None:
    """One that this computer serves must open; the checks keep Firefox from reaching any other."""
    wanted = ask.normal_address(firefox, promise["browser"]["browser_homepage"])
    first, shown = firefox.first_pages[0], firefox.first_shown[0]
    if on_this_computer(first) and shown != first:
        expect(False, expected=bare(wanted), found=say(N_("%(page)s cannot be opened"), page=bare(first)))
    compare(expected=bare(wanted), found=once(bare(first), bare(ask.home_button(firefox))))


@check("browser.search", N_("Firefox searches with the engine that was chosen"))
def test_firefox_searches_with_the_chosen_engine(firefox: Firefox, promise: dict[str, Any]) -> None:
    wanted = promise["browser"]["browser_search_engine"]
    compare(expected=wanted, found=once(*ask.search_engines(firefox)))


@check("browser.first_pages", N_("Firefox opens with one page, also after an update of itself"))
def test_firefox_opens_with_one_page(room: Firefoxes, rules: Rules) -> None:
    """The control is welcomed by its maker, whose news follow an update."""
    rules.must_hold("", "OverrideFirstRunPage")
    rules.must_hold("", "OverridePostUpdatePage")
    must_leak(len(room.control.firefox.first_pages) > 1)
    found = (room.main.first_pages, room.probes.after_update)
    expect(
        all(len(pages) == 1 for pages in found),
        expected=say(N_("one page")),
        found=", ".join(bare(page) for pages in found for page in pages),
    )


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
