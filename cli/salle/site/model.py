# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site is, once read: plain values that print well."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file of the site; line and column count from 1, 0 means the whole file."""

    file: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([str(self.file), *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a site's data, in words: what is wrong, and what was expected."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class Machine:
    """One PC of the room.

    ``variables`` holds what the site says for it, merged the way Ansible does
    (all, then groups from general to specific, then the host), as plain data:
    no template in it is ever evaluated.  Role defaults are not in it.
    """

    name: str
    address: str
    label: str
    seat: str
    groups: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    policy_places: Mapping[str, str] = field(default_factory=dict)
    """File, line and column of each part of ``browser_policies``, by its dotted name."""


@dataclass(frozen=True)
class Site:
    """A place with a room.

    ``inventory`` is the path given to Ansible as it is; ``variables`` is what
    holds for every machine (``group_vars/all``).
    """

    name: str
    folder: Path
    inventory: Path
    machines: tuple[Machine, ...]
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known_hosts(self) -> Path:
        """The pinned SSH host keys of the site."""
        return self.folder / "known_hosts"

    @property
    def title(self) -> str:
        """The place's name as people know it (``site_name``), or the folder's name."""
        return str(self.variables.get("site_name") or self.name)

    def machine(self, name: str) -> Machine:
        """The machine of that name.

        Raises:
            KeyError: the site has no such machine.
        """
        for machine in self.machines:
            if machine.name == name:
                return machine
        raise KeyError(name)
