# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole desktop session of somebody who has never logged in, on a virtual display.

It is started once and looked at by several checks: starting it takes some seconds.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from pathlib import Path

from new_user import Display, NewUser
from salle_check import N_, cannot, say, wait_until

PATIENCE = 60
"""Seconds for a desktop to appear: an old machine under load."""
FURNITURE = {"_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK"}
"""Kinds of windows that are the desktop itself: its background and its panel."""

_running: dict[int, DesktopSession] = {}


def desktop_session(user: NewUser, display: Display) -> DesktopSession:
    """The session of that user; started at the first call."""
    if id(user) not in _running:
        _running[id(user)] = DesktopSession(user, display)
    return _running[id(user)]


class DesktopSession:
    """An Xfce session, as the greeter would start it."""

    def __init__(self, user: NewUser, display: Display) -> None:
        self._user = user
        self._env = {**display.env, "XDG_CURRENT_DESKTOP": "XFCE", "DESKTOP_SESSION": "xfce"}
        if not Path("/usr/bin/startxfce4").exists():
            cannot(say(N_("this computer has no Xfce desktop")))
        user.start(["startxfce4"], env=self._env, session=True, output=user.home / "session.log")
        self.complete = bool(wait_until(self._has_furniture, PATIENCE, every=0.5))

    def windows(self) -> list[tuple[str, str, str]]:
        """Windows the window manager knows: kind, program, title."""
        listed = self.run(["xprop", "-root", "_NET_CLIENT_LIST"]).stdout
        return [self._window(number) for number in re.findall(r"0x[0-9a-f]+", listed)]

    def surprises(self) -> list[str]:
        """Programs and titles of windows that nobody asked for: questions, warnings, welcomes."""
        return [f"{program}: {title}" for kind, program, title in self.windows() if kind not in FURNITURE]

    def setting(self, channel: str, name: str) -> str:
        """A setting of Xfce as this session has it; empty when there is none."""
        done = self.run(["xfconf-query", "-c", channel, "-p", name])
        return done.stdout.strip() if done.returncode == 0 else ""

    def settings(self, channel: str) -> dict[str, str]:
        """All settings of a channel as this session has them."""
        lines = self.run(["xfconf-query", "-c", channel, "-l", "-v"]).stdout.splitlines()
        return {name: value.strip() for name, _, value in (line.partition(" ") for line in lines)}

    def programs(self) -> set[str]:
        """Names of the programs that the session started."""
        names = set()
        for pid in self._user.processes():
            with contextlib.suppress(OSError):
                names.add(Path(f"/proc/{pid}/comm").read_text("utf-8").strip())
        return names

    def screens(self) -> dict[str, tuple[int, int]]:
        """Active screens: name -> width and height in pixels."""
        text = self.run(["xrandr", "--listactivemonitors"]).stdout
        found = re.findall(r"^\s*\d+: [+*]*(\S+) (\d+)/\d+x(\d+)/", text, re.MULTILINE)
        return {name: (int(width), int(height)) for name, width, height in found}

    def run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a program inside the session."""
        return self._user.run(words, env={**self._env, **self._bus()})

    def _bus(self) -> dict[str, str]:
        for pid in self._user.processes():
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text("utf-8").strip() == "xfce4-session":
                    values = Path(f"/proc/{pid}/environ").read_text("utf-8").split("\0")
                    return {
                        n: v
                        for n, _, v in (x.partition("=") for x in values)
                        if n == "DBUS_SESSION_BUS_ADDRESS"
                    }
        return {}

    def _has_furniture(self) -> bool:
        return {kind for kind, _, _ in self.windows()} >= FURNITURE

    def _window(self, number: str) -> tuple[str, str, str]:
        text = self.run(["xprop", "-id", number, "_NET_WM_WINDOW_TYPE", "WM_CLASS", "_NET_WM_NAME"]).stdout
        kind = re.search(r"_NET_WM_WINDOW_TYPE_\w+", text)
        program = re.search(r'WM_CLASS\(STRING\) = "[^"]*", "([^"]*)"', text)
        title = re.search(r'_NET_WM_NAME\(UTF8_STRING\) = "(.*)"', text)
        return tuple(found[at] if found else "" for found, at in ((kind, 0), (program, 1), (title, 1)))
