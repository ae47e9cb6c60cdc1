# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's preferred browser and the like (Debian's alternatives): a free one in place of a proprietary.

update-alternatives(1), "Query format".
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ansible.module_utils.discreet_facts import ask

NAMES = ("x-www-browser", "gnome-www-browser", "www-browser", "x-terminal-emulator", "editor")
AUTO = "auto"


@dataclass
class Alternative:
    """What a name stands for: the choice, whether the machine chose it, and what there is to choose."""

    name: str
    value: str = ""
    status: str = AUTO
    choices: dict[str, int] = field(default_factory=dict)

    def best(self, good: Callable[[str], bool]) -> str:
        """The choice of the highest priority among good ones; empty when there is none."""
        return max((one for one in self.choices if good(one)), key=lambda one: self.choices[one], default="")


def query(name: str) -> Alternative:
    """What a name stands for on this machine."""
    return parse(name, ask(["update-alternatives", "--query", name]))


def parse(name: str, text: str) -> Alternative:
    """The answer of ``update-alternatives --query``."""
    found = Alternative(name)
    head, *choices = text.split("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    found.value, found.status = said.get("Value", ""), said.get("Status", AUTO)
    for choice in choices:
        told = dict(line.split(": ", 1) for line in choice.splitlines() if ": " in line)
        if "Alternative" in told:
            found.choices[told["Alternative"]] = int(told.get("Priority", 0))
    return found


def wished(before: dict[str, str], hidden: Callable[[str], bool]) -> dict[str, tuple[str, str]]:
    """Name -> what is to be chosen, and what was before us; only where the choice has to change.

    Args:
        before: what earlier runs found, by name.
        hidden: whether a program is one of those that are out of sight.
    """
    found = {}
    for one in map(query, NAMES):
        free = one.best(lambda path: not hidden(path))
        if one.value and hidden(one.value) and free:
            found[one.name] = (free, before.get(one.name) or (AUTO if one.status == AUTO else one.value))
    return found


def freed(before: Iterable[str], hidden: Callable[[str], bool]) -> list[str]:
    """The names that we chose for and that lead to nothing hidden any more."""
    return [name for name in before if not any(map(hidden, query(name).choices))]


def restore(before: Mapping[str, str], names: Iterable[str]) -> None:
    """Let these names stand for what they stood for before us, where that is still there."""
    for name in names:
        if before[name] == AUTO or before[name] in query(name).choices:
            choose(name, before[name])


def choose(name: str, value: str) -> None:
    """Let a name stand for this program; AUTO: for the one of the highest priority."""
    words = ["--auto", name] if value == AUTO else ["--set", name, value]
    subprocess.run(["update-alternatives", "--quiet", *words], check=True, capture_output=True)
