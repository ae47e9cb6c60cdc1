# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role ``browser`` promises of Firefox, said a second time.

Double entry on purpose: the role writes its policies, the checks hold Firefox
against this list, and neither reads the other's.  A unit test keeps both equal,
so that a rule changes in two places or not at all.
"""

from __future__ import annotations

from typing import Any

Policies = dict[str, Any]

BLOCKER = "uBlock0@raymondhill.net"
DEMONSTRATION_ONLY = ("jid1-F9UJ2thwoAm5gQ@jetpack", "jid1-MnnxcxisBPnSXQ@jetpack")
"""Lightbeam and Privacy Badger: installed for the demonstration, blocked everywhere else."""
HOME_PAGE_OFFERS = (
    "TopSites SponsoredTopSites Highlights Pocket Stories SponsoredPocket SponsoredStories Snippets Weather"
)
CLEARED = "Cache Cookies FormData History Sessions SiteSettings"
HINTS = "ExtensionRecommendations FeatureRecommendations UrlbarInterventions MoreFromMozilla FirefoxLabs"
ENGINES = {
    "Qwant": "https://www.qwant.com/?q={searchTerms}",
    "Startpage": "https://www.startpage.com/sp/search?query={searchTerms}",
    "Mojeek": "https://www.mojeek.com/search?q={searchTerms}",
}
NOT_OFFERED = ["Google", "Bing", "eBay", "Amazon.fr", "Perplexity"]
UNUSED_CONTACTS = (
    "extensions.getAddons.cache.enabled",
    "browser.region.update.enabled",
    "network.connectivity-service.enabled",
    "browser.safebrowsing.downloads.remote.enabled",
)
LOCKED_OFF = {"Value": False, "Status": "locked"}


def promised_policies(browser: dict[str, Any]) -> Policies:
    """Every policy that Firefox shall follow.

    Args:
        browser: the role's public variables, resolved.
    """
    shared = browser["browser_use"] == "public"
    return {
        **_silence(shared),
        **_no_offers(shared),
        **_tracking(shared),
        **_what_the_place_chose(browser, shared),
        "ExtensionSettings": _extensions(shared)
        | (_demonstration() if browser["browser_demonstration"] else {}),
        "Preferences": _preferences(shared),
        **(_nothing_is_kept() if shared else {}),
        **(_own_tracker() if shared else {}),
    }


def _all(names: str, value: bool) -> dict[str, bool]:
    return dict.fromkeys(names.split(), value)


def _silence(shared: bool) -> Policies:
    asked = "DisableTelemetry DisableFirefoxStudies DisableRemoteImprovements DisableFeedbackCommands"
    quiet = "DontCheckDefaultBrowser SkipTermsOfUse NoDefaultBookmarks"
    return {
        **_all(f"{asked} {quiet}", True),
        "OverrideFirstRunPage": "",
        "OverridePostUpdatePage": "",
        "UserMessaging": {**_all(HINTS, False), "SkipOnboarding": True, "Locked": shared},
    }


def _no_offers(shared: bool) -> Policies:
    suggestions = _all("WebSuggestions SponsoredSuggestions ImproveSuggest", False)
    return {
        **_all("SearchSuggestEnabled IPProtectionAvailable VisualSearchEnabled", False),
        "FirefoxHome": {"Search": True, **_all(HOME_PAGE_OFFERS, False), "Locked": shared},
        "FirefoxSuggest": {**suggestions, "Locked": shared},
        "AIControls": {
            "Default": {"Value": "blocked", "Locked": shared},
            "Translations": {"Value": "available", "Locked": False},
        },
    }


def _tracking(shared: bool) -> Policies:
    kept_apart = dict.fromkeys(("Behavior", "BehaviorPrivateBrowsing"), "partition-foreign")
    refused = {"BlockNewRequests": True, "Locked": shared}
    return {
        "EnableTrackingProtection": {
            "Category": "strict",
            "BaselineExceptions": True,
            "ConvenienceExceptions": False,
        },
        "Cookies": {**kept_apart, "Locked": shared},
        "HttpsOnlyMode": "enabled",
        "NetworkPrediction": False,
        "DNSOverHTTPS": {"Enabled": False, "Locked": False},
        "LocalNetworkAccess": _all("Enabled BlockTrackers EnablePrompting", True),
        "Permissions": {"Location": refused, "Notifications": refused},
        "PopupBlocking": {"Default": True, "Locked": shared},
    }


def _what_the_place_chose(browser: dict[str, Any], shared: bool) -> Policies:
    start = "homepage-locked" if shared else "homepage"
    engines = [{"Name": name, "URLTemplate": url, "Method": "GET"} for name, url in ENGINES.items()]
    chosen: Policies = {
        "RequestedLocales": browser["browser_locale"],
        "Homepage": {"URL": browser["browser_homepage"], "Locked": shared, "StartPage": start},
        "ShowHomeButton": True,
        "SearchEngines": {
            "Add": engines,
            "Default": browser["browser_search_engine"],
            "Remove": NOT_OFFERED if shared else [],
            "PreventInstalls": shared,
        },
    }
    if browser["browser_bookmarks"]:
        chosen |= {"ManagedBookmarks": browser["browser_bookmarks"], "DisplayBookmarksToolbar": "always"}
    return chosen


def _extensions(shared: bool) -> Policies:
    mode = "force_installed" if shared else "normal_installed"
    blocker = {"installation_mode": mode, "private_browsing": True, "default_area": "navbar"}
    others = {"installation_mode": "allowed", "allowed_types": ["theme", "dictionary", "locale"]}
    return {BLOCKER: blocker, **({"*": others} if shared else {})}


def _demonstration() -> Policies:
    return {extension: {"installation_mode": "blocked"} for extension in DEMONSTRATION_ONLY}


def _own_tracker() -> Policies:
    return {"3rdparty": {"Extensions": {BLOCKER: {"toOverwrite": {"filters": ["||pisteur.localhost^"]}}}}}


def _preferences(shared: bool) -> Policies:
    on_shared = ("browser.sessionstore.resume_from_crash", "dom.push.connection.enabled")
    return {
        **dict.fromkeys((*UNUSED_CONTACTS, *(on_shared if shared else ())), LOCKED_OFF),
        "privacy.globalprivacycontrol.enabled": {"Value": True, "Status": "locked"},
        "extensions.startupScanScopes": {"Value": 8, "Status": "default"},
        "browser.region.network.url": {"Value": "", "Status": "locked"},
    }


def _nothing_is_kept() -> Policies:
    refused = (
        "DisableMasterPasswordCreation DisableFormHistory DisableFirefoxAccounts DisableProfileImport "
        "DisableProfileRefresh BlockAboutConfig BlockAboutProfiles DisableSetDesktopBackground"
    )
    off = (
        "PasswordManagerEnabled OfferToSaveLogins AutofillAddressEnabled AutofillCreditCardEnabled "
        "CaptivePortal"
    )
    return {
        **_all(refused, True),
        **_all(off, False),
        "PrivateBrowsingModeAvailability": 2,
        "SanitizeOnShutdown": _all(f"{CLEARED} Locked", True),
        "BrowserDataBackup": _all("AllowBackup AllowRestore", False),
    }
