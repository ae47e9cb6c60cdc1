# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pair of browsers that show tracking really differ: one is followed, the other is not.

Both are started by their menu entries, as somebody who has never used this computer.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from demonstration_session import (
    ENTRIES,
    SITES,
    Protected,
    Unprotected,
    entry_command,
    holding,
    number_on,
)
from firefox_session import Firefox
from marionette import MarionetteError
from menu import DESKTOPS, find_entry
from new_user import NewUser
from salle_check import N_, System, cannot, check, compare, expect, load_promise, say, wait_until

PROMISED = load_promise()["browser"]
OFFERED = PROMISED["browser_demonstration"] and PROMISED.get("browser_state", "present") == "present"
BLOCKER_SECONDS = 15
"""uBlock Origin reads its lists at the first start of a profile: up to 8 s on two cores."""
REMEDY = "salle deploy %(site)s --limit %(machine)s --tags browser,portal"
"""The pages come from one role, the browsers from the other."""
BLOCKER = "uBlock0@raymondhill.net"
STOP = 'await WebExtensionPolicy.getByID(given[0])?.extension.shutdown("ADDON_DISABLE")'
VISIBLE = {"jid1-F9UJ2thwoAm5gQ@jetpack": "Lightbeam", "jid1-MnnxcxisBPnSXQ@jetpack": "Privacy Badger"}


@dataclass(frozen=True)
class Pair:
    """Both browsers, running."""

    protected: Firefox
    unprotected: Unprotected

    @property
    def first_pages(self) -> str:
        """What they showed first, each page once."""
        return ", ".join(dict.fromkeys((*self.protected.first_shown, *self.unprotected.first_shown)))


@pytest.fixture(scope="module")
def pair(new_user: NewUser, protected: Protected | str) -> Iterator[Pair | str]:
    """Both browsers, or why they did not start; the protected one is that which other checks leave alone."""
    command = entry_command("unprotected", new_user)
    if isinstance(protected, str):
        yield protected
        return
    if not command or not protected.by_entry:
        yield "the menu entries are missing"
        return
    try:
        unprotected = Unprotected(new_user, command)
    except OSError as error:
        yield str(error)
        return
    with contextlib.closing(unprotected):
        try:
            there: Pair | str = Pair(protected.connect(), unprotected)
            unprotected.connect()
        except (MarionetteError, OSError) as error:
            there = str(error)
        yield there


@pytest.fixture
def browsers(pair: Pair | str) -> Pair:
    """Both browsers, running."""
    if isinstance(pair, str):
        cannot(say(N_("the browsers of the demonstration do not start")))
    return pair


@check("portal.menu", N_("The menu offers the demonstration of tracking as the site says"), remedy=REMEDY)
def test_the_menu_offers_the_pair_or_not(new_user: NewUser, promise: dict[str, Any], system: System) -> None:
    if OFFERED and system.general == "ubuntu":
        cannot(say(N_("the Firefox of this system cannot be given other rules for a demonstration")))
    desktop = DESKTOPS.get(promise["desktop"]["desktop_environment"], "")
    entries = {name: find_entry(name, new_user.env) for name in ENTRIES}
    shown = sorted(
        name for name, one in entries.items() if one and not one.hidden_because(desktop, new_user.env["PATH"])
    )
    wanted = sorted(ENTRIES) if OFFERED else []
    compare(expected=", ".join(wanted), found=", ".join(shown))


