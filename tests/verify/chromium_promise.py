# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role ``browser`` promises of Chromium, said a second time.

Double entry on purpose, as in browser_promise.py: a unit test keeps this equal
to what the role writes, so that a rule changes in two places or not at all.
"""

from __future__ import annotations

from typing import Any

Policies = dict[str, Any]

UBLOCK_ORIGIN_LITE = "ddkjiahejlhfcafbddmgiahcphecmpfh"
ENGINES = {
    "DuckDuckGo": "https://duckduckgo.com/?q={searchTerms}",
    "Qwant": "https://www.qwant.com/?q={searchTerms}",
    "Startpage": "https://www.startpage.com/sp/search?query={searchTerms}",
    "Mojeek": "https://www.mojeek.com/search?q={searchTerms}",
}
SPELLING = {"ca": "ca", "de": "de", "en-US": "en-US", "es-ES": "es", "fr": "fr", "it": "it", "pt-PT": "pt-PT"}
WITHOUT_DICTIONARIES = ("debian12", "linuxmint", "ubuntu")
"""Systems, by the beginning of their names, whose hunspell packages bring nothing that Chromium reads."""


def promised_policies(browser: dict[str, Any], system: str) -> Policies:
    """Every policy that nobody may change.

    Args:
        browser: the role's public variables, resolved.
        system: the system's name in the catalogue, such as debian13.
    """
    shared = browser["browser_use"] == "public"
    promised = {
        **_silence(),
        **_no_offers(),
        **_permissions(browser, shared),
        **_spelling(browser, system, shared),
    }
    if shared:
        promised |= _nothing_is_kept() | promised_choices(browser)
    if browser["browser_bookmarks"]:
        promised["ManagedBookmarks"] = browser["browser_bookmarks"]
    if extensions := _extensions(browser, shared):
        promised["ExtensionSettings"] = extensions
    return promised


def recommended_policies(browser: dict[str, Any]) -> Policies:
    """Every policy that the owner of a personal computer may change."""
    return {} if browser["browser_use"] == "public" else promised_choices(browser)


def promised_choices(browser: dict[str, Any]) -> Policies:
    """Protection against tracking, home page, search engine: for an owner, advice."""
    page = homepage(browser)
    engine = browser["browser_search_engine"]
    return {
        **_all("BlockThirdPartyCookies", True),
        **_all(
            "SearchSuggestEnabled AlternateErrorPagesEnabled TranslateEnabled PasswordLeakDetectionEnabled",
            False,
        ),
        **_dns(browser),
        "HttpsOnlyMode": "force_enabled",
        "NetworkPredictionOptions": 2,
        "SafeBrowsingProtectionLevel": 1,
        "WebRtcIPHandling": "default_public_interface_only",
        "HomepageLocation": page,
        "HomepageIsNewTabPage": False,
        "RestoreOnStartup": 4,
        "RestoreOnStartupURLs": [page],
        "NewTabPageLocation": "about:blank",
        "ShowHomeButton": True,
        "BookmarkBarEnabled": bool(browser["browser_bookmarks"]),
        "DefaultSearchProviderEnabled": True,
        "DefaultSearchProviderName": engine,
        "DefaultSearchProviderKeyword": engine.lower(),
        "DefaultSearchProviderSearchURL": ENGINES[engine],
    }


def homepage(browser: dict[str, Any]) -> str:
    """Where Chromium opens: pages of Firefox's own mean nothing to it."""
    page = str(browser["browser_homepage"])
    return "about:blank" if page.startswith("about:") else page


def blocker(browser: dict[str, Any]) -> str:
    """The id of the promised blocker; empty where there is none."""
    chosen = browser["browser_chromium_blocker"]
    if chosen == "file":
        return str(browser["browser_chromium_blocker_file"]["id"])
    return UBLOCK_ORIGIN_LITE if chosen == "store" else ""


def spells(browser: dict[str, Any], system: str) -> bool:
    """Whether Chromium shall check spelling without fetching anything."""
    there = not system.startswith(WITHOUT_DICTIONARIES)
    return there and browser["browser_locale"] in SPELLING


def _all(names: str, value: bool | int) -> Policies:
    return dict.fromkeys(names.split(), value)


