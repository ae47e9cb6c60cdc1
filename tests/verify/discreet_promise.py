# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was hidden on this machine, and what a new person would see of a proprietary program.

What is visible is judged here again, by the package's section and the list of known programs: a program
that came after the last deployment is found out, too.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from menu import FOLDERS, Entry, find_entry, read_keys
from new_user import NewUser
from salle_check import N_

STATE = Path("/var/lib/salle/discreet")
MARK = "# Written by salle (role discreet)"
OVERRIDES = ("/usr/local/share/applications", "/usr/local/share/salle/discreet/applications")
REASONS = {
    "known": N_("proprietary software of %(fact)s; to start it all the same: %(command)s"),
    "section": N_("from the part of the archive called %(fact)s; to start it all the same: %(command)s"),
    "origin": N_("from %(fact)s, which offers proprietary software; to start it all the same: %(command)s"),
    "maintainer": N_("made by %(fact)s, proprietary; to start it all the same: %(command)s"),
    "licence": N_("by its own words not free (%(fact)s); to start it all the same: %(command)s"),
    "extra": N_("hidden at the wish of the site; to start it all the same: %(command)s"),
}
AREAS = re.compile(r"(non-free|contrib|restricted|multiverse)/(?!doc$|fonts$|localization$)")
ALTERNATIVES = ("x-www-browser", "gnome-www-browser")
SKELETONS = ("/etc/skel", "/usr/share/salle/skeleton")
PANELS = (
    "/etc/xdg/xfce4/panel/default.xml",
    "/etc/xdg/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml",
    "/etc/xdg/lxqt/panel.conf",
    "/usr/share/lxqt/panel.conf",
    *(
        f"{home}/.config/{name}"
        for home in SKELETONS
        for name in ("xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", "lxqt/panel.conf")
    ),
)
XSESSION = '#!/bin/sh\nprintenv XDG_DATA_DIRS > "$HOME/data-dirs"\n'


def hidden_programs() -> dict[str, dict[str, Any]]:
    """What the deployment hid, by the id of the first menu entry; usable while pytest collects."""
    file = STATE / "hidden.json"
    programs = json.loads(file.read_text("utf-8"))["programs"] if file.is_file() else []
    return {one["launchers"][0].removesuffix(".desktop"): one for one in programs}


def laid_files() -> list[str]:
    """Files of the role that hide something."""
    there = [file for folder in OVERRIDES for file in Path(folder).glob("*.desktop")]
    ours = [str(file) for file in there if file.read_text("utf-8", "replace").startswith(MARK)]
    return [*ours, *map(str, STATE.glob("*"))]


def session_environments(user: NewUser) -> list[dict[str, str]]:
    """The environments that a session of this person may have: a login shell's, and that of X11."""
    shell = user.run(["sh", "-lc", "printenv XDG_DATA_DIRS"]).stdout.strip()
    found = {"": shell, "x11": ""}
    starter, xsession = user.home / "show-data-dirs", Path("/etc/X11/Xsession")
    if xsession.is_file():
        starter.write_text(XSESSION, "utf-8")
        starter.chmod(0o755)
        user.run([str(xsession), str(starter)])
        told = user.home / "data-dirs"
        found["x11"] = told.read_text("utf-8").strip() if told.is_file() else ""
    return [{**user.env, "XDG_DATA_DIRS": dirs} for dirs in dict.fromkeys(found.values())]


def visible_proprietary(user: NewUser, desktop: str, promise: Mapping[str, Any]) -> list[str]:
    """Name and file of what the menu shows of proprietary programs."""
    shown = {str(one.file): one for env in session_environments(user) for one in visible(user, env, desktop)}
    programs = {file: started(entry, user) for file, entry in shown.items()}
    owned = owners([*shown, *filter(None, programs.values())])
    packages = {file: owned.get(file) or owned.get(programs[file], "") for file in shown}
    sections = {
        name: ask("dpkg-query", "-W", "-f", "${Section}", name) for name in {*packages.values()} - {""}
    }
    keep, known = promise["discreet"]["discreet_keep"], promise["proprietary"]
    found = []
    for file, entry in shown.items():
        package = packages[file]
        names = {entry.file.name, entry.file.stem, package, *known_as(entry, package, known)} - {""}
        free = like(package, known["free"]["packages"])
        area = AREAS.match(sections.get(package, "")) and not free
        if (area or known_as(entry, package, known)) and not any(like(name, keep) for name in names):
            found.append(f"{entry.keys.get('Name', entry.file.stem)} ({file})")
    return found


