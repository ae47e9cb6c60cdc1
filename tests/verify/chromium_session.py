# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's Chromium as a new person meets it, cut off from the network.

Headless, started by the system's own command, every request led to
:mod:`fake_web`.  Nothing is said about its profile where the role keeps it in
memory: the role's own launcher decides, and is proved with the rest.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from devtools import JOINED, DevTools, DevToolsError
from fake_web import FakeWeb
from new_user import NewUser
from salle_check import wait_until

START_SECONDS = 60
SHARED_PLACES = ("/tmp", "/var/tmp")
"""Where programs leave files outside the home, and which may be on a disk."""


def program() -> str | None:
    """Chromium, as this system calls it; None when it has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Chromium:
    """A running Chromium; it ends with :meth:`close` whatever happened.

    Attributes:
        web: where its requests end.
        runtime: its person's folder in memory, as ``/run/user/…`` is.
        first_pages: the addresses of the tabs that it opened by itself.
    """

    def __init__(
        self, user: NewUser, command: Sequence[str], *flags: str, runtime: Path | None = None
    ) -> None:
        """Start it and wait until it answers.

        Args:
            user: who starts it.
            command: the program, and what else its command line begins with.
            flags: command line switches beside those that cut it off.
            runtime: the folder of a Chromium before, whose person starts it again.

        Raises:
            DevToolsError: it did not answer in START_SECONDS.
        """
        self.web = FakeWeb()
        self._user = user
        self.runtime = runtime or self._folder("run")
        self._pipes = self._folder("pipes")
        self._remote = DevTools(self._pipes, (user.uid, user.gid))
        self._process = user.start(
            ["sh", "-c", JOINED, str(self._pipes), *command, "--headless", "--remote-debugging-pipe",
             *cut_off(self.web.port), *flags],
            env={"XDG_RUNTIME_DIR": str(self.runtime), "SALLE_PIPES": str(self._pipes)},
            output=self._pipes / "said",
        )  # fmt: skip
        self._remote.alive = lambda: self._process.poll() is None
        try:
            self.call("Browser.getVersion", seconds=START_SECONDS)
            self.first_pages = wait_until(self._pages, START_SECONDS)
        except BaseException as error:
            said = (self._pipes / "said").read_text("utf-8", "replace").strip()[-300:]
            self.close()
            raise DevToolsError(f"{error}: {said}") from error

    def call(self, method: str, session: str = "", seconds: float = 20, **parameters: Any) -> dict[str, Any]:
        """See :meth:`devtools.DevTools.call`."""
        return self._remote.call(method, session, seconds, **parameters)

    def tab(self, url: str = "about:blank", *, private: bool = False) -> str:
        """Open a tab; a private one keeps no cookies with the others, and extensions do not run in it.

        Returns:
            The session to speak with it.
        """
        context = (
            {"browserContextId": self.call("Target.createBrowserContext")["browserContextId"]}
            if private
            else {}
        )
        target = self.call("Target.createTarget", url=url, **context)["targetId"]
        return self._attach(target)

    def first_tabs(self) -> dict[str, str]:
        """The tabs that it opened by itself: address -> the session to speak with it."""
        return {
            target["url"]: self._attach(target["targetId"])
            for target in self._targets()
            if target["url"] in self.first_pages
        }

    def _pages(self) -> list[str]:
        return [target["url"] for target in self._targets()]

    def _targets(self) -> list[dict[str, Any]]:
        """Every tab that shows something."""
        targets: list[dict[str, Any]] = self.call("Target.getTargets")["targetInfos"]
        return [target for target in targets if target["type"] == "page" and target["url"]]

    def _attach(self, target: str) -> str:
        return str(self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def inside(self, session: str, script: str, seconds: float = 20) -> Any:
        """What this JavaScript expression is in a tab; a promise is awaited."""
        answer = self.call("Runtime.evaluate", session, seconds, expression=script, awaitPromise=True,
                           returnByValue=True)  # fmt: skip
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            raise DevToolsError(str(told.get("exception", told).get("description", told)))
        return answer["result"].get("value")

    def visit(self, session: str, url: str, *, seconds: float = 10) -> list[str]:
        """Open a page in a tab and wait until it has all it asked for, or was refused it.

        Returns:
            The sites that Chromium contacted meanwhile.
        """
        before = len(self.web.contacted)
        self.call("Page.navigate", session, url=url)
        loaded = "document.readyState === 'complete' && location.href"
        wait_until(lambda: self.inside(session, loaded) == url, seconds)
        return self.web.contacted[before:]

    def quit(self, seconds: float = 10) -> bool:
        """Close it as its own menu does; whether it ended in time."""
        with contextlib.suppress(DevToolsError):
            self.call("Browser.close", seconds=seconds)
        return self._ended(seconds)

    def end(self, signal_: signal.Signals, seconds: float = 10) -> bool:
        """End it and all that was started with it, as a session or a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal_)
        return self._ended(seconds)

    def traces(self, word: str, *, memory: bool) -> list[str]:
        """The files of this person that hold the word.

        Args:
            word: what to look for.
            memory: whether to look in the folder in memory as well as on the disk.
        """
        places = [self._user.home, *map(Path, SHARED_PLACES), *([self.runtime] if memory else [])]
        spellings = (word.encode(), word.encode("utf-16-le"))
        return sorted({
            str(path)
            for place in places
            for path in place.rglob("*")
            if _is_of(path, self._user.uid) and any(spelling in _read(path) for spelling in spellings)
        })  # fmt: skip

    def _ended(self, seconds: float) -> bool:
        """Whether it and all that it started have gone."""
        return wait_until(lambda: self._process.poll() is not None and not self._mine(), seconds)

    def _mine(self) -> bool:
        """Whether a process of ours still runs; a message bus that it started may stay."""
        mark = str(self._pipes).encode()
        return any(
            b"chromium" in command and mark in told for command, told in map(_told, self._user.processes())
        )

    def close(self) -> None:
        """End it, stop its web, remove its folders."""
        self.end(signal.SIGKILL)
        self._remote.close()
        self.web.close()
        for folder in (self._pipes, self.runtime):
            shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, name: str) -> Path:
        """A folder of this person in memory: /run is one everywhere with systemd, and root's alone."""
        memory = "/run" if os.geteuid() == 0 else "/dev/shm"
        folder = Path(tempfile.mkdtemp(prefix=f"salle-verify-{name}-", dir=memory))
        folder.chmod(0o700)
        os.chown(folder, self._user.uid, self._user.gid)
        return folder


def _told(pid: int) -> tuple[bytes, bytes]:
    """The program that a process runs, and its command line with its environment."""
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return command.split(b"\0")[0], command + Path(f"/proc/{pid}/environ").read_bytes()
    return b"", b""


def _is_of(path: Path, uid: int) -> bool:
    """Whether it is a file with content that belongs to this person."""
    with contextlib.suppress(OSError):
        found = path.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_uid == uid
    return False


def _read(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""


def cut_off(port: int) -> tuple[str, ...]:
    """What leads every request to us, those for names in .localhost excepted; nothing else is changed."""
    return (f"--proxy-server=127.0.0.1:{port}",)
