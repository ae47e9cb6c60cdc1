# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three Firefoxes side by side: the machine's, the same left alone, and one that the machine gave nothing.

They start together, for a start takes seconds and most of them is waiting.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from typing import Any

from firefox_endings import Endings, owned_endings, shared_endings, visited
from firefox_probes import Probes
from firefox_rules import Rules
from firefox_session import Firefox, program
from marionette import MarionetteError
from new_user import NewUser
from salle_check import N_, cannot, say, wait_until

WISHES: dict[str, object] = {
    "app.normandy.enabled": True,
    "browser.aboutwelcome.enabled": True,
    "browser.formfill.enable": True,
    "browser.ipProtection.enabled": True,
    "browser.ml.chat.enabled": True,
    "browser.ml.linkPreview.enabled": True,
    "browser.search.visualSearch.featureGate": True,
    "browser.startup.homepage": "https://elsewhere.example.org/",
    "browser.urlbar.suggest.quicksuggest.sponsored": True,
    "datareporting.healthreport.uploadEnabled": True,
    "datareporting.policy.dataSubmissionEnabled": True,
    "dom.disable_open_during_load": False,
    "dom.security.https_first": False,
    "identity.fxaccounts.enabled": True,
    "network.cookie.cookieBehavior": 0,
    "network.cookie.cookieBehavior.pbmode": 0,
    "privacy.globalprivacycontrol.enabled": False,
    "privacy.trackingprotection.enabled": False,
    "privacy.trackingprotection.pbmode.enabled": False,
    "signon.rememberSignons": True,
    "startup.homepage_override_url": "https://news.example.org/",
    "startup.homepage_welcome_url": "https://welcome.example.org/",
}
"""What somebody could write into a profile (its user.js) to undo what a place chose."""

TRIED = (
    *("after_update", "seen", "own_pages", "journey", "window"),
    *("first_contact", "password_prompt", "takes_extensions", "told_while_typing"),
)


def try_all(probes: Probes) -> None:
    """Try everything; what fails here fails again when a check asks for it."""
    for name in TRIED:
        with suppress(MarionetteError, OSError, KeyError):
            getattr(probes, name)


class Control(Probes):
    """A Firefox that the machine gave nothing, with every wish of :data:`WISHES`: it must leak.

    A check whose control does not leak proves nothing.
    """

    ahead = False
    """Whether it fetched a page ahead."""
    kept: tuple[str, ...] = ()
    """The files that named a visited page after Firefox was cut off."""

    def run(self) -> Control:
        """Try everything, then end it as by a power cut; what fails here fails again when asked for."""
        self.firefox.connect()
        try_all(self)
        self.ahead = wait_until(lambda: self.fetched_ahead, 5)
        word = visited(self.firefox)
        self.kept = tuple(wait_until(lambda: self.firefox.traces(word), 5))
        self.firefox.end(signal.SIGKILL)
        return self


class Firefoxes:
    """The three of them.

    Attributes:
        main: the machine's Firefox. On a shared computer its profile holds :data:`WISHES`: the place's
            choices must hold all the same.
        idle: the machine's Firefox with a fresh profile, which nobody touches before :attr:`idle_contacts`
            were asked for.
    """

    def __init__(self, user: NewUser, command: str, idle: Firefox, *, shared: bool) -> None:
        """Start them and wait for the first.

        Args:
            user: as whom they run.
            command: the program.
            idle: that one, which was started before.
            shared: whether the place lets nobody undo what it chose.

        Raises:
            MarionetteError: Firefox does not start.
        """
        self._shared, self.idle = shared, idle
        self.main = Firefox(user, [command], settings=WISHES if shared else {})
        self._all = [self.main]
        try:
            bare = Firefox(user, [command], bare=True, settings=WISHES)
            self._all.append(bare)
            self._pool = ThreadPoolExecutor(1)
            self._control: Future[Control] = self._pool.submit(Control(bare).run)
            self.probes = Probes(self.main.connect())
            if not idle.running:  # the launcher of the demonstration failed: another matter than ours
                self.idle = Firefox(user, [command])
                self._all.append(self.idle)
        except BaseException:
            self.close()
            raise

    @property
    def control(self) -> Control:
        """The control, once it has tried everything; meanwhile the same is tried in the machine's own.

        Raises:
            MarionetteError: it did not start.
        """
        if not self._control.done():
            try_all(self.probes)
        return self._control.result()

    def watch_idle(self, seconds: float) -> tuple[set[str], int]:
        """Whom the idle one contacted, and in how many seconds; from then on it is used as the others are.

        Args:
            seconds: for how long it shall have been watched at least.
        """
        wait_until(lambda: time.monotonic() - self.idle.began >= seconds, seconds)
        found = set(self.idle.web.contacted), int(time.monotonic() - self.idle.began)
        _ = self._word_of_idle
        return found

    @cached_property
    def _word_of_idle(self) -> str:
        """The word of a page that was visited with the idle one, while its blocker was on."""
        return visited(self.idle.connect())

    @cached_property
    def endings(self) -> Endings:
        """End the machine's Firefoxes in several ways: what is left then; nothing else can follow."""
        if self._shared:
            return shared_endings(self.main, self.idle, self._word_of_idle)
        return owned_endings(self.main)

    def close(self) -> None:
        """End them all."""
        for firefox in self._all:
            firefox.close()
        if hasattr(self, "_pool"):
            self._pool.shutdown()


def begin(user: NewUser, promise: Mapping[str, Any], idle: Firefox | str) -> Firefoxes | str:
    """Start the three of them and try everything; or why they do not start.  The idle one runs already."""
    if isinstance(idle, str):
        return idle
    try:
        there = Firefoxes(user, program() or "firefox", idle, shared=Rules(promise["browser"]).private_only)
    except (MarionetteError, OSError) as error:
        return str(error)
    with suppress(MarionetteError, OSError):  # fails again when a check asks for it
        _ = there.control
    return there


def must_leak(leaked: object) -> None:
    """End the check orange when even the control does not leak: the check would prove nothing."""
    if not leaked:
        cannot(say(N_("a Firefox without any protection shows no difference: the check proves nothing")))
