# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which menu entries of a machine are proprietary programs', and of which program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ansible.module_utils.discreet_entries import PATH, Entry, program
from ansible.module_utils.discreet_facts import (
    Package,
    appstream_licence,
    owners,
    packages,
    snap_licence,
)
from ansible.module_utils.discreet_reasons import Facts, Reason, known_as, matches, reason

APPSTREAM = "usr/share/metainfo"
FLATPAK_APPSTREAM = "var/lib/flatpak/app/%s/current/active/files/share/metainfo"


@dataclass
class Program:
    """A proprietary program, as the report tells of it."""

    name: str
    kind: str
    fact: str
    package: str = ""
    command: str = ""
    launchers: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """For the record."""
        return asdict(self)


@dataclass(frozen=True)
class Judged:
    """A menu entry with what is known of it, and why it is to be hidden, if it is."""

    entry: Entry
    facts: Facts
    reason: Reason | None


def judge(
    root: Path,
    entries: Sequence[Entry],
    catalogue: Mapping[str, Any],
    keep: Sequence[str] = (),
    extra: Sequence[str] = (),
) -> list[Judged]:
    """Judge these entries; the machine's tools are asked once for all of them.

    Args:
        keep, extra: what the site wants shown, or hidden, against the facts: ids of menu entries (with or
            without their ending), packages, or names of the catalogue.
    """
    started = {entry: program(entry.words, PATH) for entry in entries}
    owned = owners([str(entry.file) for entry in started] + [path for path in started.values() if path])
    known = packages(sorted(set(owned.values())))
    judged = []
    for entry in entries:
        package = known.get(owned.get(str(entry.file)) or owned.get(started[entry], ""), Package(""))
        facts = facts_of(root, entry, started[entry], package)
        judged.append(Judged(entry, facts, wanted_reason(facts, catalogue, keep, extra)))
    return judged


def facts_of(root: Path, entry: Entry, started: str, package: Package) -> Facts:
    """What is known of one entry."""
    flatpak, snap = entry.flatpak, entry.snap
    folders = [root / (FLATPAK_APPSTREAM % flatpak)] if flatpak else [root / APPSTREAM]
    stated = snap_licence(root, snap) if snap else appstream_licence(folders, entry.id)
    words = entry.words[:1]
    commands = (
        *words,
        *(Path(word).name for word in words),
        *([os.path.realpath(started)] if started else []),
    )
    own_package = Package("") if flatpak or snap else package  # flatpak itself is free, and starts them all
    return Facts(
        entry.id,
        own_package.name,
        own_package.section,
        own_package.maintainer,
        own_package.origins,
        own_package.licence or stated,
        commands,
        flatpak,
        snap,
    )


def wanted_reason(
    facts: Facts, catalogue: Mapping[str, Any], keep: Sequence[str], extra: Sequence[str]
) -> Reason | None:
    """Why it is hidden; what the site says comes before all facts."""
    names = {facts.id, facts.id.removesuffix(".desktop"), facts.package, facts.flatpak, facts.snap} - {""}
    known = known_as(facts, catalogue["programs"])
    names |= {name for name, one in catalogue["programs"].items() if one is known}
    if any(matches(name, keep) for name in names):
        return None
    if any(matches(name, extra) for name in names):
        return Reason("extra", "", known["name"] if known else "")
    return reason(facts, catalogue)


def programs(judged: Iterable[Judged]) -> list[Program]:
    """The programs that are hidden, each with all its menu entries; what a menu shows gives the name."""
    found: dict[str, Program] = {}
    shown_first = sorted(judged, key=lambda one: one.entry.keys.get("NoDisplay") == "true")
    for one in shown_first:
        if one.reason is None:
            continue
        entry, facts, why = one.entry, one.facts, one.reason
        key = why.name or facts.package or facts.flatpak or facts.snap or entry.id
        command = f"flatpak run {facts.flatpak}" if facts.flatpak else " ".join(entry.words)
        made = Program(why.name or entry.name, why.kind, why.fact, facts.package, command)
        there = found.setdefault(key, made)
        if entry.id not in there.launchers:
            there.launchers.append(entry.id)
    for one in found.values():
        one.launchers.sort()
    return sorted(found.values(), key=lambda one: one.name.casefold())