def visible(user: NewUser, environment: Mapping[str, str], desktop: str) -> Iterator[Entry]:
    """The menu entries that a desktop shows."""
    names = {
        str(file.relative_to(folder)).replace("/", "-")
        for folder in folders(environment)
        for file in folder.glob("**/*.desktop")
    }
    for name in sorted(names):
        entry = find_entry(name, environment)
        if entry and not entry.hidden_because(desktop, user.env["PATH"]):
            yield entry


def started(entry: Entry, user: NewUser) -> str:
    """The file that an entry starts: somebody's own entry belongs to no package, its program does."""
    words = entry.command()
    return shutil.which(words[0], path=user.env["PATH"]) or "" if words else ""


def folders(environment: Mapping[str, str]) -> list[Path]:
    """Where menu entries lie."""
    return [
        Path(one, "applications") for one in (environment.get("XDG_DATA_DIRS") or FOLDERS).split(":") if one
    ]


def known_as(entry: Entry, package: str, known: Mapping[str, Any]) -> list[str]:
    """The names in the list of proprietary programs that this entry goes by."""
    return [
        name
        for name, one in known["programs"].items()
        if like(entry.file.name, one["launchers"]) or like(package, one.get("packages", ()))
    ]


def like(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name is one of these patterns."""
    return bool(name) and any(fnmatchcase(name, pattern) for pattern in patterns)


def owners(files: Sequence[str]) -> dict[str, str]:
    """File -> package."""
    lines = ask("dpkg-query", "--search", *files).splitlines() if files else []
    pairs = (line.rpartition(": ") for line in lines if not line.startswith("diversion "))
    return {path: names.split(",")[0].split(":")[0] for names, _, path in pairs}


def ask(*words: str) -> str:
    """What a program answers."""
    return subprocess.run(words, capture_output=True, text=True, errors="replace", check=False).stdout.strip()


def types_of(launchers: Collection[str]) -> list[str]:
    """The types of files and links that hidden menu entries would open, by the files of their packages."""
    places = ["/usr/share/applications", "/var/lib/flatpak/exports/share/applications"]
    places += ["/var/lib/snapd/desktop/applications", str(STATE / "kept/usr/local/share/applications")]
    files = [Path(place, name) for place in places for name in launchers]
    keys = [read_keys(file) for file in files if file.is_file()]
    return sorted({one for key in keys for one in key.get("MimeType", "").split(";") if one})


def alternatives_of(programs: Iterable[Mapping[str, Any]]) -> list[str]:
    """The machine's preferred browser, where it is one of these programs."""
    packages = {one["package"] for one in programs} - {""}
    chosen = {name: Path("/etc/alternatives", name).resolve() for name in ALTERNATIVES}
    owned = owners([str(path) for path in chosen.values() if path.is_file()])
    return [f"{name}: {path}" for name, path in chosen.items() if owned.get(str(path)) in packages]


def launchers_in_panels(user: NewUser, programs: Iterable[Mapping[str, Any]]) -> list[str]:
    """Buttons and icons that every new person would get of these programs."""
    programs = list(programs)
    names = {launcher for one in programs for launcher in one["launchers"]}
    commands = {one["command"].split()[0] for one in programs if one["command"]}
    layouts = Path("/usr/share/mate-panel/layouts").glob("*.layout")
    files = [file for file in (*map(Path, PANELS), *layouts) if file.is_file()]
    found = [str(file) for file in files if named(file, names)]
    for home in (user.home, *map(Path, SKELETONS)):
        for file in home.glob("**/*.desktop"):
            words = Entry(file, read_keys(file)).command()
            if file.name in names or (words and words[0] in commands):
                found.append(str(file))
    return found


def named(file: Path, names: Collection[str]) -> bool:
    """Whether a file of settings names one of these menu entries."""
    told = set(re.findall(r"[A-Za-z0-9._-]+\.desktop", file.read_text("utf-8", "replace")))
    return bool(told & set(names))
