# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role ``browser`` writes is what its checks expect, whatever a site says."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import filter_loader, init_plugin_loader
from ansible.template import Templar

ROOT = Path(__file__).resolve().parents[2]
ROLE = ROOT / "roles" / "browser"
sys.path.insert(0, str(ROOT / "tests" / "verify"))

from browser_promise import differing, promised_policies  # noqa: E402 - the checks lie beside, in no package


@cache
def role_variables() -> dict[str, Any]:
    """The role's defaults and internal variables, templates and all."""
    init_plugin_loader()
    filter_loader.add_directory(str(ROLE / "filter_plugins"))
    loader = DataLoader()
    files = (ROLE / "defaults/main.yml", ROLE / "vars/main.yml", ROLE / "vars/debian.yml")
    loaded = [loader.load_from_file(str(file), trusted_as_template=True) for file in files]
    return {name: value for one in loaded for name, value in one.items()}


def resolved(name: str, site: dict[str, Any]) -> Any:
    """A variable of the role as a machine of that site would see it."""
    value = Templar(variables={**role_variables(), **site}).template(role_variables()[name])
    return json.loads(json.dumps(value))


def public_variables(site: dict[str, Any]) -> dict[str, Any]:
    """What the checks are told."""
    names = DataLoader().load_from_file(str(ROLE / "defaults/main.yml"))
    return {name: site.get(name, resolved(name, site)) for name in names}


SITES = {
    "nothing said": {},
    "a place": {"site_url": "https://mediatheque.example.org", "site_locale": "fr_FR.UTF-8"},
    "no address": {"site_url": ""},
    "no demonstration": {"browser_demonstration": False},
    "an owner": {"site_use": "personal", "browser_search_engine": "Mojeek"},
    "another language": {
        "site_locale": "oc_FR.UTF-8",
        "browser_homepage": "https://e.org/?a=\"'<b>{{ 7*7 }}",
    },
    "hostile names": {
        "browser_bookmarks": [{"name": "\"},\n'<script>{{ 7*7 }}{% raw %}\\u202e", "url": "https://e.org/{#"}]
    },
    "a folder of bookmarks": {
        "browser_bookmarks": [
            {"name": "Droits", "children": [{"name": "CNIL", "url": "https://www.cnil.fr"}]}
        ]
    },
    "encrypted names": {"browser_dns": "encrypted", "browser_dns_resolver": "https://dns.example/dns-query"},
    "names as people choose": {"browser_dns": "choice"},
    "an owner's encrypted names": {
        "site_use": "personal",
        "browser_dns": "encrypted",
        "browser_dns_resolver": "https://dns.example/dns-query",
    },
    "permissions the other way round": {
        "browser_permissions": {"location": "ask", "camera": "block", "microphone": "block"}
    },
    "two engines": {"browser_search_engine": "Qwant", "browser_search_engines": ["Mojeek", "Qwant"]},
    "two engines of an owner": {
        "site_use": "personal",
        "browser_search_engine": "Qwant",
        "browser_search_engines": ["Mojeek", "Qwant"],
    },
    "extensions from everywhere": {
        "browser_extra_extensions": [
            {"id": "a@b", "package": "webext-a"},
            {"id": "c@d", "file": "c d.xpi", "sha256": "AB" * 32, "pinned": True, "private_browsing": False},
            {"id": "{db55bb9b-0d9f-407f-9b65-da9dd29c8d32}", "amo": True, "locked": False},
        ]
    },
    "an owner's extensions": {
        "site_use": "personal",
        "browser_extra_extensions": [{"id": "a@b", "package": "webext-a"}],
    },
    "policies laid over": {
        "browser_policies": {
            "DisableSetDesktopBackground": None,
            "UserMessaging": {"SkipOnboarding": None, "FirefoxLabs": True},
            "NewTabPage": False,
            "Homepage": {"Locked": False},
            "Certificates": {"Install": ["/x{{ 7*7 }}.pem"], "Import": {"deep": None}},
            "SearchEngines": {"Remove": ["Bing"]},
            "HttpsOnlyMode": {"was": "text"},
            "Cookies": "text",
        }
    },
}


@pytest.mark.parametrize("site", SITES.values(), ids=SITES.keys())
def test_the_role_writes_exactly_what_the_checks_expect(site: dict[str, Any]) -> None:
    assert resolved("__browser_policies", site) == promised_policies(public_variables(site))


