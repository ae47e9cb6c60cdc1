# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The extensions a place adds to Firefox: what is asked for, and the files it brings."""

import re
from collections.abc import Iterator
from pathlib import Path

from salle.i18n import _
from salle.site.firefox_policies import BLOCKER
from salle.site.model import Problem
from salle.site.nodes import Kind, Node
from salle.site.wording import show

SOURCES = ("package", "file", "amo")
ID = re.compile(r"\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}|[A-Za-z0-9._-]*@[A-Za-z0-9._-]+")
"""What Firefox takes for the id of an extension (XPIInstall, ``gIDTest``)."""
PACKAGE = re.compile(r"[a-z0-9][a-z0-9+.-]+")
"""Debian Policy 5.6.7, in small letters."""
DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
FILE = re.compile(r"[^/\x00]+")


def check_extensions(node: Node, files: Path) -> Iterator[Problem]:
    """Everything wrong with ``browser_extra_extensions``.

    Args:
        node: the list.
        files: the site's folder ``files``.
    """
    seen: dict[str, Node] = {}
    for number, entry in enumerate(node.value if node.kind is Kind.LIST else (), start=1):
        if entry.kind is not Kind.MAPPING:
            continue
        name = _("browser_extra_extensions, entry %(number)d") % {"number": number}
        yield from _id_problems(name, entry, seen)
        found = _sources(entry)
        if len(found) != 1:
            yield Problem(entry.place, _one_source(name, found))
        elif found == ["file"]:
            yield from _file_problems(name, entry, files)
        elif "sha256" in entry.entries():
            message = _("%(name)s: sha256 belongs to file, and there is none.") % {"name": name}
            yield Problem(entry.entries()["sha256"][0].place, message)
        if found == ["package"]:
            yield from _package_problems(name, entry)


def _text(entry: Node, name: str) -> Node | None:
    """The value of that name when it is a text; other kinds were reported already."""
    value = entry.entries().get(name, (entry, None))[1]
    return value if value and value.kind is Kind.TEXT else None


def _sources(entry: Node) -> list[str]:
    there = entry.entries()
    return [name for name in SOURCES if name in there and there[name][1].value is not False]


def _one_source(name: str, found: list[str]) -> str:
    if found:
        words = {"name": name, "found": ", ".join(found)}
        return _("%(name)s: one source was expected, and these are %(found)s.") % words
    return _("%(name)s: a source was expected: package, file or amo: true.") % {"name": name}


def _id_problems(name: str, entry: Node, seen: dict[str, Node]) -> Iterator[Problem]:
    node = _text(entry, "id")
    if node is None:
        return
    words = {"name": name, "id": show(node.value)}
    if not ID.fullmatch(node.value):
        message = _("%(name)s: %(id)s is no id of an extension, as name@place or {…} with 32 figures.")
        yield Problem(node.place, message % words)
    elif node.value == BLOCKER:
        yield Problem(node.place, _("%(name)s: uBlock Origin is there already.") % words)
    elif node.value in seen:
        line = seen[node.value].place.line
        message = _("%(name)s: %(id)s is already written on line %(line)d; keep one of the two.")
        yield Problem(node.place, message % {**words, "line": line})
    seen.setdefault(node.value, node)


def _package_problems(name: str, entry: Node) -> Iterator[Problem]:
    node = _text(entry, "package")
    if node and not PACKAGE.fullmatch(node.value):
        message = _("%(name)s: %(package)s cannot be the name of a package.")
        yield Problem(node.place, message % {"name": name, "package": show(node.value)})


def _file_problems(name: str, entry: Node, files: Path) -> Iterator[Problem]:
    node = _text(entry, "file")
    if node is None:
        return
    words = {"name": name, "file": show(node.value)}
    if not FILE.fullmatch(node.value) or node.value in (".", ".."):
        message = _(
            "%(name)s: %(file)s: the name of a file in the folder files was expected, without folders."
        )
        yield Problem(node.place, message % words)
        return
    path = files / node.value
    if not path.is_file():
        yield Problem(node.place, _("%(name)s: there is no %(file)s in the folder files.") % words)
        return
    yield from _digest_problems(name, entry, path)
    yield from _content_problems(name, entry, path)


def _digest_problems(name: str, entry: Node, path: Path) -> Iterator[Problem]:
    from salle.xpi.archive import sha256_of

    if "sha256" not in entry.entries():
        message = _("%(name)s: sha256 is missing; sha256sum prints that of the file.") % {"name": name}
        yield Problem(entry.place, message)
        return
    node = _text(entry, "sha256")
    if node is None:
        return
    if not DIGEST.fullmatch(node.value):
        message = _("%(name)s: %(digest)s is no SHA-256 digest: 64 figures and letters from a to f.")
        yield Problem(node.place, message % {"name": name, "digest": show(node.value) or '""'})
        return
    found = sha256_of(path)
    if found != node.value.lower():
        message = _("%(name)s: %(file)s is another file: its sha256 is %(found)s.")
        yield Problem(node.place, message % {"name": name, "file": show(path.name), "found": found})


def _content_problems(name: str, entry: Node, path: Path) -> Iterator[Problem]:
    from salle.xpi.refused import Refused
    from salle.xpi.verify import check_extension

    node, id_ = _text(entry, "file"), _text(entry, "id")
    if node is None or id_ is None:
        return
    try:
        check_extension(path, id_.value)
    except Refused as refused:
        message = _("%(name)s: %(file)s: %(why)s.")
        yield Problem(node.place, message % {"name": name, "file": show(path.name), "why": refused})
