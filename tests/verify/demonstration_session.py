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
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from firefox_session import REMOTE, Firefox, program
from marionette import MarionetteError, port_of
from menu import find_entry
from new_user import NewUser

PORT = 8470
SITES = ("journal", "meteo", "recettes", "sante")
ENTRY = "salle-demonstration-{engine}-{how}.desktop"
ENTRIES = [ENTRY.format(engine="firefox", how=how) for how in ("protected", "unprotected")]
VISIT_SECONDS = 10
NUMBER = """
const place = document.querySelector("[data-live]");
const told = await (await fetch(place.dataset.live)).text();
const number = new DOMParser().parseFromString(told, "text/html").querySelector("[data-number]");
return number ? number.dataset.number : "";
"""


class Protected(Firefox):
    """The machine's Firefox with a fresh profile, as the demonstration's menu entry starts it."""

    def __init__(self, user: NewUser) -> None:
        """Start it, by the ordinary command where there is no such entry."""
        command = entry_command("protected", user)
        self.by_entry = bool(command and shutil.which(command[0]))
        super().__init__(user, command if self.by_entry else [program() or "firefox"])


class Unprotected(Firefox):
    """The browser that shows what trackers see; its profile is where nobody else sees it."""

    def processes(self) -> list[int]:
        """Its processes."""
        session = self._process.pid  # it was started as the first of a session
        return [pid for pid in self.user.processes() if _session(pid) == session]

    def home_seen(self) -> Iterator[Path]:
        """The files in the home that it sees, its throw-away profile included."""
        for pid in self.processes():
            place = Path(f"/proc/{pid}/root{self.user.home}")
            with contextlib.suppress(OSError):
                if (place / "profile").is_dir():
                    yield from (path for path in place.rglob("*") if path.is_file())
                    return

    def _command(self, command: Sequence[str]) -> list[str]:
        """Its launcher names the profile."""
        return [*command, *REMOTE]

    def _prepare_profile(self, settings: Mapping[str, object]) -> None:
        """Its launcher makes the profile, and takes settings from the environment."""
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items())
        self._env["SALLE_DEMONSTRATION_PREFERENCES"] = "\n".join(lines)

    def _port(self) -> int:
        folders = (Path(f"/proc/{pid}/root{self.user.home}/profile") for pid in self.processes())
        return next((port for port in map(port_of, folders) if port), 0)


def entry_command(how: str, user: NewUser, engine: str = "firefox") -> list[str]:
    """The words of the menu entry of one of the pair; none where there is no entry."""
    entry = find_entry(ENTRY.format(engine=engine, how=how), user.env)
    return entry.command() if entry else []


def number_on(firefox: Firefox, site: str, slug: str = "") -> str:
    """Visit a page of a site of the demonstration.

    Returns:
        The number under which the tracker heard of it, as the page itself tells; empty: it did not,
        or the page is not there.
    """
    # The page is loaded when its last picture is: the tracker's, or nothing where it is blocked.
    url = f"http://{site}.localhost:{PORT}/{slug}?controle={uuid.uuid4().hex}"  # nobody's trail
    firefox.visit(url, seconds=VISIT_SECONDS)
    try:
        told = str(firefox.in_page(NUMBER))
    except MarionetteError:  # a page about an error has no such place
        return ""
    return told if told.isdigit() else ""


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