def _silence() -> Policies:
    told = (
        "MetricsReportingEnabled UrlKeyedAnonymizedDataCollectionEnabled DomainReliabilityAllowed "
        "FeedbackSurveysEnabled SafeBrowsingSurveysEnabled UserFeedbackAllowed "
        "SafeBrowsingDeepScanningEnabled SpellCheckServiceEnabled AccessibilityImageLabelsEnabled "
        "WebRtcEventLogCollectionAllowed WebRtcTextLogCollectionAllowed BrowserNetworkTimeQueriesEnabled "
        "DNSInterceptionChecksEnabled"
    )
    return {**_all(told, False), **_all("ChromeVariations IntranetRedirectBehavior", 1)}


def _no_offers() -> Policies:
    offers = (
        "PromotionsEnabled DefaultBrowserSettingEnabled BrowserLabsEnabled ShoppingListEnabled "
        "NTPCardsVisible MediaRecommendationsEnabled GoogleSearchSidePanelEnabled PaymentMethodQueryEnabled "
        "BackgroundModeEnabled BuiltInAIAPIsEnabled"
    )
    off_by_one = (
        "AIModeSettings GeminiActOnWebSettings GeminiSettings GeminiSparkSettings SmartTabSharingSettings "
        "GenAILocalFoundationalModelSettings SearchContentSharingSettings"
    )
    off_by_two = (
        "AutofillGenAiSettings AutofillPredictionSettings AutomatedPasswordChangeSettings "
        "CreateThemesSettings DevToolsGenAiSettings HelpMeWriteSettings HistorySearchSettings "
        "TabCompareSettings"
    )
    return {**_all(offers, False), **_all(off_by_one, 1), **_all(off_by_two, 2)}


def _permissions(browser: dict[str, Any], shared: bool) -> Policies:
    told = browser["browser_permissions"]
    number = {"block": 2, "ask": 3}
    default = "block" if shared else "ask"
    return {
        "DefaultGeolocationSetting": number[told.get("location", default)],
        "DefaultNotificationsSetting": number[told.get("notifications", default)],
    }


def _dns(browser: dict[str, Any]) -> Policies:
    chosen = browser["browser_dns"]
    if chosen == "encrypted":
        return {"DnsOverHttpsMode": "secure", "DnsOverHttpsTemplates": browser["browser_dns_resolver"]}
    return {"DnsOverHttpsMode": "off"} if chosen == "system" else {}


def _spelling(browser: dict[str, Any], system: str, shared: bool) -> Policies:
    known = browser["browser_locale"] in SPELLING
    if known and (spells(browser, system) or not shared):
        return {"SpellcheckEnabled": True, "SpellcheckLanguage": [SPELLING[browser["browser_locale"]]]}
    return {"SpellcheckEnabled": not shared}


def _extensions(browser: dict[str, Any], shared: bool) -> Policies:
    promised: Policies = {"*": {"installation_mode": "blocked"}} if shared else {}
    if id_ := blocker(browser):
        store = browser["browser_chromium_blocker"] == "store"
        promised[id_] = {
            "installation_mode": "force_installed" if shared else "normal_installed",
            "update_url": "https://clients2.google.com/service/update2/crx" if store
            else "file:///usr/share/salle/chromium/updates.xml",
            "toolbar_pin": "force_pinned" if shared else "default_unpinned",
        }  # fmt: skip
    return promised


def _nothing_is_kept() -> Policies:
    off = (
        "SigninInterceptionEnabled BrowserAddPersonEnabled BrowserGuestModeEnabled PasswordManagerEnabled "
        "PasswordManagerPasskeysEnabled ImportAutofillFormData ImportBookmarks ImportHistory "
        "ImportSavedPasswords ImportSearchEngine EnableMediaRouter ComponentUpdatesEnabled"
    )
    cleared = (
        "browsing_history download_history cookies_and_other_site_data cached_images_and_files "
        "password_signin autofill site_settings hosted_app_data"
    )
    return {
        **_all(off, False),
        **_all("SyncDisabled ForceEphemeralProfiles", True),
        "BrowserSignin": 0,
        "IncognitoModeAvailability": 1,
        "AutofillSettings": [{"url_pattern": "*", "blocked_types": ["contact_info", "payments"]}],
        "DiskCacheSize": 50 * 1024 * 1024,
        "ClearBrowsingDataOnExitList": cleared.split(),
    }
