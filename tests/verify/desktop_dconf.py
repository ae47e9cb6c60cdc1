# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the own of the desktops whose settings are dconf's, read through schemas: MATE, Cinnamon, GNOME."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import ClassVar

from desktop_session import DESKTOP, DesktopSession


class DconfSession(DesktopSession):
    """A desktop that reads its settings from dconf."""

    picture: ClassVar[tuple[str, str]]
    """Schema and key of the picture behind everything; one picture for all screens."""
    look: ClassVar[tuple[str, str]]
    """Schemas of theme and icons, and of the letters."""
    wakes: ClassVar[tuple[tuple[str, str, str], ...]]
    """Schema, key and value of each setting that keeps the computer awake."""

    def looks(self) -> tuple[str, str, str]:
        theme, letters = self.look
        return (
            self.setting(theme, "gtk-theme"),
            self.setting(theme, "icon-theme"),
            self.setting(letters, "font-name"),
        )

    def sleeps(self) -> list[str]:
        found = [(key, self.setting(schema, key), good) for schema, key, good in self.wakes]
        return [f"{key}={value}" for key, value, good in found if value != good]

    def wallpapers(self) -> dict[str, Path]:
        shown = Path(self.setting(*self.picture).removeprefix("file://"))
        return dict.fromkeys(self.screens(), shown)

    def zoomed(self) -> bool:
        return self.setting(self.picture[0], "picture-options") == "zoom"

    def lets_choose(self) -> bool:
        schema, key = self.picture
        before = self.setting(schema, key)
        other = before.replace("slide-", "plain-")
        self.run(["gsettings", "set", schema, key, other])
        free = self.setting(schema, key) == other != before
        self.run(["gsettings", "set" if free else "get", schema, key, *([before] if free else [])])
        return free

    def setting(self, schema: str, key: str) -> str:
        """A setting as this session has it, without quotes; empty when there is none."""
        said = self.run(["gsettings", "get", schema, key]).stdout.strip()
        return re.sub(r"^\w+ (?=[\d'])", "", said).strip("'")


class Mate(DconfSession):
    """MATE."""

    title = "MATE"
    command = "mate-session"
    process = "mate-session"
    current = "MATE"
    entry = "mate"
    files = "caja-browser.desktop"
    picture = ("org.mate.background", "picture-filename")
    look = ("org.mate.interface", "org.mate.interface")
    wakes = (
        ("org.mate.power-manager", "sleep-computer-ac", "0"),
        ("org.mate.power-manager", "sleep-computer-battery", "0"),
        ("org.mate.power-manager", "button-lid-ac", "blank"),
        ("org.mate.power-manager", "button-lid-battery", "blank"),
    )

    def panel(self) -> list[str]:
        text = self.run(["dconf", "dump", "/org/mate/panel/objects/"]).stdout
        return [Path(place).name for place in re.findall(r"(?m)^launcher-location='(.+)'$", text)]

    def locks(self) -> list[str]:
        asks = self.setting("org.mate.screensaver", "lock-enabled") != "false"
        saver = {"mate-screensaver"} & self.programs() if asks else set()
        return super().locks() + sorted(saver)


class Cinnamon(DconfSession):
    """Cinnamon; it draws its panel itself, so no window shows that it is there."""

    title = "Cinnamon"
    command = "cinnamon-session-cinnamon"
    process = "cinnamon-session"
    current = "X-Cinnamon"
    entry = "cinnamon"
    files = "nemo.desktop"
    furniture = frozenset({DESKTOP})
    picture = ("org.cinnamon.desktop.background", "picture-uri")
    look = ("org.cinnamon.desktop.interface", "org.cinnamon.desktop.interface")
    wakes = (
        ("org.cinnamon.settings-daemon.plugins.power", "sleep-inactive-ac-timeout", "0"),
        ("org.cinnamon.settings-daemon.plugins.power", "sleep-inactive-battery-timeout", "0"),
        ("org.cinnamon.settings-daemon.plugins.power", "lid-close-ac-action", "blank"),
        ("org.cinnamon.settings-daemon.plugins.power", "lid-close-battery-action", "blank"),
    )

    def appeared(self) -> bool:
        return "Muffin" in self.manager() and super().appeared()

    def panel(self) -> list[str]:
        # what the running window list keeps; written when it starts
        kept = self.user.home / ".config/cinnamon/spices/grouped-window-list@cinnamon.org/2.json"
        shown = self.setting("org.cinnamon", "enabled-applets")
        if not kept.is_file() or ":grouped-window-list@cinnamon.org:2'" not in shown:
            return []
        return list(json.loads(kept.read_text("utf-8"))["pinned-apps"]["value"])

    def locks(self) -> list[str]:
        asks = self.setting("org.cinnamon.desktop.screensaver", "lock-enabled") != "false"
        lockable = self.setting("org.cinnamon.desktop.lockdown", "disable-lock-screen") != "true"
        return super().locks() + (["cinnamon-screensaver"] if asks or lockable else [])


class Gnome(DconfSession):
    """GNOME; it draws background and panel itself, so no window shows that they are there."""

    title = "GNOME"
    command = "gnome-session"
    process = "gnome-shell"
    current = "GNOME"
    entry = "gnome-xorg"
    files = "org.gnome.Nautilus.desktop"
    picture = ("org.gnome.desktop.background", "picture-uri")
    look = ("org.gnome.desktop.interface", "org.gnome.desktop.interface")
    wakes = (
        ("org.gnome.settings-daemon.plugins.power", "sleep-inactive-ac-type", "nothing"),
        ("org.gnome.settings-daemon.plugins.power", "sleep-inactive-battery-type", "nothing"),
    )
    dock = "dash-to-panel@jderose9.github.com"

    def appeared(self) -> bool:
        return self.manager() == "GNOME Shell" and "state': <1" in self.extension()

    def has_theme(self, name: str) -> bool:
        return name == "Adwaita" or super().has_theme(name)  # that one is part of the toolkit

    def surprises(self) -> list[str]:
        told = self.user.home / ".local/share/gnome-shell/lock-warning-shown"
        # The shell makes this file, empty, when it shows its warning; ours, with a word, keeps it quiet.
        warned = self.public and not (told.is_file() and told.read_text("utf-8"))
        return super().surprises() + (["gnome-shell: lock-warning"] if warned else [])

    def extension(self) -> str:
        """What the shell says of the extension that draws the panel; state 1 is at work."""
        call = ["gdbus", "call", "--session", "--dest", "org.gnome.Shell.Extensions"]
        path = ["--object-path", "/org/gnome/Shell/Extensions"]
        ask = ["--method", "org.gnome.Shell.Extensions.GetExtensionInfo", self.dock]
        return self.run([*call, *path, *ask]).stdout

    def panel(self) -> list[str]:
        if "state': <1" not in self.extension():
            return []
        return re.findall(r"'([^']+\.desktop)'", "'" + self.setting("org.gnome.shell", "favorite-apps"))

    def locks(self) -> list[str]:
        lockable = self.setting("org.gnome.desktop.lockdown", "disable-lock-screen") != "true"
        asks = self.setting("org.gnome.desktop.screensaver", "lock-enabled") != "false"
        return super().locks() + (["gnome-shell"] if asks or lockable else [])