def test_a_shared_computer_browses_privately_and_a_personal_one_does_not() -> None:
    assert resolved("__browser_policies", {})["PrivateBrowsingModeAvailability"] == 2
    assert "PrivateBrowsingModeAvailability" not in resolved("__browser_policies", {"site_use": "personal"})


def test_blocking_every_extension_is_never_promised_since_it_blocks_the_language_too() -> None:
    everybody_else = resolved("__browser_policies", {})["ExtensionSettings"]["*"]
    assert everybody_else["installation_mode"] == "allowed"
    assert "locale" in everybody_else["allowed_types"]
    assert "extension" not in everybody_else["allowed_types"]


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr_FR.UTF-8", "fr"), ("fr_FR", "fr"), ("en_GB.UTF-8", "en-US"), ("C.UTF-8", "en-US"), ("br_FR", "br")],
)
def test_the_language_follows_the_locale_of_the_site(locale: str, language: str) -> None:
    assert resolved("browser_locale", {"site_locale": locale}) == language


@pytest.mark.parametrize(
    "url", ["portail", "javascript:alert(1)", "data:text/html,x", "", "//e.org", " https://e.org"]
)
def test_an_address_that_no_browser_should_open_is_named(url: str) -> None:
    site = {"browser_homepage": "https://e.org", "browser_bookmarks": [{"name": "x", "url": url}]}
    assert resolved("__browser_wrong_addresses", site) == [url]


@pytest.mark.parametrize(
    "url", ["about:home", "file:///usr/share/salle/index.html", "http://127.0.0.1:8470/"]
)
def test_complete_addresses_are_taken(url: str) -> None:
    assert resolved("__browser_wrong_addresses", {"browser_homepage": url}) == []


def test_an_address_in_a_folder_of_bookmarks_is_looked_at_too() -> None:
    folder = [{"name": "x", "children": [{"name": "y", "url": "portail"}]}]
    assert resolved("__browser_wrong_addresses", {"browser_bookmarks": folder}) == ["portail"]


def test_null_takes_a_policy_away_and_leaves_no_null_behind() -> None:
    site = {"browser_policies": {"DisableTelemetry": None, "Cookies": {"Locked": None, "Allow": {"x": None}}}}
    policies = resolved("__browser_policies", site)
    assert "DisableTelemetry" not in policies
    assert "null" not in json.dumps(policies)
    assert policies["Cookies"]["Behavior"] == "partition-foreign"


def test_the_packages_of_extensions_are_asked_for() -> None:
    site = {"browser_extra_extensions": [{"id": "a@b", "package": "webext-a"}, {"id": "c@d", "amo": True}]}
    assert resolved("__browser_packages_wanted", site)[-1] == "webext-a"
    assert resolved("__browser_packages_wanted", {**site, "browser_state": "absent"}) == []


def test_nothing_is_promised_where_the_rules_were_taken_away() -> None:
    assert promised_policies(public_variables({"browser_state": "absent"})) == {}


@pytest.mark.parametrize(
    ("promised", "active", "names"),
    [
        ({"A": "https://e.org"}, {"A": "https://e.org/"}, []),
        ({"A": {"b": ["HTTPS://E.org:443"]}}, {"A": {"b": ["https://e.org/"]}}, []),
        ({"A": "https://e.org/a"}, {"A": "https://e.org/b"}, ["A"]),
        ({"A": "x"}, {"A": "X"}, ["A"]),
        ({"A": True}, {"A": 1}, ["A"]),
        ({"A": {"b": 1}}, {"A": {"b": 1, "c": 2}}, ["A"]),
        ({"A": [1]}, {"A": [1, 2]}, ["A"]),
        ({"A": 1}, {}, ["A"]),
        ({}, {"B": 1}, ["B"]),
    ],
)
def test_only_the_way_an_address_is_written_makes_no_difference(
    promised: dict[str, Any], active: dict[str, Any], names: list[str]
) -> None:
    assert differing(promised, active) == names


def test_english_asks_for_no_language_package() -> None:
    packages = resolved("__browser_packages", {"browser_locale": "en-US"})
    assert packages == ["firefox-esr", "webext-ublock-origin-firefox", "hunspell-en-us"]


def test_french_asks_for_its_language_package_and_dictionary() -> None:
    packages = resolved("__browser_packages", {})
    assert {"firefox-esr-l10n-fr", "hunspell-fr"} < set(packages)