if OFFERED:  # where the site wants no demonstration there is nothing more to prove

    @check(
        "portal.browsers_start",
        N_("Both browsers of the demonstration start on its first page"),
        remedy=REMEDY,
    )
    def test_both_browsers_start_on_the_first_page(pair: Pair | str) -> None:
        wanted = "http://portail.localhost:8470/demonstration"
        compare(expected=wanted, found=pair if isinstance(pair, str) else pair.first_pages)

    @check("portal.followed", N_("Without protection, the tracker follows from site to site"), remedy=REMEDY)
    def test_the_unprotected_browser_is_followed(browsers: Pair) -> None:
        numbers = [number_on(browsers.unprotected, site) for site in SITES]
        expect(
            len(set(numbers)) == 1 and "" not in numbers,
            expected=say(N_("the same number on all four sites")),
            found=", ".join(number or "-" for number in numbers),
        )

    @check("portal.broken", N_("With protection, the tracker's trail breaks"), remedy=REMEDY)
    def test_the_protected_browser_is_not_followed(browsers: Pair, promise: dict[str, Any]) -> None:
        """First as it is, then with its blocker stopped: cookies are still kept apart site by site.

        The control is the check before: the same pages, the same tracker, the same moment.
        """
        one, blocked = browsers.protected, promise["browser"]["browser_use"] == "public"
        heard: list[str] = []
        if blocked:
            wait_until(lambda: not number_on(one, SITES[0]), BLOCKER_SECONDS)
            heard = [number_on(one, site) for site in SITES]
            one.inside(STOP, BLOCKER)
        apart = [number_on(one, site) for site in SITES]
        expect(
            not any(heard) and all(apart) and len(set(apart)) == len(SITES),
            expected=say(N_("nothing heard; without the blocker another number on each site")),
            found=say(
                N_("heard: %(heard)s; without the blocker: %(apart)s"),
                heard=", ".join(filter(None, heard)) or "-",
                apart=", ".join(number or "-" for number in apart),
            ),
        )

    @check(
        "portal.watchers", N_("Lightbeam and Privacy Badger run in the demonstration alone"), remedy=REMEDY
    )
    def test_lightbeam_and_privacy_badger_run_in_the_demonstration_alone(browsers: Pair) -> None:
        running = "return given[0].filter(id => WebExtensionPolicy.getByID(id)?.active)"

        def names(firefox: Firefox) -> list[str]:
            return [VISIBLE[one] for one in firefox.inside(running, list(VISIBLE))]

        wait_until(lambda: len(names(browsers.unprotected)) == len(VISIBLE), 10)
        found = {"unprotected": names(browsers.unprotected), "protected": names(browsers.protected)}
        compare(expected={"unprotected": list(VISIBLE.values()), "protected": []}, found=found)

    @check(
        "portal.contained",
        N_("The unprotected browser sees no files and keeps its sandbox"),
        remedy=REMEDY,
    )
    def test_the_unprotected_browser_is_contained(browsers: Pair, new_user: NewUser) -> None:
        secret = new_user.home / "of-the-person"
        secret.write_text("x", encoding="utf-8")
        one = browsers.unprotected
        seen = [path.name for path in one.home_seen()]
        number_on(one, SITES[0])
        pages, open_ = wait_until(lambda: _shut_in(one), 10) or _page_processes(one)
        secret.unlink()
        good = "prefs.js" in seen and secret.name not in seen and pages and not open_
        facts = say(
            N_("the person's files in sight: %(files)s; page processes: %(pages)s, not shut in: %(open)s"),
            files=int(secret.name in seen),
            pages=len(pages),
            open=len(open_),
        )
        expect(good, expected=say(N_("its own profile alone, and pages that are shut in")), found=facts)

    @check("portal.forgotten", N_("The unprotected browser leaves nothing behind"), remedy=REMEDY)
    def test_the_unprotected_browser_leaves_nothing(browsers: Pair, new_user: NewUser) -> None:
        """The last one: it ends the browser as a power cut would."""
        one, word = browsers.unprotected, "recettes.localhost"
        number_on(one, "recettes", "sans-sucre")
        there = wait_until(lambda: holding(one.home_seen(), word), 10)
        if not there:
            cannot(say(N_("the running browser wrote nothing down: the check proves nothing")))
        one.end(signal.SIGKILL)
        gone = wait_until(lambda: not list(one.processes()), 5)
        own = (path for path in new_user.home.rglob("*") if path.is_file() and not path.is_symlink())
        left = [path for path in holding(own, word) if "/firefox-" not in path]
        expect(gone and not left, expected=say(N_("no trace")), found=", ".join(left) or say(N_("no trace")))


def _page_processes(browser: Unprotected) -> tuple[list[int], list[int]]:
    """The processes for pages, and those of them that see the system's files."""
    pages = [pid for pid in browser.processes() if _is_for_pages(pid)]
    return pages, [pid for pid in pages if _sees_the_system(pid)]


def _shut_in(browser: Unprotected) -> tuple[list[int], list[int]] | None:
    """The same, once all are shut in: Firefox's own sandbox puts them into a folder where nothing is.

    A process that Firefox keeps ready for the next page is shut in a moment after it begins.
    """
    pages, open_ = _page_processes(browser)
    return (pages, open_) if pages and not open_ else None


def _is_for_pages(pid: int) -> bool:
    """Whether the process draws pages, rather than pictures of the screen, sound or the network."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").split()
        return b"-contentproc" in words and words[-1] == b"tab"
    return False


def _sees_the_system(pid: int) -> bool:
    with contextlib.suppress(OSError):  # page processes come and go
        return Path(f"/proc/{pid}/root/etc").exists()
    return False
