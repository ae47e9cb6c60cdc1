# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is Xfce's own: its settings are xfconf's, its panel keeps copies of menu entries."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_session import DesktopSession
from salle_check import N_, cannot, say

FALLBACK = re.compile(rb"/usr/share/backgrounds/xfce/xfce-(?:x|shapes)\.svg")
"""Compiled into Xfce's desktop: a setting of Xfce names each screen."""
BACKDROP = "/backdrop/screen0/monitor{}/workspace0/{}"
ZOOMED = "5"


class Xfce(DesktopSession):
    """Xfce."""

    title = "Xfce"
    command = "startxfce4"
    process = "xfce4-session"
    current = "XFCE"
    entry = "xfce"
    files = "thunar.desktop"
    screen_by_screen = True

    def panel(self) -> list[str]:
        found = []
        for name, kind in self.settings("xfce4-panel").items():
            plugin = re.fullmatch(r"/plugins/plugin-(\d+)", name)
            if not plugin or kind != "launcher":
                continue
            for item in re.findall(r"\S+\.desktop", self.setting("xfce4-panel", f"{name}/items")):
                copy = self.user.home / ".config/xfce4/panel" / f"launcher-{plugin[1]}" / item
                text = copy.read_text("utf-8") if copy.is_file() else ""
                source = re.search(r"(?m)^X-XFCE-Source=file://(.+)$", text)
                found.append(Path(source[1]).name if source else item)
        return found

    def on_unknown_screens(self) -> list[Path]:
        program = Path("/usr/bin/xfdesktop")
        compiled = FALLBACK.search(program.read_bytes()) if program.is_file() else None
        if not compiled:
            cannot(say(N_("this desktop has no picture of its own for unknown screens")))
        return [Path(compiled[0].decode()).resolve()]

    def looks(self) -> tuple[str, str, str]:
        settings = self.settings("xsettings")
        return tuple(
            settings.get(name, "") for name in ("/Net/ThemeName", "/Net/IconThemeName", "/Gtk/FontName")
        )

    def locks(self) -> list[str]:
        may = super().locks()
        saver = "xfce4-screensaver"
        if saver in self.programs() and self.setting(saver, "/lock/enabled") != "false":
            may.append(saver)
        return may

    def sleeps(self) -> list[str]:
        minutes = {
            name: self.setting("xfce4-power-manager", f"/xfce4-power-manager/{name}")
            for name in ("inactivity-on-ac", "inactivity-on-battery")
        }
        return [f"{name}={value}" for name, value in minutes.items() if value not in ("", self.never())]

    def never(self) -> str:
        """How this power manager writes "never": 0 since 4.19, before 14 (minutes)."""
        said = re.search(r"(\d+)\.(\d+)", self.run(["xfce4-power-manager", "--version"]).stdout)
        return "0" if said and (int(said[1]), int(said[2])) >= (4, 19) else "14"

    def wallpapers(self) -> dict[str, Path]:
        return {
            screen: Path(self.setting("xfce4-desktop", BACKDROP.format(screen, "last-image")))
            for screen in self.screens()
        }

    def zoomed(self) -> bool:
        places = [BACKDROP.format(screen, "image-style") for screen in self.screens()]
        return {self.setting("xfce4-desktop", place) for place in places} == {ZOOMED}

    def lets_choose(self) -> bool:
        # A screen that does not exist: the picture on show stays as it is.
        place, known = BACKDROP.format("SALLE-1", "last-image"), "/backdrop/single-workspace-number"
        query = ["xfconf-query", "-c", "xfce4-desktop", "-p"]
        self.run([*query, place, "-n", "-t", "string", "-s", "/nowhere.png"])
        self.run([*query, known, "-t", "int", "-s", "1"])
        free = (
            self.setting("xfce4-desktop", place) == "/nowhere.png"
            or self.setting("xfce4-desktop", known) == "1"
        )
        self.run([*query, place, "-r"])
        self.run([*query, known, "-t", "int", "-s", "0"])
        return free

    def setting(self, channel: str, name: str) -> str:
        """A setting of Xfce as this session has it; empty when there is none."""
        done = self.run(["xfconf-query", "-c", channel, "-p", name])
        return done.stdout.strip() if done.returncode == 0 else ""

    def settings(self, channel: str) -> dict[str, str]:
        """All settings of a channel as this session has them."""
        lines = self.run(["xfconf-query", "-c", channel, "-l", "-v"]).stdout.splitlines()
        return {name: value.strip() for name, _, value in (line.partition(" ") for line in lines)}
