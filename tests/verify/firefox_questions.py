# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks ask a running Firefox, in its own JavaScript; the answers are plain data."""

from __future__ import annotations

from typing import Any

from firefox_session import Firefox
from salle_check import wait_until


def policies_status(firefox: Firefox) -> int:
    """0: none given; 1: in force; 2: the file could not be read, so none at all."""
    return int(firefox.inside("return Services.policies.status"))


def active_policies(firefox: Firefox) -> dict[str, Any]:
    """The policies as Firefox understood them: what it does not know is gone."""
    active: dict[str, Any] = firefox.inside(
        "return JSON.parse(JSON.stringify(Services.policies.getActivePolicies() ?? {}))"
    )
    return active


def refused_policies(firefox: Firefox) -> list[str]:
    """What about:policies shows as errors.

    An extension that could not be fetched is left out: it is the matter of another check.
    """
    refused: list[str] = firefox.inside("""
        const {PolicyFailures} = ChromeUtils.importESModule(
          "resource://gre/modules/PoliciesHelpers.sys.mjs");
        return Object.values(PolicyFailures.getAll()).flat()
          .filter(why => !why.startsWith("Failed to retrieve"));
    """)
    return refused


def policy_rules(firefox: Firefox) -> dict[str, Any]:
    """The JSON Schema of all policies that this Firefox knows."""
    rules: dict[str, Any] = firefox.inside(
        'return await (await fetch("resource:///modules/policies/policies-schema.json")).json()'
    )
    return rules


def normal_address(firefox: Firefox, url: str) -> str:
    """The address as browsers write it; as it is when it is none."""
    return str(firefox.inside("return URL.canParse(given[0]) ? new URL(given[0]).href : given[0]", url))


def home_button(firefox: Firefox) -> str:
    """Where the home button leads."""
    return str(firefox.inside("return HomePage.get()"))


def language(firefox: Firefox) -> list[str]:
    """The language of the interface, and the first word of its menu bar."""
    found: list[str] = firefox.inside("""
        return [Services.locale.appLocaleAsBCP47,
                document.getElementById("file-menu").getAttribute("label")];
    """)
    return found


def dictionaries(firefox: Firefox) -> list[str]:
    """The languages that Firefox can check the spelling of."""
    return sorted(firefox.inside(f"{_SPELLING} return engine.getDictionaryList()"))


def accepts(firefox: Firefox, word: str, dictionary: str) -> bool:
    """Whether the spell checker takes the word."""
    script = f"{_SPELLING} engine.dictionaries = [given[1]]; return engine.check(given[0])"
    return bool(firefox.inside(script, word, dictionary))


def search_engines(firefox: Firefox) -> list[str]:
    """The default search engine, and the one of private windows."""
    found: list[str] = firefox.inside("""
        const {SearchService} = ChromeUtils.importESModule(
          "moz-src:///toolkit/components/search/SearchService.sys.mjs");
        await SearchService.init();
        return [SearchService.defaultEngine.name, SearchService.defaultPrivateEngine.name];
    """)
    return found


def stores(firefox: Firefox) -> dict[str, bool]:
    """Whether Firefox offers to keep what people type."""
    found: dict[str, bool] = firefox.inside("""
        return {passwords: Services.logins.getLoginSavingEnabled("https://example.org"),
                forms: Services.prefs.getBoolPref("browser.formfill.enable")};
    """)
    return found


def not_locked_off(firefox: Firefox, names: list[str]) -> list[str]:
    """Which of these settings are on, or could be switched on by whoever sits there."""
    found: list[str] = firefox.inside(
        """
        return given[0].filter(
          name => Services.prefs.getBoolPref(name, true) || !Services.prefs.prefIsLocked(name));
        """,
        names,
    )
    return found


def extension_state(firefox: Firefox, extension: str) -> dict[str, bool]:
    """Whether the extension runs, also in private windows, and whether people may switch it off."""
    found: dict[str, bool] = firefox.inside(
        """
        const addon = await AddonManager.getAddonByID(given[0]);
        const running = WebExtensionPolicy.getByID(given[0]);
        return {"active": Boolean(addon?.isActive && running?.active),
                "private windows": Boolean(running?.privateBrowsingAllowed),
                "locked": Boolean(addon) && !(addon.permissions & AddonManager.PERM_CAN_DISABLE)};
        """,
        extension,
    )
    return found


def works_here(firefox: Firefox, extension: str) -> bool:
    """Whether the extension runs in the windows that this Firefox has."""
    script = """
        const running = WebExtensionPolicy.getByID(given[0]);
        const here = running?.privateBrowsingAllowed || !PrivateBrowsingUtils.permanentPrivateBrowsing;
        return Boolean((await AddonManager.getAddonByID(given[0]))?.isActive && running?.active && here);
    """
    return bool(firefox.inside(script, extension))


def badge(firefox: Firefox, extension: str) -> str:
    """What the extension's button shows in the toolbar; empty when it shows nothing."""
    script = """
        const button = document.querySelector(`[data-extensionid="${given[0]}"] [badge]`);
        return button?.checkVisibility() ? button.getAttribute("badge") : "";
    """
    return str(firefox.inside(script, extension))


def in_view(firefox: Firefox, extension: str) -> list[str]:
    """Which of these a person sees in the window: the home button, the extension's button, the bookmarks."""
    found: list[str] = firefox.inside(
        """
        const bar = document.getElementById("nav-bar");
        const visible = element => Boolean(element?.checkVisibility());
        const there = {
          home: visible(document.getElementById("home-button")),
          blocker: visible(bar.querySelector(`[data-extensionid="${given[0]}"]`)),
          bookmarks: visible(document.getElementById("managed-bookmarks")),
        };
        return Object.keys(there).filter(name => there[name]);
        """,
        extension,
    )
    return found


def protection_level(firefox: Firefox) -> str:
    """The level of Firefox's own tracking protection: "standard", "strict" or "custom"."""
    return str(firefox.inside('return Services.prefs.getStringPref("browser.contentblocking.category", "")'))


def protections_page(firefox: Firefox, language: str) -> list[str]:
    """The title that about:protections has in the language, and the one that it shows."""
    firefox.visit("about:protections")
    shown = wait_until(lambda: firefox.inside("return gBrowser.contentTitle"), 5)
    script = """
        const texts = new Localization(["browser/protections.ftl"], true, undefined, [given[0]]);
        return texts.formatValueSync("protection-report-webpage-title") ?? "";
    """
    return [str(firefox.inside(script, language)), str(shown)]


_SPELLING = """
const engine = Cc["@mozilla.org/spellchecker/engine;1"].getService(Ci.mozISpellCheckingEngine);
"""
