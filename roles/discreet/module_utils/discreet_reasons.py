# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a program counts as proprietary, from facts alone; nothing here looks at a machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

AREAS = ("non-free", "contrib", "restricted", "multiverse")
"""Parts of Debian's and Ubuntu's archives that do not hold to the promise of free software."""
NEVER = ("doc", "fonts", "localization")
"""Sections inside them of what nobody starts: papers and letters."""
NOT_FREE = re.compile(r"(?i)proprietary|commercial|end.user|\beula\b|LicenseRef-scancode-proprietary")
"""What a licence says of itself when it is none of free software."""


@dataclass(frozen=True)
class Facts:
    """What is known of one menu entry.

    ``commands``: the words that start it, and the files behind them; ``origins``: as
    :class:`Package` in ``discreet_facts`` has them.
    """

    id: str
    package: str = ""
    section: str = ""
    maintainer: str = ""
    origins: tuple[str, ...] = ()
    licence: str = ""
    commands: tuple[str, ...] = ()
    flatpak: str = ""
    snap: str = ""


@dataclass(frozen=True)
class Reason:
    """Why: the kind of fact, and the fact itself."""

    kind: str
    fact: str
    name: str = ""
    """The program's name, where the catalogue knows it."""


def reason(facts: Facts, catalogue: Mapping[str, Any]) -> Reason | None:
    """Why this entry is a proprietary program's; None when nothing says so."""
    if matches(facts.package, catalogue["free"]["packages"]):
        return None
    if known := known_as(facts, catalogue["programs"]):
        return Reason("known", known["maker"], known["name"])
    for kind, fact in (
        ("section", area(facts.section, facts.origins)),
        ("origin", origin(facts.origins, catalogue["origins"])),
        ("maintainer", facts.maintainer if matches(facts.maintainer, catalogue["maintainers"]) else ""),
        ("licence", facts.licence if NOT_FREE.search(facts.licence) else ""),
    ):
        if fact:
            return Reason(kind, fact)
    return None


def known_as(facts: Facts, programs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The program of the catalogue that this entry belongs to."""
    for program in programs.values():
        if (
            matches(facts.id, program["launchers"])
            or matches(facts.package, program.get("packages", ()))
            or any(matches(command, program.get("commands", ())) for command in facts.commands)
            or facts.flatpak in program.get("flatpak", ())
            or facts.snap in program.get("snap", ())
        ):
            found: Mapping[str, Any] = program
            return found
    return None


def area(section: str, origins: Sequence[str]) -> str:
    """The part of the archive that is not free, from the package itself or from where apt had it.

    ``non-free-firmware`` is none of them: what a machine needs to run at all is never hidden.
    """
    first, _, rest = section.partition("/")
    if (rest or first) in NEVER:
        return ""
    if first in AREAS:
        return first
    components = [offer.rpartition("/")[2] for offer in origins]
    return components[0] if components and all(one in AREAS for one in components) else ""


def origin(offers: Iterable[str], known: Iterable[str]) -> str:
    """The archive that holds nothing but proprietary programs, where the package came from it."""
    return next((place for offer in offers for place in known if offer.startswith(place)), "")


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name is one of these; ``*`` stands for anything."""
    return bool(name) and any(fnmatchcase(name, pattern) for pattern in patterns)
