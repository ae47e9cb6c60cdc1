# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role ``browser`` tells Chromium is what its checks expect, whatever a site says."""

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

from chromium_promise import promised_policies, recommended_policies  # noqa: E402 - they lie in no package

STORE = "ddkjiahejlhfcafbddmgiahcphecmpfh"
OWN = {"file": "own.crx", "id": "a" * 32, "sha256": "0" * 64}
VARIABLES = {"debian13": ("debian",), "debian12": ("debian", "debian12"), "linuxmint22": ("linuxmint",)}


@cache
def _plugins() -> None:
    init_plugin_loader()


@cache
def role_variables(system: str) -> dict[str, Any]:
    """The role's defaults and internal variables on that system, templates and all."""
    _plugins()
    loader = DataLoader()
    files = ["defaults/main", "vars/main", *(f"vars/{name}" for name in VARIABLES[system]), "vars/chromium"]
    loaded = [loader.load_from_file(str(ROLE / f"{file}.yml"), trusted_as_template=True) for file in files]
    return {name: value for one in loaded for name, value in one.items()}


def resolved(name: str, site: dict[str, Any], system: str = "debian13") -> Any:
    """A variable of the role as a machine of that site would see it."""
    variables = role_variables(system)
    value = Templar(variables={**variables, **site}).template(variables[name])
    return json.loads(json.dumps(value))


def public_variables(site: dict[str, Any]) -> dict[str, Any]:
    """What the checks are told."""
    defaults = DataLoader().load_from_file(str(ROLE / "defaults/main.yml"), trusted_as_template=True)
    return {name: site.get(name, resolved(name, site)) for name in defaults} | {
        name: value for name, value in site.items() if name.startswith("browser_")
    }


SITES = {
    "nothing said": {},
    "a place": {"site_url": "https://mediatheque.example.org", "site_locale": "fr_FR.UTF-8"},
    "a page of firefox itself": {"browser_homepage": "about:home"},
    "an owner": {"site_use": "personal", "browser_search_engine": "Mojeek"},
    "a blocker from the store": {"browser_chromium_blocker": "store"},
    "a blocker of the site": {"browser_chromium_blocker": "file", "browser_chromium_blocker_file": OWN},
    "an owner with a blocker": {"site_use": "personal", "browser_chromium_blocker": "store"},
    "a resolver": {"browser_dns": "encrypted", "browser_dns_resolver": "https://dns.example.org/{{ 7*7 }}"},
    "a free choice of resolver": {"browser_dns": "choice"},
    "pages may ask where we are": {"browser_permissions": {"location": "ask", "notifications": "ask"}},
    "a language without dictionary": {"site_locale": "oc_FR.UTF-8"},
    "hostile names": {
        "browser_homepage": "https://e.org/?a=\"'<b>{{ 7*7 }}",
        "browser_bookmarks": [
            {"name": "\"},\n'<script>{{ 7*7 }}{% raw %}\\u202e", "url": "https://e.org/{#"}
        ],
    },
}


@pytest.mark.parametrize("system", VARIABLES)
@pytest.mark.parametrize("site", SITES.values(), ids=SITES.keys())
def test_the_role_writes_exactly_what_the_checks_expect(site: dict[str, Any], system: str) -> None:
    told = public_variables(site)
    assert resolved("__browser_chromium_policies", site, system) == promised_policies(told, system)
    assert resolved("__browser_chromium_recommended", site, system) == recommended_policies(told)


def test_a_shared_computer_takes_no_other_extension_and_keeps_nothing() -> None:
    policies = resolved("__browser_chromium_policies", {})
    assert policies["ExtensionSettings"] == {"*": {"installation_mode": "blocked"}}
    assert policies["PasswordManagerEnabled"] is False
    assert policies["ForceEphemeralProfiles"] is True


def test_an_owner_may_change_what_is_no_collection_by_the_maker() -> None:
    site = {"site_use": "personal"}
    policies, advice = (resolved(f"__browser_chromium_{name}", site) for name in ("policies", "recommended"))
    assert "PasswordManagerEnabled" not in policies
    assert policies["MetricsReportingEnabled"] is False
    assert advice["BlockThirdPartyCookies"] is True
    assert not set(policies) & set(advice)


def test_the_blocker_cannot_be_switched_off_on_a_shared_computer_alone() -> None:
    site = {"browser_chromium_blocker": "store"}
    shared = resolved("__browser_chromium_policies", site)["ExtensionSettings"][STORE]
    owned = resolved("__browser_chromium_policies", {**site, "site_use": "personal"})["ExtensionSettings"][
        STORE
    ]
    assert shared["installation_mode"] == "force_installed"
    assert owned["installation_mode"] == "normal_installed"


def test_a_blocker_of_the_site_is_taken_from_the_machine_itself() -> None:
    site = SITES["a blocker of the site"]
    told = resolved("__browser_chromium_policies", site)["ExtensionSettings"][OWN["id"]]
    assert told["update_url"] == "file:///usr/share/salle/chromium/updates.xml"


def test_spelling_is_checked_on_a_shared_computer_only_where_no_dictionary_is_fetched() -> None:
    assert resolved("__browser_chromium_policies", {}, "debian13")["SpellcheckLanguage"] == ["fr"]
    assert resolved("__browser_chromium_policies", {}, "debian12")["SpellcheckEnabled"] is False


def test_a_page_of_firefox_itself_is_no_home_page_for_chromium() -> None:
    policies = resolved("__browser_chromium_policies", {"browser_homepage": "about:home"})
    assert policies["HomepageLocation"] == "about:blank"


def test_chromium_comes_with_its_languages_and_english_needs_none() -> None:
    assert resolved("__browser_chromium_packages", {}) == ["chromium", "chromium-l10n"]
    assert resolved("__browser_chromium_packages", {"browser_locale": "en-US"}) == ["chromium"]
