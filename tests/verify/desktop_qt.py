# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the own of LXQt and KDE Plasma, whose settings are files, the nearest to the person first."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from desktop_session import DesktopSession
from salle_check import N_, cannot, say

IMAGES = """desktops().forEach(function (desktop) {
  if (desktop.screen < 0) return;
  desktop.currentConfigGroup = ['Wallpaper', 'org.kde.image', 'General'];
  var of = ['FillMode', 'Image'].map(function (key) { return desktop.readConfig(key); });
  print([desktop.wallpaperPlugin].concat(of).join(' ') + String.fromCharCode(10));
});"""
LOOKS = Path("/usr/share/plasma/look-and-feel")
LOOK = re.compile(r"(?m)^\[Wallpaper\]\nImage=(.+)$")
DATA = (Path("/usr/local/share"), Path("/usr/share"))
"""Where programs look for such things, in this order (XDG Base Directory Specification)."""
LAUNCHERS = """panels().forEach(function (panel) {
  panel.widgets('org.kde.plasma.icontasks').concat(panel.widgets('org.kde.plasma.taskmanager'))
    .forEach(function (tasks) {
      tasks.currentConfigGroup = ['General'];
      print(tasks.readConfig('launchers') + String.fromCharCode(10));
    });
});"""


def read(*files: Path) -> dict[str, str]:
    """Settings "group/key" of files of one kind; the first that tells one is heeded."""
    found: dict[str, str] = {}
    for file in files:
        parser = configparser.RawConfigParser(
            strict=False, delimiters=("=",), comment_prefixes=("#", ";"), default_section="\0"
        )
        parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys differ by case
        if file.is_file():
            parser.read_string("[.]\n" + file.read_text("utf-8", "replace"))
        for group in parser.sections():
            for key, value in parser.items(group):
                found.setdefault(f"{group}/{key}", value)
    return found


class QtSession(DesktopSession):
    """A desktop that has no lock for the picture."""

    def lets_choose(self) -> bool:
        if Path("/usr/share/salle/wallpaper/locked").exists():
            cannot(
                say(
                    N_("%(desktop)s has no lock for it: the slide comes back at each start of a session"),
                    desktop=self.title,
                )
            )
        return True

    def config(self, name: str) -> dict[str, str]:
        """A file of settings as a program of this session reads it."""
        return read(self.user.home / ".config" / name, Path("/etc/xdg") / name)


class Lxqt(QtSession):
    """LXQt."""

    title = "LXQt"
    command = "startlxqt"
    process = "lxqt-session"
    current = "LXQt"
    entry = "lxqt"
    files = "pcmanfm-qt.desktop"

    def panel(self) -> list[str]:
        settings = self.config("lxqt/panel.conf")
        found = [value for key, value in settings.items() if re.search(r"/apps\\\d+\\desktop$", key)]
        return [Path(place).name for place in found]

    def looks(self) -> tuple[str, str, str]:
        settings = self.config("lxqt/lxqt.conf")
        family, size, *_ = settings.get("Qt/font", ",").strip('"').split(",")
        return settings.get("General/theme", ""), settings.get("General/icon_theme", ""), f"{family} {size}"

    def has_theme(self, name: str) -> bool:
        return Path("/usr/share/lxqt/themes", name, "lxqt-panel.qss").is_file()

    def sleeps(self) -> list[str]:
        settings = self.config("lxqt/lxqt-powermanagement.conf")
        names = ("General/enableLidWatcher", "General/enableIdlenessWatcher")
        return [f"{name}={settings.get(name)}" for name in names if settings.get(name) != "false"]

    def wallpapers(self) -> dict[str, Path]:
        shown = Path(self.config("pcmanfm-qt/lxqt/settings.conf").get("Desktop/Wallpaper", ""))
        return dict.fromkeys(self.screens(), shown)

    def zoomed(self) -> bool:
        return self.config("pcmanfm-qt/lxqt/settings.conf").get("Desktop/WallpaperMode") == "zoom"


class Kde(QtSession):
    """KDE Plasma."""

    title = "KDE Plasma"
    command = "startplasma-x11"
    process = "plasmashell"
    current = "KDE"
    entry = "plasma"
    files = "org.kde.dolphin.desktop"
    screen_by_screen = True

    def panel(self) -> list[str]:
        return re.findall(r"applications:([^,\s]+\.desktop)", self.ask(LAUNCHERS))

    def looks(self) -> tuple[str, str, str]:
        settings = self.config("kdeglobals")
        family, size, *_ = settings.get("General/font", ",").split(",")
        icons = settings.get("Icons/Theme", "breeze")
        return settings.get("KDE/widgetStyle", "Breeze"), icons, f"{family} {size}"

    def locks(self) -> list[str]:
        settings = self.config("kscreenlockerrc")
        names = ("Daemon/Autolock", "Daemon/LockOnResume")
        found = [f"{name}={settings.get(name)}" for name in names if settings.get(name) != "false"]
        return super().locks() + found

    def sleeps(self) -> list[str]:
        if self.version() < 6:
            # Plasma 5 sleeps where a group says so
            settings = self.config("powermanagementprofilesrc")
            return [
                key for key, value in settings.items() if "SuspendSession/suspendType" in key and value != "0"
            ]
        settings = self.config("powerdevilrc")
        name = "AC][SuspendAndShutdown/AutoSuspendAction"
        return [f"{name}={settings.get(name)}"] if settings.get(name) != "0" else []

    def version(self) -> int:
        """Plasma's own, 5 or 6."""
        said = re.search(r"(\d+)\.", self.run(["plasmashell", "--version"]).stdout)
        return int(said[1]) if said else 0

    def wallpapers(self) -> dict[str, Path]:
        lines = [line.split(" ", 2) for line in self.ask(IMAGES).splitlines() if line.strip()]
        shown = [Path(image.removeprefix("file://")) for _, _, image in lines]
        return dict(zip(self.screens(), shown, strict=False))

    def on_unknown_screens(self) -> list[Path]:
        """Those of the picture that the look of the system names, whichever is nearest to the screen."""
        name = LOOK.search((LOOKS / "org.debian.desktop/contents/defaults").read_text("utf-8"))
        folders = [data / "wallpapers" / (name[1] if name else "") for data in DATA]
        first = next((one / "contents/images" for one in folders if one.is_dir()), None)
        return sorted(one.resolve() for one in first.iterdir()) if first else []

    def zoomed(self) -> bool:
        return all(line.split(" ")[1] == "2" for line in self.ask(IMAGES).splitlines() if line.strip())

    def ask(self, script: str) -> str:
        """What Plasma's shell answers to a script of its own language; gdbus would read a "\\n" in it."""
        call = [
            "gdbus",
            "call",
            "--session",
            "--dest",
            "org.kde.plasmashell",
            "--object-path",
            "/PlasmaShell",
        ]
        said = self.run([*call, "--method", "org.kde.PlasmaShell.evaluateScript", script]).stdout.strip()
        return said.removeprefix("('").removesuffix("',)").replace("\\n", "\n")
