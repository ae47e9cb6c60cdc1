# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place wishes of its browser, held together: wishes that need each other, files, addresses."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from salle.i18n import _
from salle.site.extensions import check_extensions
from salle.site.firefox_policies import check_policies
from salle.site.model import Problem
from salle.site.nodes import Kind, Node, Secret, Setting
from salle.site.wording import show

Settings = Mapping[str, Setting]
ADDRESS = re.compile(r"(https?://[^/]|file:///|about:[a-z])")
"""What the role takes for a whole address (roles/browser/vars/main.yml)."""
RESOLVER = re.compile(r"https://[^/]")


def check_browser(folder: Path, merged: Mapping[str, Settings]) -> Iterator[Problem]:
    """Everything wrong with the wishes for the browser that the values alone do not show.

    Args:
        folder: the site's folder.
        merged: the variables of each machine.
    """
    judged: set[int] = set()
    for settings in merged.values():
        for name, check in _single_checks(folder).items():
            setting = settings.get(name)
            if setting and id(setting.node) not in judged:
                judged.add(id(setting.node))
                yield from check(setting.node)
        yield from _dns(settings)
        yield from _search(settings)


def _single_checks(folder: Path) -> dict[str, Callable[[Node], Iterator[Problem]]]:
    return {
        "browser_bookmarks": _bookmarks,
        "browser_extra_extensions": lambda node: check_extensions(node, folder / "files"),
        "browser_homepage": lambda node: _address("browser_homepage", node),
        "browser_policies": check_policies,
    }


def _address(name: str, node: Node) -> Iterator[Problem]:
    if node.kind is Kind.TEXT and not ADDRESS.match(node.value):
        message = _(
            "%(name)s: %(text)s is no whole address: it begins with https://, http://, file:/// or about:."
        )
        yield Problem(node.place, message % {"name": name, "text": show(node.value) or '""'})


def _bookmarks(node: Node) -> Iterator[Problem]:
    """Each has an address or is a folder."""
    for number, entry in enumerate(node.value if node.kind is Kind.LIST else (), start=1):
        name = _("%(name)s, entry %(number)d") % {"name": "browser_bookmarks", "number": number}
        there = entry.entries()
        if entry.kind is Kind.MAPPING and not there.keys() & {"url", "children"}:
            message = _("%(name)s: url is missing, or children where this is a folder.")
            yield Problem(entry.place, message % {"name": name})
        elif there.keys() >= {"url", "children"}:
            message = _("%(name)s: url and children were given; keep one: a folder has no address.")
            yield Problem(entry.place, message % {"name": name})
        if "url" in there:
            yield from _address(name, there["url"][1])
        children = there["children"][1] if "children" in there else None
        for child in children.value if children and children.kind is Kind.LIST else ():
            if "url" in child.entries():
                yield from _address(name, child.entries()["url"][1])


def _dns(settings: Settings) -> Iterator[Problem]:
    wish, resolver = settings.get("browser_dns"), settings.get("browser_dns_resolver")
    address = resolver.node.value if resolver and resolver.node.kind is Kind.TEXT else ""
    if resolver and resolver.node.kind is Kind.TEXT and address and not RESOLVER.match(address):
        message = _("browser_dns_resolver: %(text)s is no address of a resolver: it begins with https://.")
        yield Problem(resolver.node.place, message % {"text": show(address)})
    if wish and wish.node.value == "encrypted" and not address:
        message = _(
            "browser_dns: encrypted needs a resolver; write its address: browser_dns_resolver: https://…"
        )
        yield Problem(wish.node.place, message)


def _search(settings: Settings) -> Iterator[Problem]:
    """The chosen engine must be among those offered; without a list, all are."""
    offered = settings.get("browser_search_engines")
    if offered is None or offered.node.kind is not Kind.LIST:
        return
    names = offered.node.plain()
    chosen = settings.get("browser_search_engine")
    engine = chosen.node.value if chosen else "DuckDuckGo"
    if isinstance(engine, str) and not isinstance(engine, Secret) and engine not in names:
        place = chosen.node.place if chosen else offered.node.place
        message = _("browser_search_engine: %(name)s is not among browser_search_engines: %(names)s.")
        words = {"name": show(str(engine)), "names": show(", ".join(map(str, names))) or "[]"}
        yield Problem(place, message % words)
