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
from typing import Any

from fake_web import FakeWeb
from marionette import Marionette, MarionetteError, port_of
from new_user import NewUser
from salle_check import wait_until

START_SECONDS = 60
ANSWER_SECONDS = 30


def program() -> str | None:
    """Firefox, as this system calls it; None when it has none."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A running Firefox; it ends with :meth:`close` whatever happened."""

    def __init__(self, user: NewUser, command: str) -> None:
        """Start it and wait for its first page.

        Raises:
            MarionetteError: it did not answer in START_SECONDS.
        """
        self.web = FakeWeb()
        self._user = user
        self._profile = user.home / f"firefox-{uuid.uuid4().hex[:8]}"
        self._prepare_profile()
        self._process = user.start(
            [command, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access",
             "--profile", str(self._profile)],
            env={"MOZ_REMOTE_ALLOW_SYSTEM_ACCESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"},
        )  # fmt: skip
        try:
            self._remote = self._connect()
            self.first_page = self._first_page()
        except BaseException:
            self.close()
            raise

    def inside(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript with the browser's own rights, see :meth:`marionette.Marionette.inside`."""
        return self._remote.inside(script, *arguments)

    def visit(self, url: str, *, seconds: float = 10) -> list[str]:
        """Open a page and wait until it has all it asked for, or was refused it.

        Args:
            url: an address that no tab has opened before.
            seconds: how long to wait at most.

        Returns:
            The sites that Firefox contacted meanwhile.
        """
        before = len(self.web.contacted)
        self._remote.visit(url)
        wait_until(lambda: self.inside(_LOADED, url), seconds)
        return self.web.contacted[before:]

    def cut(self) -> None:
        """End it as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def traces(self, word: str) -> list[str]:
        """The files of this person, profile and cache included, that hold the word."""
        files = (path for path in self._user.home.rglob("*") if path.is_file() and not path.is_symlink())
        spellings = (word.encode(), word.encode("utf-16-le"))
        return sorted(
            str(path.relative_to(self._user.home))
            for path in files
            if any(spelling in path.read_bytes() for spelling in spellings)
        )

    def close(self) -> None:
        """End it, stop the web, remove the profile."""
        if hasattr(self, "_remote"):
            self._remote.close()
        self.cut()
        self.web.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _prepare_profile(self) -> None:
        self._profile.mkdir(mode=0o700)
        lines = (
            f"user_pref({json.dumps(n)}, {json.dumps(v)});\n" for n, v in settings(self.web.port).items()
        )
        (self._profile / "user.js").write_text("".join(lines), encoding="utf-8")
        for path in (self._profile, self._profile / "user.js"):
            os.chown(path, self._user.uid, self._user.gid)

    def _connect(self) -> Marionette:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            port = port_of(self._profile)
            with contextlib.suppress(OSError):
                if port:
                    return Marionette(port, ANSWER_SECONDS)
            time.sleep(0.05)
        raise MarionetteError("Firefox did not start")

    def _first_page(self) -> str:
        def page() -> str:
            there = str(self.inside("return gBrowser.currentURI.spec"))
            return "" if there == "about:blank" else there

        return wait_until(page, 10) or "about:blank"


_LOADED = """
const tab = gBrowser.selectedBrowser;
return tab.currentURI.spec === given[0] && !tab.webProgress.isLoadingDocument;
"""


def settings(port: int) -> dict[str, object]:
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
    }
