# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pair of browsers that show tracking, started as their menu entries start them.

Headless, by their remote control, cut off from the network: only this computer's own names
(``*.localhost``, RFC 6761) are reached, as in every Firefox.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fake_web import FakeWeb
from marionette import Marionette, MarionetteError, port_of
from new_user import NewUser
from salle_check import wait_until

PORT = 8470
SITES = ("journal", "meteo", "recettes", "sante")
START_SECONDS = 60
ANSWER_SECONDS = 30
LOADED = """
const tab = gBrowser.selectedBrowser;
return tab.currentURI.spec === given[0] && !tab.webProgress.isLoadingDocument;
"""
NUMBER = """
const place = document.querySelector("[data-live]");
const told = await (await fetch(place.dataset.live)).text();
const number = new DOMParser().parseFromString(told, "text/html").querySelector("[data-number]");
return number ? number.dataset.number : "";
"""
WRAPPED = "const done = arguments[0]; (async () => { %s })().then(done, error => done(`error: ${error}`));"


class DemonstrationBrowser:
    """One of the two; it ends with :meth:`close` whatever happened.

    Args:
        user: as whom it runs.
        command: the words of its menu entry.
        protected: whether it is the ordinary one, which needs a profile for the occasion.
    """

    def __init__(self, user: NewUser, command: Sequence[str], *, protected: bool) -> None:
        self.web = FakeWeb()
        self._user = user
        self._own_profile = user.home / f"firefox-{uuid.uuid4().hex[:8]}" if protected else None
        lines = [f"user_pref({json.dumps(n)}, {json.dumps(v)});" for n, v in self._settings().items()]
        words = [*command, "--headless", "--marionette", "--remote-allow-system-access"]
        if self._own_profile:
            self._make_profile(self._own_profile, lines)
            words += ["--no-remote", "--profile", str(self._own_profile)]
        self._process = user.start(
            words,
            env={
                "MOZ_REMOTE_ALLOW_SYSTEM_ACCESS": "1",
                "MOZ_CRASHREPORTER_DISABLE": "1",
                "SALLE_DEMONSTRATION_PREFERENCES": "\n".join(lines),
            },
        )

    def connect(self) -> None:
        """Wait until it shows its first page.

        Raises:
            MarionetteError: it did not answer in START_SECONDS.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            # One that is still busy starting may hang up on whoever comes first.
            with contextlib.suppress(OSError, MarionetteError):
                port = next((one for one in map(port_of, self._profiles()) if one), 0)
                if port:
                    self._remote = Marionette(port, ANSWER_SECONDS)
                    self.first_page = wait_until(self._page, 10)
                    return
            time.sleep(0.05)
        ended = self._process.poll()
        what = "the protected browser" if self._own_profile else "the unprotected browser"
        raise MarionetteError(f"{what} did not start" + (f" ({ended})" if ended is not None else ""))

    def number_on(self, site: str, slug: str = "") -> str:
        """Visit a page of a site of the demonstration.

        Returns:
            The number under which the tracker heard of it, as the page itself tells; empty: it did not,
            or the page is not there.
        """
        url = f"http://{site}.localhost:{PORT}/{slug}?controle={uuid.uuid4().hex}"  # nobody's trail
        self._remote.visit(url)
        # The page is loaded when its last picture is: the tracker's, or nothing where it is blocked.
        wait_until(lambda: self._remote.inside(LOADED, url), 10)
        self._remote.call("Marionette:SetContext", {"value": "content"})
        script = {"script": WRAPPED % NUMBER, "args": [], "sandbox": "default"}
        told = str(self._remote.call("WebDriver:ExecuteAsyncScript", script))
        return told if told.isdigit() else ""

    def inside(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript with the browser's own rights."""
        return self._remote.inside(script, *arguments)

    def processes(self) -> list[int]:
        """Its processes."""
        session = os.getsid(self._process.pid) if self._process.poll() is None else 0
        return [pid for pid in self._user.processes() if session and _session(pid) == session]

    def home_seen(self) -> Iterator[Path]:
        """The files in the home that it sees, its throw-away profile included."""
        for pid in self.processes():
            place = Path(f"/proc/{pid}/root{self._user.home}")
            with contextlib.suppress(OSError):
                if (place / "profile").is_dir():
                    yield from (path for path in place.rglob("*") if path.is_file())
                    return

    def cut(self) -> None:
        """End it as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End it and what was made for it."""
        if hasattr(self, "_remote"):
            self._remote.close()
        self.cut()
        self.web.close()
        if self._own_profile:
            shutil.rmtree(self._own_profile, ignore_errors=True)

    def _settings(self) -> dict[str, object]:
        """What cuts it off from the network, and nothing else."""
        proxy = {f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")}
        ports = {f"network.proxy.{kind}_port": self.web.port for kind in ("http", "ssl")}
        return {
            "remote.prefs.recommended": False,
            "marionette.port": 0,
            "network.proxy.type": 1,
            "network.proxy.failover_direct": False,
            **proxy,
            **ports,
        }

    def _make_profile(self, folder: Path, lines: list[str]) -> None:
        folder.mkdir(mode=0o700)
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        for path in (folder, folder / "user.js"):
            os.chown(path, self._user.uid, self._user.gid)

    def _profiles(self) -> list[Path]:
        """Where its profile may be seen; that of the unprotected one lies in its own mount namespace."""
        if self._own_profile:
            return [self._own_profile]
        return [Path(f"/proc/{pid}/root{self._user.home}/profile") for pid in self.processes()]

    def _page(self) -> str:
        there = str(self.inside("return gBrowser.selectedBrowser.documentURI.spec"))
        return "" if there == "about:blank" else there


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return -1


def holding(files: Iterator[Path] | Sequence[Path], word: str) -> list[str]:
    """The files that hold the word, as browsers write it."""
    spellings = (word.encode(), word.encode("utf-16-le"))
    found = []
    for path in files:
        with contextlib.suppress(OSError):  # a running browser's files come and go
            if any(spelling in path.read_bytes() for spelling in spellings):
                found.append(str(path))
    return sorted(found)
