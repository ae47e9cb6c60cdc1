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
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar

ROOT = Path(__file__).resolve().parents[2]
ROLE = ROOT / "roles" / "browser"
sys.path.insert(0, str(ROOT / "tests" / "verify"))

from browser_promise import promised_policies  # noqa: E402 - the checks lie beside, in no package


@cache
def role_variables() -> dict[str, Any]:
    """The role's defaults and internal variables, templates and all."""
    init_plugin_loader()
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
    names = ("use", "homepage", "search_engine", "bookmarks", "locale", "demonstration")
    return {
        f"browser_{name}": site.get(f"browser_{name}", resolved(f"browser_{name}", site)) for name in names
    }


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


def test_english_asks_for_no_language_package() -> None:
    packages = resolved("__browser_packages", {"browser_locale": "en-US"})
    assert packages == ["firefox-esr", "webext-ublock-origin-firefox", "hunspell-en-us"]


def test_french_asks_for_its_language_package_and_dictionary() -> None:
    packages = resolved("__browser_packages", {})
    assert {"firefox-esr-l10n-fr", "hunspell-fr"} < set(packages)
