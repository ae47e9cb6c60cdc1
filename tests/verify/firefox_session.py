# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's Firefox as a new person meets it, cut off from the network.

Headless, with a profile made for the occasion, every request led to
:mod:`fake_web`.  The protections are left as they are: Marionette's own
"recommended" settings would switch extensions and updates about, and the check
would see another browser than people do.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fake_pages import LISTED
from fake_web import FakeWeb
from marionette import Marionette, MarionetteError, port_of
from new_user import NewUser
from salle_check import wait_until

START_SECONDS = 60
ANSWER_SECONDS = 30
VISIT_SECONDS = 30
"""A new profile's blocker holds every page back until its lists are read: 10 s on a busy computer."""

REMOTE = ("--headless", "--marionette", "--remote-allow-system-access")
HIDDEN = (
    *("/etc/firefox", "/usr/lib/firefox-esr/distribution", "/usr/lib/firefox/distribution"),
    "/usr/share/mozilla/extensions",
)
"""What makes this machine's Firefox another one than its maker's."""


def program() -> str | None:
    """Firefox, as this system calls it; None when it has none."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A Firefox that runs; it ends with :meth:`close` whatever happened."""

    first_pages: tuple[str, ...] = ()
    """What its tabs showed when it was ready."""
    first_shown: tuple[str, ...] = ()
    """What each of them really is: a page that fails is a page of Firefox's own, about the error."""

    def __init__(
        self,
        user: NewUser,
        command: Sequence[str],
        *,
        bare: bool = False,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        """Start it; :meth:`connect` waits until it is ready.

        Args:
            user: as whom it runs.
            command: the program, and what else its command line begins with.
            bare: without what this machine gives it: no rules, no extensions of the system.
            settings: preferences of this profile, besides those that lead to the fake web.
        """
        self.web = FakeWeb()
        self.began = time.monotonic()
        self.profile = user.home / f"firefox-{uuid.uuid4().hex[:8]}"
        self.user = user
        self._words = self._command(command)
        self._env = {"MOZ_REMOTE_ALLOW_SYSTEM_ACCESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"}
        self.bare = bare
        self._prepare_profile({**cut_off(self.web.port), **(settings or {})})
        self._start()

    def connect(self) -> Firefox:
        """Wait until it is ready and shows its first page, unless that was done before.

        Raises:
            MarionetteError: it did not answer in START_SECONDS.
        """
        if hasattr(self, "_remote"):
            return self
        self._remote = self._connect()
        pages = self._first_pages()
        self.first_pages, self.first_shown = (tuple(one) for one in zip(*pages, strict=True))
        if len(self.first_pages) > 1:
            self.one_tab()
        return self

    def one_tab(self) -> None:
        """Close all tabs but one, in which everything goes on."""
        self.inside(_ONE_TAB)
        self._remote.stay()

    def inside(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript with the browser's own rights, see :meth:`marionette.Marionette.inside`."""
        return self._remote.inside(script, *arguments)

    def in_page(self, script: str) -> Any:
        """Run JavaScript in the page, see :meth:`marionette.Marionette.in_page`."""
        return self._remote.in_page(script)

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def visit(self, url: str, *, seconds: float = VISIT_SECONDS) -> list[str]:
        """Open a page and wait until it has all it asked for, or was refused it.

        Args:
            url: an address that no tab has opened before.
            seconds: how long to wait at most.

        Returns:
            The sites that Firefox contacted meanwhile.
        """
        before = len(self.web.contacted)
        self._remote.visit(url)
        wait_until(lambda: self.inside(_LOADED, url), seconds, every=0.03)
        return self.web.contacted[before:]

    def type(self, words: dict[str, str], button: str) -> None:
        """Fill in a form of the page, see :meth:`marionette.Marionette.type`."""
        self._remote.type(words, button)

    def quit(self) -> None:
        """End it as a person would: its menu, then Quit."""
        with contextlib.suppress(MarionetteError, OSError):
            self._remote.quit()
        self._remote.close()
        self._process.wait(START_SECONDS)

    def end(self, signal_: int) -> None:
        """End it by a signal: SIGTERM as a session that ends, SIGKILL as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal_)
        self._process.wait(START_SECONDS)

    def again(self) -> Firefox:
        """Start it once more with the same profile, once it has ended."""
        (self.profile / "MarionetteActivePort").unlink(missing_ok=True)
        self._remote.close()
        self._start()
        self._remote = self._connect()
        return self

    def traces(self, *words: str) -> list[str]:
        """The files of this person that hold one of the words: home, profile and cache, temporary folders."""
        spellings = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
        return sorted(str(path) for path in self.user.files() if _holds(path, spellings))

    def close(self) -> None:
        """End it, stop the web, remove the profile."""
        if hasattr(self, "_remote"):
            self._remote.close()
        self.end(signal.SIGKILL)
        self.web.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _start(self) -> None:
        self._process = self.user.start(self._words, env=self._env, without=HIDDEN if self.bare else ())

    def _command(self, command: Sequence[str]) -> list[str]:
        return [*command, *REMOTE, "--no-remote", "--profile", str(self.profile)]

    def _prepare_profile(self, settings: Mapping[str, object]) -> None:
        self.profile.mkdir(mode=0o700)
        lines = (f"user_pref({json.dumps(n)}, {json.dumps(v)});\n" for n, v in settings.items())
        (self.profile / "user.js").write_text("".join(lines), encoding="utf-8")
        for path in (self.profile, self.profile / "user.js"):
            os.chown(path, self.user.uid, self.user.gid)

    def _connect(self) -> Marionette:
        deadline = time.monotonic() + START_SECONDS
        reason = "it opened no port"
        while time.monotonic() < deadline and self.running:
            try:
                if port := self._port():
                    return Marionette(port, ANSWER_SECONDS)
            except (OSError, MarionetteError) as error:  # it listens before it is ready
                reason = str(error)
            time.sleep(0.05)
        code = self._process.poll()
        raise MarionetteError(f"Firefox did not start: {reason if code is None else f'it ended with {code}'}")

    def _port(self) -> int:
        """Where it listens; 0 as long as it does not say."""
        return port_of(self.profile)

    def _first_pages(self) -> list[list[str]]:
        """The address of each tab, and of what it shows instead when that failed."""

        def pages() -> list[list[str]]:
            there: list[list[str]] = self.inside(_PAGES)
            return [] if any(page == "about:blank" for page, _ in there) else there

        return wait_until(pages, 10) or [["about:blank", "about:blank"]]


_PAGES = "return gBrowser.browsers.map(one => [one.currentURI.spec, one.documentURI?.spec ?? ''])"
_ONE_TAB = """
gBrowser.removeAllTabsBut(gBrowser.tabs[0], {animate: false, skipWarnAboutClosingTabs: true});
"""
_LOADED = """
const bare = url => url.replace(/^https?:/, "");  // Firefox may have made it https
return gBrowser.browsers.some(one => bare(one.currentURI.spec) === bare(given[0])
  && !one.webProgress.isLoadingDocument);
"""


def _holds(path: Path, spellings: list[bytes]) -> bool:
    try:
        content = path.read_bytes()
    except OSError:  # a running browser's files come and go
        return False
    return any(spelling in content for spelling in spellings)


def cut_off(port: int) -> dict[str, object]:
    """What makes this Firefox a cut-off one; nothing else is changed."""
    return {
        "remote.prefs.recommended": False,
        "marionette.port": 0,
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": port,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": port,
        "network.proxy.failover_direct": False,
        # One more name on the list of trackers of Firefox's own protection: it fetches the others.
        "urlclassifier.trackingTable.testEntries": LISTED,
        "urlclassifier.trackingAnnotationTable.testEntries": LISTED,
    }
