# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Firefox does when pages, or people, try things; the answers are plain data.

The same is tried in the machine's Firefox and in one that the machine gave
nothing (the control).  Each thing is tried once, when a check first asks.
"""

from __future__ import annotations

import json
import uuid
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fake_pages import FETCHED_AHEAD, LISTED, TRACKERS
from firefox_session import Firefox
from marionette import MarionetteError
from salle_check import wait_until

PLAIN_SITE = "plain.example.org"
TYPED = "douleur au genou"
"""What somebody types in the address bar, and sends nowhere."""
EXTENSION = "probe@salle.invalid"


@dataclass(frozen=True)
class Journey:
    """Two sites were visited, one after the other; the same third parties stand on both.

    Attributes:
        start: how many sites Firefox had contacted before.
        contacted: the sites that Firefox wanted to reach meanwhile.
        numbers: by which number the watcher knew the visitor on each site; None where it was not reached.
        listed: whether the tracker on Firefox's own list was reached.
        signal: whether the request carried the signal "do not sell or share", and the page saw it.
        location: "denied", "allowed" or "prompt".
        notifications: "denied", "granted" or "default" (Firefox would ask).
    """

    start: int
    contacted: frozenset[str]
    numbers: tuple[str | None, str | None]
    listed: bool
    signal: bool
    location: str
    notifications: str

    @property
    def trackers(self) -> frozenset[str]:
        """The known trackers that it contacted."""
        return self.contacted & set(TRACKERS)


class Probes:
    """Tries things in one Firefox."""

    def __init__(self, firefox: Firefox) -> None:
        self.firefox = firefox

    def travel(self) -> Journey:
        """Visit two sites that were never opened before; every call is a new journey."""
        web = self.firefox.web
        first, second = (uuid.uuid4().hex for _ in range(2))
        start = len(web.contacted)
        contacted = self.firefox.visit(web.page("journal", first))
        contacted += self.firefox.visit(web.page("recettes", second))
        told = wait_until(lambda: web.told.get(second), 5) or {}
        asked = [one for one in web.requests if one.served and one.path == f"/{second}"]
        pictures = {one.site for one in web.requests if one.path.endswith((first, second))}
        return Journey(
            start=start,
            contacted=frozenset(contacted),
            numbers=(web.number(first), web.number(second)),
            listed=LISTED in pictures,
            signal=bool(told.get("signal")) and any(one.headers.get("sec-gpc") == "1" for one in asked),
            location=str(told.get("location")),
            notifications=str(told.get("notifications")),
        )

    @cached_property
    def journey(self) -> Journey:
        """One journey."""
        return self.travel()

    @property
    def fetched_ahead(self) -> bool:
        """Whether Firefox fetched a page since the journey began that nobody has asked for."""
        start = self.journey.start
        return wait_until(lambda: FETCHED_AHEAD in self.firefox.web.contacted[start:], AHEAD_SECONDS)

    @cached_property
    def window(self) -> bool:
        """Whether a page may open a window that nobody asked for."""
        word = uuid.uuid4().hex
        self.firefox.visit(self.firefox.web.page("journal", f"opens/{word}"))
        told = wait_until(lambda: self.firefox.web.told.get(word), 5) or {}
        self.firefox.one_tab()
        return bool(told.get("opened"))

    @cached_property
    def first_contact(self) -> str:
        """How a site is first asked whose address begins with http:// : "encrypted", "plain" or "none"."""
        self.firefox.visit(f"http://{PLAIN_SITE}/{uuid.uuid4().hex}")

        def asked() -> str:
            there = [one.encrypted for one in self.firefox.web.requests if one.site == PLAIN_SITE]
            return ("encrypted" if there[0] else "plain") if there else ""

        return wait_until(asked, 5) or "none"

    @cached_property
    def password_prompt(self) -> bool:
        """Whether Firefox offers to keep a password that somebody typed and sent."""
        word = uuid.uuid4().hex
        self.firefox.visit(self.firefox.web.page("journal", word))
        self.firefox.type({"[name=name]": "someone", "[name=password]": "one-that-was-typed"}, "button")
        offered = wait_until(lambda: self.firefox.inside(_PASSWORD_OFFERED), PROMPT_SECONDS)
        self.firefox.inside(_NO_PROMPTS)
        return bool(offered)

    def opens(self, page: str) -> bool:
        """Whether one of Firefox's own pages opens; else Firefox says that this place blocked it."""
        try:
            self.firefox.visit(page)
        except MarionetteError as error:
            if "blockedByPolicy" not in str(error):
                raise
            return False
        # such a page opens in another process, which takes its time; a page that is only late is not shut
        shown = wait_until(lambda: self.firefox.inside(_SHOWN, page), OPENING_SECONDS)
        if not shown:
            raise MarionetteError(f"{page} neither opened nor was refused")
        return bool(shown == "open")

    @cached_property
    def own_pages(self) -> frozenset[str]:
        """Which of the pages that undo what a place chose do open."""
        return frozenset(page for page in ("about:config", "about:profiles") if self.opens(page))

    @cached_property
    def takes_extensions(self) -> bool:
        """Whether an extension that somebody brings in a file runs; it is removed again at once."""
        file = self.firefox.profile / f"{EXTENSION}.xpi"
        write_extension(file, EXTENSION)
        return bool(self.firefox.inside(_INSTALL, str(file), EXTENSION))

    @cached_property
    def told_while_typing(self) -> frozenset[str]:
        """The sites contacted while somebody who likes suggestions types in the address bar."""
        before = len(self.firefox.web.contacted)
        searched = self.firefox.inside(_TYPE, TYPED)
        there = wait_until(
            lambda: set(self.firefox.web.contacted[before:]) & set(searched), SUGGESTION_SECONDS
        )
        return frozenset(there)

    @cached_property
    def seen(self) -> frozenset[str]:
        """Which offers of Firefox a person meets in its window, its menus or its settings."""
        return frozenset(self.firefox.inside(_SEEN))

    @cached_property
    def after_update(self) -> tuple[str, ...]:
        """The pages that Firefox would open after an update of itself."""
        return tuple(str(self.firefox.inside(_AFTER_UPDATE)).split("|"))


