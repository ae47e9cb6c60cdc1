# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the text of a file to nodes that know their line and column.

The nodes are composed here from PyYAML's events rather than by its own composer: an alias is
seen as an alias (a few lines of them can stand for gigabytes), depth and number of values are
bounded, and one problem does not hide the next.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from salle.i18n import _
from salle.site.find import shown
from salle.site.model import Place, Problem
from salle.site.nodes import KIND_WORDS, Kind, Node
from salle.site.scalars import TAG, scalar, unknown_tag
from salle.site.syntax import explain
from salle.site.text import VAULT, read_text
from salle.site.wording import show

MOST_VALUES = 20_000
"""Values in one file; a room of 200 machines needs some 2 000."""
DEEPEST = 20
"""Levels of values inside values; no variable has more than four."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """The file cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_yaml(path: Path, problems: list[Problem]) -> Node | None:
    """The content of a file of the site, or None when there is none to judge.

    A file encrypted as a whole by Ansible Vault is accepted and gives None.
    A file of comments alone gives None; an empty one is a problem.
    """
    text = read_text(path, problems)
    if text is None or text.startswith(VAULT):
        return None
    return compose(text, path, problems)


def compose(text: str, path: Path, problems: list[Problem]) -> Node | None:
    """The nodes of a YAML text; what is wrong is added to ``problems``."""
    composer = _Composer(shown(path), yaml.parse(text, Loader=_Loader), problems)
    try:
        node = composer.document()
    except _Stop as stop:
        problems.append(stop.problem)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problems.append(explain(error, text, shown(path)))
        return None
    if node is not None and not (node.kind is Kind.NOTHING and not node.text):
        return node
    if "#" not in text:
        problems.append(Problem(Place(shown(path)), _("is empty; write in it, or remove it.")))
    return None


class _Composer:
    def __init__(self, file: Path, events: Iterator[yaml.Event], problems: list[Problem]) -> None:
        self._file = file
        self._events = events
        self._problems = problems
        self._count = 0
        self._link_reported = False

    def document(self) -> Node | None:
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        node = self._node(next(self._events), 0)
        next(self._events)  # the document ends
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            message = _("a second document begins here (---); one document per file was expected.")
            self._problems.append(Problem(self._place(after), message))
        return node

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        place = self._place(event)
        self._bound(place, depth)
        self._refuse_links(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return scalar(event, place, self._problems)
        if isinstance(event, yaml.SequenceStartEvent):
            self._check_tag(event, place, TAG + "seq")
            return Node(place, Kind.LIST, tuple(self._items(depth)))
        if isinstance(event, yaml.MappingStartEvent):
            self._check_tag(event, place, TAG + "map")
            return Node(place, Kind.MAPPING, tuple(self._pairs(depth)))
        return Node(place, Kind.REFUSED)

    def _bound(self, place: Place, depth: int) -> None:
        self._count += 1
        if depth > DEEPEST:
            message = _("values lie inside values more than %(deepest)d levels deep.") % {"deepest": DEEPEST}
            raise _Stop(Problem(place, message))
        if self._count > MOST_VALUES:
            message = _("the file holds more than %(most)d values.") % {"most": MOST_VALUES}
            raise _Stop(Problem(place, message))

    def _refuse_links(self, event: yaml.Event, place: Place) -> None:
        """Anchors and aliases, said once per file: a bomb is made of many."""
        if getattr(event, "anchor", None) is None or self._link_reported:
            return
        self._link_reported = True
        message = _(
            "anchors (&name) and aliases (*name) are not accepted; write the value out. "
            "A text that begins with & or * needs quotes."
        )
        self._problems.append(Problem(place, message))

    def _check_tag(self, event: yaml.CollectionStartEvent, place: Place, usual: str) -> None:
        if event.tag not in (None, "!", "!unsafe", usual):
            self._problems.append(Problem(place, unknown_tag(event.tag)))

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Node, Node]]:
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if self._good_name(name, seen):
                yield name, value

    def _good_name(self, name: Node, seen: dict[str, Place]) -> bool:
        if name.kind is Kind.REFUSED:
            return False
        message = _wrong_name(name, seen)
        if message:
            self._problems.append(Problem(name.place, message))
            return False
        seen[name.value] = name.place
        return True


def _wrong_name(name: Node, seen: dict[str, Place]) -> str:
    if name.kind in (Kind.LIST, Kind.MAPPING):
        return _("a name was expected, not a list or braces; a text that begins with { or [ needs quotes.")
    if name.kind is not Kind.TEXT:
        return _('YAML reads the name %(name)s as %(kind)s; put it in quotes: "%(name)s".') % {
            "name": show(name.text),
            "kind": _(KIND_WORDS[name.kind]),
        }
    if name.value in seen:
        return _("%(name)s is already written on line %(line)d; keep one of the two.") % {
            "name": show(name.value),
            "line": seen[name.value].line,
        }
    return ""
