# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A value read from a site, with the place it was written at."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from salle.i18n import N_
from salle.site.model import Place


class Kind(StrEnum):
    """What YAML made of a value."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    SWITCH = "switch"
    NOTHING = "nothing"
    LIST = "list"
    MAPPING = "mapping"
    SECRET = "secret"  # noqa: S105 - the word, not one
    REFUSED = "refused"
    """A problem was already reported for it."""


KIND_WORDS = {
    Kind.TEXT: N_("a text"),
    Kind.INTEGER: N_("a whole number"),
    Kind.DECIMAL: N_("a decimal number"),
    Kind.SWITCH: N_("true or false"),
    Kind.NOTHING: N_("nothing"),
    Kind.LIST: N_("a list"),
    Kind.MAPPING: N_("names with values"),
    Kind.SECRET: N_("a secret"),
    Kind.REFUSED: N_("something refused"),
}
"""Each kind as a message calls it."""


class Secret(str):
    """Stands for a value that Ansible Vault encrypts: salle never opens it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


SECRET = Secret("(secret)")


@dataclass(frozen=True)
class Node:
    """A value and where it stands.

    ``value`` is plain data for a single value, a tuple of nodes for a list, and a
    tuple of (name node, value node) for a mapping.  ``text`` is a single value as it
    was typed, so that a message can say what YAML made of it.
    """

    place: Place
    kind: Kind
    value: Any = None
    text: str = ""

    def plain(self) -> Any:
        """The value as plain data."""
        if self.kind is Kind.LIST:
            return [node.plain() for node in self.value]
        if self.kind is Kind.MAPPING:
            return {name.value: node.plain() for name, node in self.value}
        return self.value

    def entries(self) -> "dict[str, tuple[Node, Node]]":
        """The (name, value) nodes of a mapping, by name; nothing for other kinds."""
        return {name.value: (name, node) for name, node in self.value} if self.kind is Kind.MAPPING else {}


@dataclass(frozen=True)
class Setting:
    """One variable given a value: ``place`` is where its name stands."""

    name: str
    place: Place
    node: Node
