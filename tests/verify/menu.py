# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu as a new user finds it, by the rules that every desktop follows.

Desktop Entry Specification, "Recognized desktop entry keys" and "The Exec key";
XDG Base Directory Specification for where entries lie.
"""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from salle_check import N_, Text, say

FOLDERS = "/usr/local/share:/usr/share"
"""Where data lies when XDG_DATA_DIRS is not set."""
DESKTOPS = {
    "xfce": "XFCE",
    "cinnamon": "X-Cinnamon",
    "mate": "MATE",
    "gnome": "GNOME",
    "lxqt": "LXQt",
    "kde": "KDE",
}
"""What each desktop environment calls itself in OnlyShowIn."""
ESCAPED = re.compile(r"\\(.)")
ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
FIELDS = re.compile("%[%a-zA-Z]")
"""Places for files, links and the like; two percent signs stand for one."""


def is_field(word: str) -> bool:
    """Whether a word of a command is only a place for files or links."""
    return word != "%%" and bool(FIELDS.fullmatch(word))


@dataclass(frozen=True)
class Entry:
    """A menu entry and the file it comes from."""

    file: Path
    keys: Mapping[str, str]

    def command(self) -> list[str]:
        """The words of its command; the places for files and links are left out."""
        text = ESCAPED.sub(lambda found: ESCAPES.get(found[1], found[0]), self.keys.get("Exec", ""))
        # shlex leaves a backslash before these two; the specification takes it away
        words = [word.replace("\\$", "$").replace("\\`", "`") for word in shlex.split(text)]
        return [
            FIELDS.sub(lambda found: "%" * (found[0] == "%%"), word) for word in words if not is_field(word)
        ]

    def hidden_because(self, desktop: str, path: str) -> Text:
        """Why the entry is not in that desktop's menu, or an empty text when it is."""
        listed = {key: self.keys.get(key, "").split(";") for key in ("OnlyShowIn", "NotShowIn")}
        if "true" in (self.keys.get("Hidden"), self.keys.get("NoDisplay")):
            return say(N_("%(file)s is hidden"), file=self.file)
        if desktop in listed["NotShowIn"] or (
            self.keys.get("OnlyShowIn") and desktop not in listed["OnlyShowIn"]
        ):
            return say(N_("%(file)s is not for the desktop %(desktop)s"), file=self.file, desktop=desktop)
        needed = [self.keys["TryExec"]] if self.keys.get("TryExec") else []
        for program in (*needed, *self.command()[:1]):
            if not shutil.which(program, path=path):
                return say(N_("%(file)s needs the program %(program)s"), file=self.file, program=program)
        return "" if self.command() else say(N_("%(file)s holds no command"), file=self.file)


def find_entry(name: str, environment: Mapping[str, str]) -> Entry | None:
    """The entry of that desktop file id that a user gets; an earlier folder hides a later one."""
    folders = [environment.get("XDG_DATA_HOME") or f"{environment['HOME']}/.local/share"]
    folders += (environment.get("XDG_DATA_DIRS") or FOLDERS).split(":")
    for folder in folders:
        file = Path(folder) / "applications" / name
        if file.is_file():
            return Entry(file, read_keys(file))
    return None


def read_keys(file: Path) -> dict[str, str]:
    """The keys of the group [Desktop Entry]."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys differ by case
    parser.read_string(file.read_text("utf-8", "replace"))
    return dict(parser["Desktop Entry"]) if parser.has_section("Desktop Entry") else {}
