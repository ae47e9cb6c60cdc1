# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role ``browser`` promises of Firefox, said a second time.

Double entry on purpose: the role writes its policies, the checks hold Firefox
against this list, and neither reads the other's.  A unit test keeps both equal,
so that a rule changes in two places or not at all.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

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
PERMISSIONS = {"Location": "block", "Notifications": "block", "Camera": "ask", "Microphone": "ask"}
EXTENSIONS = PurePosixPath("/usr/share/salle/browser/extensions")
LOCKED_OFF = {"Value": False, "Status": "locked"}


def promised_policies(browser: dict[str, Any]) -> Policies:
    """Every policy that Firefox shall follow.

    Args:
        browser: the role's public variables, resolved.
    """
    if browser["browser_state"] == "absent":
        return {}
    changed: Policies = _laid_over(_own_policies(browser), browser["browser_policies"])
    return changed


def _own_policies(browser: dict[str, Any]) -> Policies:
    shared = browser["browser_use"] == "public"
    return {
        **_silence(shared),
        **_no_offers(shared),
        **_tracking(shared),
        **_what_the_place_chose(browser, shared),
        "ExtensionSettings": {
            **_extensions(shared),
            **(_demonstration() if browser["browser_demonstration"] else {}),
            **_added(browser, shared),
        },
        "Preferences": _preferences(shared),
        **(_nothing_is_kept() if shared else {}),
        **(_blocker() if shared else {}),
    }


def _laid_over(there: Any, change: Any) -> Any:
    """A JSON merge patch (RFC 7396, section 2): null takes a name away."""
    if not isinstance(change, dict):
        return change
    base = there if isinstance(there, dict) else {}
    merged = {name: _laid_over(base.get(name), value) for name, value in change.items() if value is not None}
    return {**{name: value for name, value in base.items() if name not in change}, **merged}


def differing(promised: Policies, active: Policies) -> list[str]:
    """The names of the policies that Firefox follows otherwise than promised.

    Firefox writes addresses its own way (https://e.org becomes https://e.org/), so those are
    compared as addresses.
    """
    return sorted(name for name in promised | active if not _alike(promised.get(name), active.get(name)))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _address(one) == _address(other) != ""
    return type(one) is type(other) and bool(one == other)


def _address(text: str) -> str:
    """The address without what makes no difference; empty for other texts."""
    try:
        parts = urlsplit(text)
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        port = "" if parts.port in (None, usual) else f":{parts.port}"
    except ValueError:
        return ""
    if not parts.scheme or not parts.hostname:
        return ""
    return urlunsplit((parts.scheme, parts.hostname + port, parts.path or "/", parts.query, parts.fragment))


def on_this_computer(url: str) -> bool:
    """Whether an address is one of this computer's own, which needs no network (RFC 6761, section 6.3)."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


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
    return {
        "EnableTrackingProtection": {
            "Category": "strict",
            "BaselineExceptions": True,
            "ConvenienceExceptions": False,
        },
        "Cookies": {**kept_apart, "Locked": shared},
        "HttpsOnlyMode": "enabled",
        "NetworkPrediction": False,
        "LocalNetworkAccess": _all("Enabled BlockTrackers EnablePrompting", True),
        "PopupBlocking": {"Default": True, "Locked": shared},
    }


def _what_the_place_chose(browser: dict[str, Any], shared: bool) -> Policies:
    start = "homepage-locked" if shared else "homepage"
    offered = browser["browser_search_engines"]
    engines = [
        {"Name": name, "URLTemplate": url, "Method": "GET"}
        for name, url in ENGINES.items()
        if name in offered
    ]
    removed = [*(NOT_OFFERED if shared else []), *([] if "DuckDuckGo" in offered else ["DuckDuckGo"])]
    chosen: Policies = {
        "RequestedLocales": browser["browser_locale"],
        "Homepage": {"URL": browser["browser_homepage"], "Locked": shared, "StartPage": start},
        "ShowHomeButton": True,
        "DNSOverHTTPS": _dns(browser, shared),
        "Permissions": {
            name: _permission(browser["browser_permissions"].get(name.lower(), usual), shared)
            for name, usual in PERMISSIONS.items()
        },
        "SearchEngines": {
            "Add": engines,
            "Default": browser["browser_search_engine"],
            "Remove": removed,
            "PreventInstalls": shared,
        },
    }
    if browser["browser_bookmarks"]:
        chosen |= {"ManagedBookmarks": browser["browser_bookmarks"], "DisplayBookmarksToolbar": "always"}
    return chosen


def _dns(browser: dict[str, Any], shared: bool) -> Policies:
    wish = browser["browser_dns"]
    locked = {"Enabled": wish == "encrypted", "Locked": shared and wish != "choice"}
    resolver = {"ProviderURL": browser["browser_dns_resolver"], "Fallback": False}
    return {**locked, **(resolver if wish == "encrypted" else {})}


def _permission(wish: str, shared: bool) -> Policies:
    return {"BlockNewRequests": wish == "block", "Locked": shared and wish == "block"}


def _added(browser: dict[str, Any], shared: bool) -> Policies:
    return {
        extension["id"]: _one_added(extension, shared) for extension in browser["browser_extra_extensions"]
    }


def _one_added(extension: dict[str, Any], shared: bool) -> Policies:
    settings = {
        "installation_mode": f"{'force' if extension.get('locked', shared) else 'normal'}_installed",
        "private_browsing": extension.get("private_browsing", True),
        "default_area": "navbar" if extension.get("pinned") else "menupanel",
    }
    if "file" in extension:
        settings["install_url"] = f"{EXTENSIONS.as_uri()}/{extension['sha256'].lower()}.xpi"
    return settings


def _extensions(shared: bool) -> Policies:
    mode = "force_installed" if shared else "normal_installed"
    blocker = {"installation_mode": mode, "private_browsing": True, "default_area": "navbar"}
    others = {"installation_mode": "allowed", "allowed_types": ["theme", "dictionary", "locale"]}
    return {BLOCKER: blocker, **({"*": others} if shared else {})}


def _demonstration() -> Policies:
    return {extension: {"installation_mode": "blocked"} for extension in DEMONSTRATION_ONLY}


def _blocker() -> Policies:
    """The demonstration's tracker is refused; nothing is written down that names an address."""
    settings = {
        "toOverwrite": {"filters": ["||pisteur.localhost^"]},
        "advancedSettings": [["selfieDelayInSeconds", "2000000"]],
    }
    return {"3rdparty": {"Extensions": {BLOCKER: settings}}}


def _preferences(shared: bool) -> Policies:
    on_shared = (
        "browser.sessionstore.resume_from_crash",
        "dom.push.connection.enabled",
        "media.gmp-manager.updateEnabled",
    )
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
