# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine itself knows of a program: its package, where that came from, its licence.

Each tool is asked once for all programs.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LICENCE = re.compile(r"<project_license>\s*([^<]+?)\s*</project_license>")
"""AppStream, "project_license"."""
SNAP_LICENCE = re.compile(r"(?m)^license:\s*[\"']?([^\"'\n]+)")


@dataclass(frozen=True)
class Package:
    """What dpkg and apt know of an installed package; ``origins`` are ``host/path suite/component``."""

    name: str
    section: str = ""
    maintainer: str = ""
    licence: str = ""
    origins: tuple[str, ...] = ()


def owners(files: Iterable[str]) -> dict[str, str]:
    """File -> the package it came in. Links are followed: an entry in the menu may point to /opt."""
    asked = {name: file for file in files for name in names_of(file)}
    found: dict[str, str] = {}
    for line in ask(["dpkg-query", "--search", *asked]).splitlines():
        packages, separator, path = line.rpartition(": ")
        if separator and not line.startswith("diversion ") and path in asked:
            found.setdefault(asked[path], packages.split(",")[0].split(":")[0])
    return found


def names_of(file: str) -> Iterable[str]:
    """The names under which dpkg may know a file: as it is, followed, and before /usr was merged."""
    names = {file, os.path.realpath(file)}
    names |= {name.removeprefix("/usr") for name in names if re.match("/usr/s?bin/", name)}
    return [name for name in sorted(names) if not set(name) & set("*?[\\")]


def packages(names: Sequence[str]) -> dict[str, Package]:
    """What is known of these installed packages."""
    if not names:
        return {}
    stanzas = ask(["dpkg-query", "--status", *names]).split("\n\n")
    origins = origins_of(ask(["apt-cache", "policy", *names]))
    known = (fields(stanza) for stanza in stanzas)
    return {
        one["Package"]: Package(
            one["Package"],
            one.get("Section", ""),
            one.get("Maintainer", ""),
            one.get("License", ""),
            origins.get(one["Package"], ()),
        )
        for one in known
        if "Package" in one
    }


def fields(stanza: str) -> dict[str, str]:
    """The fields of a package that stand on one line."""
    return dict(re.findall(r"(?m)^([A-Za-z-]+): (.*)$", stanza))


def origins_of(policy: str) -> dict[str, tuple[str, ...]]:
    """Package -> where its installed version is offered, as ``apt-cache policy`` tells it."""
    found: dict[str, tuple[str, ...]] = {}
    name, installed = "", False
    for line in policy.splitlines():
        if head := re.match(r"(\S+):$", line):
            name, installed = head[1], False
        elif re.match(r" (\*\*\*|   ) \S+ -?\d+$", line):
            installed = line.startswith(" ***")
        elif installed and (offer := re.match(r"\s+-?\d+ \w+://(\S+) (\S+)", line)):
            found[name] = (*found.get(name, ()), f"{offer[1]} {offer[2]}")
    return found


def appstream_licence(folders: Iterable[Path], id_: str) -> str:
    """The licence that a program states of itself in its AppStream data; empty when it states none."""
    stem = id_.removesuffix(".desktop")
    for folder in folders:
        for name in (f"{stem}.metainfo.xml", f"{stem}.appdata.xml", f"{id_}.metainfo.xml"):
            if found := LICENCE.search(text(folder / name)):
                return found[1]
    return ""


def snap_licence(root: Path, name: str) -> str:
    """The licence that a snap states."""
    found = SNAP_LICENCE.search(text(root / f"snap/{name}/current/meta/snap.yaml"))
    return found[1].strip() if found else ""


def text(file: Path) -> str:
    """The text of a file; empty when there is none."""
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""


def ask(words: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a program answers in plain English; nothing when it is not there."""
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
            check=False,
        )
    except FileNotFoundError:
        return ""
    return done.stdout