OPENING_SECONDS = 20
AHEAD_SECONDS = 0.5
"""Firefox fetches ahead once the page is whole; checked for after the other things of the page."""
PROMPT_SECONDS = 1.0
"""The control's prompt was there 0.1 s after the button was pressed."""
SUGGESTION_SECONDS = 1.0
"""The control's suggestions were asked for 0.5 s after the first letter."""

_PASSWORD_OFFERED = """
return Boolean(PopupNotifications.getNotification("password", gBrowser.selectedBrowser));
"""
_NO_PROMPTS = """
const prompt = PopupNotifications.getNotification("password", gBrowser.selectedBrowser);
if (prompt) PopupNotifications.remove(prompt);
"""
_SHOWN = """
const there = gBrowser.selectedBrowser.documentURI.spec.split(/[?#]/)[0];
return there === given[0] ? "open" : there === "about:neterror" ? "shut" : "";
"""
_INSTALL = """
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(given[0]);
// Nobody can sign what this check made; Debian's Firefox lets that be switched, Mozilla's own does not.
Services.prefs.setBoolPref("xpinstall.signatures.required", false);
try {
  const install = await AddonManager.getInstallForFile(file);
  await install.install().catch(() => {});
  const addon = await AddonManager.getAddonByID(given[1]);
  // Firefox took it, or would have, had it been signed.
  const runs = addon ? addon.isActive : Services.policies.mayInstallAddon({id: given[1], type: "extension"});
  await addon?.uninstall();
  return Boolean(runs);
} finally {
  Services.prefs.clearUserPref("xpinstall.signatures.required");
}
"""
_TYPE = """
const wished = ["browser.search.suggest.enabled", "browser.search.suggest.enabled.private",
                "browser.urlbar.suggest.searches"];
wished.forEach(name => Services.prefs.setBoolPref(name, true));
const {SearchService} = ChromeUtils.importESModule(
  "moz-src:///toolkit/components/search/SearchService.sys.mjs");
await SearchService.init();
gURLBar.value = given[0];
gURLBar.startQuery({searchString: given[0], allowAutofill: false});
await gURLBar.lastQueryContextPromise;
wished.forEach(name => Services.prefs.clearUserPref(name));
return (await SearchService.getVisibleEngines()).map(
  engine => engine.getSubmission("x", "application/x-suggestions+json")?.uri.host).filter(Boolean);
"""
_SEEN = """
buildHelpMenu();
const there = id => document.getElementById(id);
const visible = id => Boolean(there(id)?.checkVisibility());
const usable = id => Boolean(there(id)) && !there(id).hidden && !there(id).hasAttribute("disabled");
const on = name => Services.prefs.getBoolPref(name, false);
const offers = {
  "accounts": visible("fxa-toolbar-menu-button") || on("identity.fxaccounts.enabled"),
  "imports": visible("import-button") || Services.policies.isAllowed("profileImport"),
  "feedback": usable("feedbackPage"),
  "chatbot": on("browser.ml.chat.enabled"),
  "link previews": on("browser.ml.linkPreview.enabled"),
  "VPN": visible("ipprotection-button") || on("browser.ipProtection.enabled"),
  "visual search": on("browser.search.visualSearch.featureGate"),
  "Firefox Labs": Services.policies.isAllowed("FirefoxLabs"),
  "More from Mozilla": on("browser.preferences.moreFromMozilla"),
  "sponsored suggestions": on("browser.urlbar.suggest.quicksuggest.sponsored"),
  "sponsored sites": on("browser.newtabpage.activity-stream.showSponsoredTopSites"),
  "sponsored stories": on("browser.newtabpage.activity-stream.showSponsored"),
  "recommended extensions": on("browser.newtabpage.activity-stream.asrouter.userprefs.cfr.addons"),
  "recommended features": on("browser.newtabpage.activity-stream.asrouter.userprefs.cfr.features"),
  "bookmarks of its maker": (await PlacesUtils.bookmarks.search("mozilla.org")).length > 0,
};
return Object.keys(offers).filter(name => offers[name]);
"""
_AFTER_UPDATE = """
const before = "browser.startup.homepage_override.mstone";
const now = Services.prefs.getStringPref(before, "");
Services.prefs.setStringPref(before, "100.0");
try {
  return Cc["@mozilla.org/browser/clh;1"].getService(Ci.nsIBrowserHandler).defaultArgs;
} finally {
  Services.prefs.setStringPref(before, now);
}
"""


def write_extension(file: Path, name: str) -> None:
    """Write an extension that does nothing, readable by everybody."""
    manifest = {
        "manifest_version": 2,
        "name": "probe",
        "version": "1",
        "browser_specific_settings": {"gecko": {"id": name}},
    }
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
    file.chmod(0o644)
