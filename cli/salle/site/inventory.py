# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``hosts.yml``: which machines there are, in which groups, understood as Ansible understands it.

Ansible warns and goes on where this refuses: a word it does not know, a group that is a list,
an empty room (it then ends with success, having done nothing).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from salle.i18n import _
from salle.site.model import Place, Problem
from salle.site.names import group_name_problem, machine_name_problem
from salle.site.nodes import KIND_WORDS, Kind, Node, Setting
from salle.site.wording import did_you_mean, show

SECTIONS = ("hosts", "children", "vars")
MOST_GROUPS = 500
"""Groups of a site; their relations are walked many times."""


@dataclass
class Group:
    """A group: where it is first named, and its parents (``all`` is everybody's)."""

    place: Place
    parents: set[str] = field(default_factory=set)


@dataclass
class Host:
    """A machine's lines: where it is first listed, its groups, what its lines say."""

    place: Place
    groups: set[str] = field(default_factory=set)
    settings: dict[str, Setting] = field(default_factory=dict)


@dataclass
class Inventory:
    """Machines and groups, in the order they are listed."""

    groups: dict[str, Group] = field(default_factory=dict)
    hosts: dict[str, Host] = field(default_factory=dict)

    def _parents(self, names: Iterable[str]) -> set[str]:
        return {parent for name in names if name in self.groups for parent in self.groups[name].parents}

    def ancestors(self, group: str) -> set[str]:
        """The group and everything above it, ``all`` included."""
        above, level = {"all"}, {group}
        while level:
            above |= level
            level = self._parents(level) - above
        return above

    def depth(self, group: str) -> int:
        """Length of the longest way up to ``all``: Ansible's measure of how specific a group is."""
        length, level = 0, {group} - {"all"}
        while level:
            length, level = length + 1, self._parents(level)
        return length

    def groups_of(self, host: str) -> tuple[str, ...]:
        """The groups a machine is in, without ``all``, from general to specific, as Ansible merges them.

        A machine that is in no group is in ``ungrouped``.
        """
        names: set[str] = set()
        for group in self.hosts[host].groups:
            names |= self.ancestors(group)
        names.discard("all")
        return tuple(sorted(names or {"ungrouped"}, key=lambda name: (self.depth(name), name)))


def read_inventory(root: Node, problems: list[Problem]) -> Inventory:
    """The machines and groups of a parsed ``hosts.yml``; what is wrong is added to ``problems``."""
    reader = _Reader(problems)
    if reader.expect_mapping(root, _("groups with their machines")):
        for name, node in root.value:
            reader.group(name, node, parent=None)
        reader.check_whole(root)
    return reader.inventory


class _Reader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.inventory = Inventory()

    def refuse(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))

    def expect_mapping(self, node: Node, expected: str) -> bool:
        if node.kind not in (Kind.MAPPING, Kind.REFUSED):
            message = _("%(expected)s were expected, each followed by a colon; this is %(found)s.") % {
                "expected": expected,
                "found": _(KIND_WORDS[node.kind]),
            }
            self.refuse(node.place, message)
        return node.kind is Kind.MAPPING

    def group(self, name: Node, node: Node, parent: str | None) -> None:
        problem = group_name_problem(name.value, top=parent in (None, "all"))
        if problem or self._loops(name.value, parent):
            self.refuse(name.place, problem or _loop(name.value, parent))
            return
        if len(self.inventory.groups) >= MOST_GROUPS and name.value not in self.inventory.groups:
            self.refuse(name.place, _("the site has more than %(most)d groups.") % {"most": MOST_GROUPS})
            return
        if name.value != "all":
            group = self.inventory.groups.setdefault(name.value, Group(name.place))
            group.parents |= {parent} if parent and parent != "all" else set()
        if node.kind is Kind.NOTHING or not self.expect_mapping(node, _("hosts or children")):
            return
        for word, section in node.value:
            self._section(name.value, word, section)

    def _loops(self, group: str, parent: str | None) -> bool:
        return parent is not None and group in self.inventory.ancestors(parent)

    def _section(self, group: str, word: Node, section: Node) -> None:
        if word.value == "vars":
            message = _(
                "variables of a group are not written here; put them in group_vars/%(group)s/site.yml."
            ) % {"group": group}
            self.refuse(word.place, message)
        elif word.value not in SECTIONS:
            message = _("in a group, hosts or children was expected, not %(word)s.") % {
                "word": show(word.value)
            }
            self.refuse(word.place, message + did_you_mean(word.value, SECTIONS))
        elif section.kind is not Kind.NOTHING:
            self._members(group, word.value, section)

    def _members(self, group: str, word: str, section: Node) -> None:
        expected = _("names of machines") if word == "hosts" else _("names of groups")
        if not self.expect_mapping(section, expected):
            return
        for name, node in section.value:
            if word == "hosts":
                self._host(group, name, node)
            else:
                self.group(name, node, parent=group)

    def _host(self, group: str, name: Node, node: Node) -> None:
        if problem := machine_name_problem(name.value):
            self.refuse(name.place, problem)
            return
        host = self.inventory.hosts.setdefault(name.value, Host(name.place))
        if group != "all":
            host.groups.add(group)
        if node.kind is Kind.NOTHING or not self.expect_mapping(node, _("variables of the machine")):
            return
        for key, value in node.value:
            host.settings[key.value] = Setting(key.value, key.place, value)

    def check_whole(self, root: Node) -> None:
        self.problems.extend(_clashes(self.inventory))
        if not self.inventory.hosts and not self.problems:
            self.refuse(root.place, _("no machine is listed; at least one was expected, below hosts:."))


def _loop(group: str, parent: str | None) -> str:
    return _("the group %(group)s would be inside itself, by way of %(parent)s.") % {
        "group": group,
        "parent": parent,
    }


def _clashes(inventory: Inventory) -> Iterator[Problem]:
    """Names that differ only by capitals (networks do not tell them apart), or mean two things."""
    seen: dict[str, tuple[str, Place]] = {}
    for name, host in inventory.hosts.items():
        if name in inventory.groups:
            yield Problem(host.place, _("%(name)s is the name of a group and of a machine.") % {"name": name})
        other, place = seen.setdefault(name.casefold(), (name, host.place))
        if other != name:
            message = _("%(name)s and %(other)s (line %(line)d) differ only by capitals; rename one.")
            yield Problem(host.place, message % {"name": name, "other": other, "line": place.line})


def nearest(name: str, inventory: Inventory, kind: str) -> str:
    """The known machine (``host_vars``) or group (``group_vars``) whose name is like this one, or nothing."""
    known = list(inventory.hosts) if kind == "host_vars" else ["all", *inventory.groups]
    return next(iter(get_close_matches(name, known, n=1)), "")
