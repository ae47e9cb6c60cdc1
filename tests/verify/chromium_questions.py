# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks ask a running Chromium, on its own pages; the answers are plain data."""

from __future__ import annotations

from typing import Any

from chromium_session import Chromium
from salle_check import wait_until

Policies = dict[str, dict[str, Any]]
PAGE_SECONDS = 10
ERROR_PAGE = "chrome-error://chromewebdata/"


def policies(chromium: Chromium) -> Policies:
    """Every policy that Chromium was given, by name: value, level, status, error; known or not."""
    tab = chromium.tab("chrome://policy/")
    rows = wait_until(lambda: chromium.inside(tab, _POLICY_ROWS), PAGE_SECONDS) or []
    return {row["name"]: row for row in rows if row.get("value") is not None}


def language(chromium: Chromium) -> list[str]:
    """The language of the interface, and the name of its settings page."""
    tab = chromium.tab("chrome://settings/")
    loaded = "document.title && [document.documentElement.lang, document.title]"
    found: list[str] = wait_until(lambda: chromium.inside(tab, loaded), PAGE_SECONDS)
    return found


def error_pages(chromium: Chromium) -> list[str]:
    """The addresses of the tabs that it opened by itself, and which show a page about an error instead."""
    return [url for url, session in chromium.first_tabs().items() if _shown(chromium, session) == ERROR_PAGE]


def _shown(chromium: Chromium, session: str) -> str:
    """What a tab shows once it is loaded."""
    loaded = "document.readyState === 'complete' && location.href"
    return str(wait_until(lambda: chromium.inside(session, loaded), PAGE_SECONDS))


def settings(chromium: Chromium, names: list[str]) -> dict[str, Any]:
    """Values in force of settings, by Chromium's names for them; None for one that does not exist."""
    tab = chromium.tab("chrome://settings/")
    wait_until(lambda: chromium.inside(tab, "Boolean(chrome.settingsPrivate)"), PAGE_SECONDS)
    asked = "(name => chrome.settingsPrivate.getPref(name).then(pref => pref.value, () => null))"
    return {name: chromium.inside(tab, f"{asked}({name!r})") for name in names}


def search_engine(chromium: Chromium) -> list[str]:
    """The default search engine: its name and its address."""
    tab = chromium.tab("chrome://settings/search")
    wait_until(lambda: chromium.inside(tab, "document.readyState === 'complete'"), PAGE_SECONDS)
    found: list[str] = chromium.inside(tab, _SEARCH_ENGINE)
    return found


def dictionaries(chromium: Chromium) -> list[str]:
    """The languages whose spelling Chromium can check at once."""
    tab = chromium.tab("chrome://settings/languages")
    wait_until(lambda: chromium.inside(tab, "Boolean(chrome.languageSettingsPrivate)"), PAGE_SECONDS)
    asked = "chrome.languageSettingsPrivate.getSpellcheckDictionaryStatuses()"
    ready = f"{asked}.then(all => all.filter(one => one.isReady).map(one => one.languageCode))"
    found: list[str] = wait_until(lambda: chromium.inside(tab, ready), PAGE_SECONDS)
    return found


def extension(chromium: Chromium, id_: str) -> dict[str, Any]:
    """The extension's state, and whether people may switch it off; nothing where it is not there."""
    tab = chromium.tab("chrome://extensions/")
    wait_until(lambda: chromium.inside(tab, "Boolean(chrome.developerPrivate)"), PAGE_SECONDS)
    asked = f"chrome.developerPrivate.getExtensionInfo({id_!r})"
    told = (
        f"{asked}.then(one => ({{active: one.state === 'ENABLED', locked: !one.userMayModify}}), () => null)"
    )
    found: dict[str, Any] = wait_until(lambda: chromium.inside(tab, told), PAGE_SECONDS)
    return found or {}


# The page is made of nested shadow trees.
_POLICY_ROWS = """
(() => {
  const found = [];
  const walk = root => {
    for (const one of root.querySelectorAll("*")) {
      if (one.matches("policy-row") && one.policy) found.push(one.policy);
      if (one.shadowRoot) walk(one.shadowRoot);
    }
  };
  walk(document);
  return found;
})()
"""
_SEARCH_ENGINE = """
(async () => {
  const {sendWithPromise} = await import("chrome://resources/js/cr.js");
  const engine = (await sendWithPromise("getSearchEnginesList")).defaults.find(one => one.default);
  return [engine.name, engine.url];
})()
"""
