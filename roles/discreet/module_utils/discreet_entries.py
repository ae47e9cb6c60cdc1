# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu entries of a machine, wherever programs put them, and which program each one starts.

Desktop Entry Specification, "Desktop File ID" and "The Exec key".
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FIRST = "usr/local/share/salle/discreet/applications"
"""Ours, before those of Flatpak in XDG_DATA_DIRS."""
FLATPAK = "var/lib/flatpak/exports/share/applications"
LOCAL = "usr/local/share/applications"
FOLDERS = (FLATPAK, LOCAL, "usr/share/applications", "var/lib/snapd/desktop/applications")
"""Where menu entries for everybody lie, an earlier one hides a later one of the same id."""
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games:/snap/bin:/var/lib/flatpak/exports/bin"
ALTERNATIVES = "/etc/alternatives/"
"""What leads through here is whatever the machine prefers, no program of its own."""
LARGEST = 1_000_000
"""Characters that are read of a desktop file; none is so long."""
WRAPPERS = {"env", "nice", "ionice", "nohup", "setsid", "systemd-run", "sudo", "pkexec"}


@dataclass(frozen=True, eq=False)
class Entry:
    """A desktop file: its id, where it lies, and what it says."""

    id: str
    file: Path
    keys: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the menu calls it, without a language."""
        return self.keys.get("Name", self.id.removesuffix(".desktop"))

    @property
    def words(self) -> list[str]:
        """The words of its command, without what may come before the program."""
        return without_wrappers(split(self.keys.get("Exec", "")))

    @property
    def flatpak(self) -> str:
        """The application's id at Flatpak; empty for any other."""
        if name := self.keys.get("X-Flatpak", ""):
            return name
        ran = self.words[:2] and Path(self.words[0]).name == "flatpak" and "run" in self.words
        inner = [word for word in self.words[self.words.index("run") + 1 :] if word[0] != "-"] if ran else []
        return inner[0].split("/")[0] if inner else ""

    @property
    def snap(self) -> str:
        """The name of the snap; empty for any other."""
        if name := self.keys.get("X-SnapInstanceName", ""):
            return name
        words = self.words
        if len(words) > 2 and Path(words[0]).name == "snap" and words[1] == "run":
            return words[2].split(".")[0]
        snap = words and words[0].startswith("/snap/bin/")
        return Path(words[0]).name.split(".")[0] if snap else ""


def entries(root: Path, folders: Iterable[str] = FOLDERS) -> Iterator[Entry]:
    """Every application's desktop file in these folders, those that a menu leaves out too.

    Args:
        root: ``/``, or where a test has laid a machine.
        folders: relative to root.
    """
    for name in folders:
        folder = root / name
        for file in sorted(folder.glob("**/*.desktop")):
            if entry := read(file, str(file.relative_to(folder)).replace("/", "-")):
                yield entry


def read(file: Path, id_: str = "") -> Entry | None:
    """A desktop file that starts something; nothing for any other, or one that cannot be read."""
    if not file.is_file():  # also a pipe that somebody put into their home: reading it would never end
        return None
    with file.open(encoding="utf-8", errors="replace") as opened:
        text = opened.read(LARGEST)
    keys = group(text)
    if keys.get("Type", "Application") != "Application" or "Exec" not in keys:
        return None
    return Entry(id_ or file.name, file, keys)


def group(text: str) -> dict[str, str]:
    """The keys of the group [Desktop Entry]; where one comes twice, the first counts (as in GLib)."""
    keys: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            keys.setdefault(name.strip(), value.strip())
    return keys


def split(command: str) -> list[str]:
    """The words of a command; the places for files and links are left out."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    return [word for word in words if word and not re.fullmatch("%[a-zA-Z]", word)]


def without_wrappers(words: list[str]) -> list[str]:
    """The words from the program on: ``env A=b sh -c "exec zoom"`` starts zoom."""
    while words:
        name = Path(words[0]).name
        if "=" in name or words[0].startswith("-") or name in WRAPPERS:
            words = words[1:]
        elif name in ("sh", "bash", "dash") and words[1:2] == ["-c"] and len(words) > 2:
            words = split(words[2])
        elif name == "exec":
            words = words[1:]
        else:
            break
    return words


def program(words: list[str], path: str = PATH) -> str:
    """The file that a command starts; empty when there is none, or when it is the machine's preferred one."""
    found = shutil.which(words[0], path=path) if words else None
    if not found or (Path(found).is_symlink() and str(Path(found).readlink()).startswith(ALTERNATIVES)):
        return ""
    return found
