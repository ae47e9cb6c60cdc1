# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a value what its variable may hold?  Stricter than Ansible, which converts without a word."""

import json
from collections.abc import Callable, Iterator, Mapping

from salle.i18n import N_, _
from salle.site.model import Place, Problem
from salle.site.nodes import KIND_WORDS, Kind, Node
from salle.site.specs import Option
from salle.site.wording import did_you_mean, show

TEXTS = frozenset({"str", "path", "bytes", "bits"})
ACCEPTED: Mapping[str, frozenset[Kind]] = {
    **{name: frozenset({Kind.TEXT}) for name in TEXTS},
    "int": frozenset({Kind.INTEGER}),
    "float": frozenset({Kind.DECIMAL, Kind.INTEGER}),
    "bool": frozenset({Kind.SWITCH}),
    "list": frozenset({Kind.LIST}),
    "dict": frozenset({Kind.MAPPING}),
}
"""The types of Ansible's argument specs; others (``raw``, ``json``) accept anything."""

EXPECTED = {
    "str": N_("a text was expected"),
    "int": N_("a whole number was expected, without quotes"),
    "float": N_("a number was expected, without quotes"),
    "bool": N_("true or false was expected, without quotes"),
    "list": N_("a list was expected: one entry per line, each after a hyphen"),
    "dict": N_("names with values were expected, one per line"),
}
READ_AS_OTHER = (Kind.INTEGER, Kind.DECIMAL, Kind.SWITCH)


def check_value(option: Option, node: Node) -> Iterator[Problem]:
    """Everything wrong with a value, down to its last entry."""
    if node.kind in (Kind.SECRET, Kind.REFUSED) or option.type not in ACCEPTED:
        return
    if option.secret and node.value not in (None, ""):
        yield Problem(node.place, _not_encrypted(option))
    elif node.kind is Kind.NOTHING:
        yield Problem(node.place, _no_value(option, node))
    elif node.kind not in ACCEPTED[option.type]:
        yield Problem(node.place, _wrong_kind(option, node))
    else:
        yield from _INSIDE.get(node.kind, _single)(option, node)


def _no_value(option: Option, node: Node) -> str:
    if node.text:
        return _read_as(option, node)
    return _("%(name)s has no value; write one, or remove the line.") % {"name": option.name}


def _wrong_kind(option: Option, node: Node) -> str:
    if option.type in TEXTS and node.kind in READ_AS_OTHER:
        return _read_as(option, node)
    expected = _(EXPECTED.get(option.type, EXPECTED["str"]))
    return _("%(name)s: %(expected)s; this is %(found)s.") % {
        "name": option.name,
        "expected": expected,
        "found": _(KIND_WORDS[node.kind]),
    }


def _read_as(option: Option, node: Node) -> str:
    """YAML 1.1 takes 14:30 for 870, NO for false and 3.10 for 3.1: say so, and the way out."""
    value = "null" if node.value is None else json.dumps(node.value)
    message = _(
        '%(name)s: a text was expected, but YAML reads %(text)s as %(value)s; put quotes: "%(text)s".'
    )
    return message % {"name": option.name, "text": show(node.text), "value": value}


def _single(option: Option, node: Node) -> Iterator[Problem]:
    if node.kind is Kind.INTEGER and node.text != str(node.value):
        message = _("%(name)s: YAML reads %(text)s as %(value)d; if you mean that, write %(value)d.")
        parts = {"name": option.name, "text": show(node.text), "value": node.value}
        yield Problem(node.place, message % parts)
    elif option.required and node.kind is Kind.TEXT and not node.value.strip():
        yield Problem(node.place, _("%(name)s is empty; a text was expected.") % {"name": option.name})
    elif option.choices and node.value not in option.choices:
        yield Problem(node.place, _not_a_choice(option, node))


def _not_encrypted(option: Option) -> str:
    message = _(
        "%(name)s is a secret, and stands here for all to read: put the line into group_vars/all/vault.yml "
        "and encrypt that file (ansible-vault encrypt)."
    )
    return message % {"name": option.name}


def _not_a_choice(option: Option, node: Node) -> str:
    choices = [str(choice) for choice in option.choices]
    message = _("%(name)s: %(text)s is not one of %(choices)s.") % {
        "name": option.name,
        "text": show(node.text) or '""',
        "choices": ", ".join(choices),
    }
    return message + did_you_mean(node.text, choices)


def _list(option: Option, node: Node) -> Iterator[Problem]:
    for number, entry in enumerate(node.value, start=1):
        yield from check_value(option.element(number), entry)


def _mapping(option: Option, node: Node) -> Iterator[Problem]:
    if not option.options:
        return
    entries = node.entries()
    for name, (name_node, value) in entries.items():
        if known := option.options.get(name):
            yield from check_value(known, value)
        else:
            yield Problem(name_node.place, _unknown_inside(option, name))
    for name, inner in option.options.items():
        if inner.required and name not in entries:
            yield Problem(node.place, _missing_inside(option, name))


def _unknown_inside(option: Option, name: str) -> str:
    message = _("%(option)s knows no %(name)s; it knows %(known)s.") % {
        "option": option.name,
        "name": show(name),
        "known": ", ".join(option.options),
    }
    return message + did_you_mean(name, option.options)


def _missing_inside(option: Option, name: str) -> str:
    return _("%(option)s: %(name)s is missing.") % {"option": option.name, "name": name}


_INSIDE: Mapping[Kind, Callable[[Option, Node], Iterator[Problem]]] = {
    Kind.LIST: _list,
    Kind.MAPPING: _mapping,
}


def missing(name: str, place: Place, machine: str = "") -> Problem:
    """The problem of a required variable that nobody sets, for every machine or for one."""
    if machine:
        message = _("%(name)s is missing for %(machine)s; write it here or in group_vars.")
        return Problem(place, message % {"name": name, "machine": machine})
    return Problem(place, _("%(name)s is missing; add a line: %(name)s: …") % {"name": name})
