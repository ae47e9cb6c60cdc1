# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole desktop session of somebody who has never logged in, on a virtual display.

It is started once and looked at by several checks: starting it takes some seconds.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
from pathlib import Path
from typing import ClassVar

from new_user import Display, NewUser
from salle_check import N_, cannot, say, wait_until

PATIENCE = 90
"""Seconds for a desktop to appear: an old machine under load."""
DESKTOP, DOCK = "_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK"
"""Kinds of windows that are the desktop itself: its background and its panel."""
APPLICATIONS = (Path("/usr/local/share/applications"), Path("/usr/share/applications"))


class DesktopSession:
    """A session as the greeter would start it; each desktop says below what is its own."""

    title: ClassVar[str]
    """What people call it."""
    command: ClassVar[str]
    """What starts it, as its entry in the greeter's list says."""
    wrapper: ClassVar[str] = "/etc/X11/Xsession"
    """What a greeter starts every session through, by default: LightDM's session-wrapper."""
    process: ClassVar[str]
    """A program that runs as long as the session does, by its name in /proc."""
    current: ClassVar[str]
    """What it calls itself, XDG_CURRENT_DESKTOP."""
    entry: ClassVar[str]
    """Its entry in the greeter's list."""
    files: ClassVar[str]
    """The menu entry of its file manager."""
    furniture: ClassVar[frozenset[str]] = frozenset({DESKTOP, DOCK})
    """The windows that are there once it has appeared."""
    lockers: ClassVar[frozenset[str]] = frozenset({"light-locker", "xscreensaver"})
    """Programs that lock a screen whatever the settings say."""
    screen_by_screen: ClassVar[bool] = False
    """Whether each screen has a picture of its own."""

    def __init__(self, user: NewUser, display: Display, *, public: bool) -> None:
        self.user, self.public = user, public
        self._env = {**display.env, "XDG_CURRENT_DESKTOP": self.current, "DESKTOP_SESSION": self.entry}
        if not shutil.which(self.command):
            cannot(say(N_("this computer has no %(desktop)s desktop"), desktop=self.title))
        start = [self.wrapper, self.command] if Path(self.wrapper).exists() else [self.command]
        user.start(start, env=self._env, session=True, output=user.home / "session.log")
        self.complete = bool(wait_until(self.appeared, PATIENCE, every=0.5))

    def appeared(self) -> bool:
        """Whether background and panel are there."""
        return {kind for kind, _, _ in self.windows()} >= self.furniture

    def panel(self) -> list[str]:
        """What the panel starts: menu entries, in its order."""
        raise NotImplementedError

    def looks(self) -> tuple[str, str, str]:
        """Names of the theme, of the icons, and of the letters with their size."""
        raise NotImplementedError

    def has_theme(self, name: str) -> bool:
        """Whether that theme is on the machine."""
        return Path("/usr/share/themes", name, "gtk-3.0").is_dir()

    def locks(self) -> list[str]:
        """Why this session may ask for a password to go on; nothing when it never does."""
        return sorted(self.programs() & self.lockers)

    def sleeps(self) -> list[str]:
        """Why this session may send the computer to sleep; nothing when it never does."""
        raise NotImplementedError

    def wallpapers(self) -> dict[str, Path]:
        """The picture that each screen is told to show, by the screen's name."""
        raise NotImplementedError

    def on_unknown_screens(self) -> list[Path]:
        """What a screen shows that no setting names."""
        return list(self.wallpapers().values())  # one picture for all: the virtual screen is such a screen

    def zoomed(self) -> bool:
        """Whether pictures fill the screen and keep their shape."""
        raise NotImplementedError

    def lets_choose(self) -> bool:
        """Whether a person can set another picture; tried, and put back."""
        raise NotImplementedError

    def windows(self) -> list[tuple[str, str, str]]:
        """Windows the window manager knows: kind, program, title."""
        listed = self.run(["xprop", "-root", "_NET_CLIENT_LIST"]).stdout
        return [self._window(number) for number in re.findall(r"0x[0-9a-f]+", listed)]

    def manager(self) -> str:
        """What the window manager calls itself; empty as long as there is none."""
        window = re.search(r"0x[0-9a-f]+", self.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]).stdout)
        named = self.run(["xprop", "-id", window[0], "_NET_WM_NAME"]).stdout if window else ""
        name = re.search(r'= "(.*)"', named)
        return name[1] if name else ""

    def surprises(self) -> list[str]:
        """Programs and titles of windows that nobody asked for: questions, warnings, welcomes."""
        own = {DESKTOP, DOCK}
        return [f"{program}: {title}" for kind, program, title in self.windows() if kind not in own]

    def programs(self) -> set[str]:
        """Names of the programs that the session started."""
        names = set()
        for pid in self.user.processes():
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
        return self.user.run(words, env={**self._env, **self._bus()})

    def start(self, words: list[str], output: Path) -> subprocess.Popen[bytes]:
        """Start a program inside the session and leave it running; the user's ``stop`` ends it."""
        return self.user.start(words, env={**self._env, **self._bus()}, output=output)

    def _bus(self) -> dict[str, str]:
        wanted = "DBUS_SESSION_BUS_ADDRESS"
        for pid in self.user.processes():
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text("utf-8").strip() == self.process[:15]:
                    values = Path(f"/proc/{pid}/environ").read_text("utf-8").split("\0")
                    pairs = (value.partition("=") for value in values)
                    return {name: value for name, _, value in pairs if name == wanted}
        return {}

    def _window(self, number: str) -> tuple[str, str, str]:
        text = self.run(["xprop", "-id", number, "_NET_WM_WINDOW_TYPE", "WM_CLASS", "_NET_WM_NAME"]).stdout
        kind = re.search(r"_NET_WM_WINDOW_TYPE_\w+", text)
        program = re.search(r'WM_CLASS\(STRING\) = "[^"]*", "([^"]*)"', text)
        title = re.search(r'_NET_WM_NAME\(UTF8_STRING\) = "(.*)"', text)
        return tuple(found[at] if found else "" for found, at in ((kind, 0), (program, 1), (title, 1)))
