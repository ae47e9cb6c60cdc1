# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a place's own policies of Firefox can be judged before a machine is touched.

Mozilla's names are known to the Firefox that is installed on a machine, and to nobody here: the
role holds the policies against it (decisions/010). What is known here are the policies that salle
sets itself: a name that is nearly one of them is a typing error, and some have a variable of
their own, which the checks go by.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from salle import paths
from salle.i18n import N_, _
from salle.site.model import Problem
from salle.site.nodes import Kind, Node
from salle.site.wording import show

BLOCKER = "uBlock0@raymondhill.net"
VARIABLES = {
    "DNSOverHTTPS": "browser_dns",
    "Homepage.URL": "browser_homepage",
    "ManagedBookmarks": "browser_bookmarks",
    "PrivateBrowsingModeAvailability": "browser_use",
    "RequestedLocales": "browser_locale",
    "SearchEngines.Default": "browser_search_engine",
}
"""Policies, or names in one, that a variable of the role decides."""
FREE_NAMES = ("3rdparty", "ExtensionSettings", "Preferences")
"""Policies with names in them that are not Mozilla's to list."""
OF_THE_CHECKS = ("marionette.", "network.proxy.", "remote.")
"""What the preferences begin with that the checks give their own Firefox."""

NEEDED = {
    ("ExtensionSettings", "*"): N_(
        "blocked would switch off the language packs too: Firefox would speak English. "
        "Write allowed, with allowed_types: [theme, dictionary, locale]."
    ),
    ("ExtensionSettings", BLOCKER): N_(
        "uBlock Origin protects people here, and the checks prove it; it cannot be taken away."
    ),
}
Tree = Mapping[str, Any]


def check_policies(node: Node) -> Iterator[Problem]:
    """Everything in ``browser_policies`` that no Firefox needs to be asked about."""
    yield from _names(node, own_policies(), "")
    yield from _variables(node)
    yield from _extension_modes(node)
    yield from _locked_for_the_checks(node)


@cache
def own_policies() -> Tree:
    """The policies that the role sets, whatever the use, as names within names."""
    file = paths.roles() / "browser" / "vars" / "main.yml"
    variables = yaml.safe_load(file.read_text(encoding="utf-8"))
    tree: dict[str, Any] = {}
    for part in (
        variables["__browser_policies_everywhere"],
        variables["__browser_policies_bookmarks"],
        *variables["__browser_policies_by_use"].values(),
    ):
        _grow(tree, part)
    return tree


def _grow(tree: dict[str, Any], part: Mapping[str, Any]) -> None:
    for name, value in part.items():
        inner = tree.setdefault(name, {})
        if isinstance(value, Mapping):
            _grow(inner, value)


def _names(node: Node, known: Tree, where: str) -> Iterator[Problem]:
    """Typing errors, and names taken away that nobody set."""
    for name, (name_node, value) in node.entries().items():
        place = f"{where}.{name}" if where else name
        if name in known:
            if place not in FREE_NAMES and known[name]:
                yield from _names(value, known[name], place)
        elif near := nearly(name, known):
            message = _("browser_policies: %(name)s is nearly %(near)s, which salle sets. Did you mean that?")
            yield Problem(name_node.place, message % {"name": show(name), "near": near})
        elif value.kind is Kind.NOTHING:
            message = _("browser_policies: null takes a policy away, but salle sets no %(name)s.")
            yield Problem(name_node.place, message % {"name": show(place)})


def nearly(name: str, known: Tree) -> str:
    """The known name from which this one differs by two letters at most, or by capitals alone.

    Mozilla's own names differ from each other by more: measured on the schemas of 153 and 159.
    """
    for other in known:
        if name.casefold() == other.casefold() or (len(other) > 5 and _apart(name, other) <= 2):
            return other
    return ""


def _apart(one: str, other: str) -> int:
    """How many letters have to be put in, taken out or replaced (Levenshtein); 3 for any more."""
    if abs(len(one) - len(other)) > 2:
        return 3
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, start=1):
        above, row[0] = row[0], count
        for column, wanted in enumerate(other, start=1):
            step = above + (letter != wanted)
            above, row[column] = row[column], min(step, row[column] + 1, row[column - 1] + 1)
    return min(row[-1], 3)


def _variables(node: Node) -> Iterator[Problem]:
    for path, variable in VARIABLES.items():
        found = _at(node, path)
        if found is not None:
            message = _("browser_policies: %(name)s follows from %(variable)s; write that instead.")
            yield Problem(found.place, message % {"name": path, "variable": variable})


def _at(node: Node, path: str) -> Node | None:
    """The name of that path, or the name above it where its value leaves no room for it."""
    name, _dot, rest = path.partition(".")
    if name not in node.entries():
        return None
    name_node, value = node.entries()[name]
    return _at(value, rest) if rest and value.kind is Kind.MAPPING else name_node


def _extension_modes(node: Node) -> Iterator[Problem]:
    for (policy, id_), words in NEEDED.items():
        __, settings = node.entries().get(policy, (None, node))
        if policy not in node.entries() or (settings.kind is Kind.MAPPING and id_ not in settings.entries()):
            continue
        name, value = settings.entries().get(id_, (node.entries()[policy][0], settings))
        mode = value.entries().get("installation_mode", (None, None))[1]
        off = value.kind is not Kind.MAPPING if id_ == BLOCKER else False
        if off or (mode and mode.value == "blocked") or (mode and id_ == BLOCKER and mode.value == "allowed"):
            message = _("browser_policies: %(name)s: %(why)s")
            yield Problem(name.place, message % {"name": f"{policy}.{id_}", "why": _(words)})


def _locked_for_the_checks(node: Node) -> Iterator[Problem]:
    """The checks lead their Firefox to a web of their own; a locked setting would lead it elsewhere."""
    message = _("browser_policies: %(name)s cannot be locked: the checks need it. Leave out Locked.")
    proxy = node.entries().get("Proxy")
    if proxy and "Locked" in proxy[1].entries() and proxy[1].entries()["Locked"][1].value is True:
        yield Problem(proxy[1].entries()["Locked"][0].place, message % {"name": "Proxy"})
    preferences = node.entries().get("Preferences")
    for name, (name_node, value) in preferences[1].entries().items() if preferences else ():
        status = value.entries().get("Status", (None, None))[1]
        if name.startswith(OF_THE_CHECKS) and status and status.value == "locked":
            yield Problem(name_node.place, message % {"name": show(name)})
