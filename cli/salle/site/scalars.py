# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What YAML 1.1 makes of a single value: the same as Ansible makes of it, or a refusal in words."""

import math
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from salle.i18n import _
from salle.site.model import Place, Problem
from salle.site.nodes import SECRET, Kind, Node
from salle.site.text import VAULT, forbidden_in
from salle.site.wording import show

TAG = "tag:yaml.org,2002:"
KINDS = {
    TAG + "str": Kind.TEXT,
    TAG + "int": Kind.INTEGER,
    TAG + "float": Kind.DECIMAL,
    TAG + "bool": Kind.SWITCH,
    TAG + "null": Kind.NOTHING,
}
LONGEST_NUMBER = 40
"""Characters.  A number in base 60 (1:1:1:…) costs time with the square of its length."""

_resolver: Any = Resolver()


def scalar(event: yaml.ScalarEvent, place: Place, problems: list[Problem]) -> Node:
    """The node of a single value; what cannot be accepted is added to ``problems``."""
    if event.tag == "!vault":
        return _vault(event.value, place, problems)
    tag = _tag(event)
    if tag not in KINDS:
        return _refuse(place, problems, _why_not(tag, event))
    return _accept(tag, event.value, place, problems)


def _accept(tag: str, text: str, place: Place, problems: list[Problem]) -> Node:
    if message := forbidden_in(text):
        return _refuse(place, problems, message)
    if tag == TAG + "str":
        return Node(place, Kind.TEXT, text, text)
    value = _number(tag, text)
    if value is ...:
        return _refuse(place, problems, quotes_needed(text))
    return Node(place, KINDS[tag], value, text)


def _tag(event: yaml.ScalarEvent) -> str:
    """The tag Ansible's own loader arrives at; ``!unsafe`` is judged as if it had no quotes."""
    implicit = (True, False) if event.tag == "!unsafe" else event.implicit
    if event.tag in (None, "!", "!unsafe"):
        return str(_resolver.resolve(yaml.ScalarNode, event.value, implicit))
    return str(event.tag)


def _number(tag: str, text: str) -> Any:
    """The value of anything that is not a text, or ``...`` when there is none that could be meant."""
    if len(text) > LONGEST_NUMBER:
        return ...
    node = yaml.ScalarNode(tag, text)
    try:
        value = SafeConstructor.yaml_constructors[tag](SafeConstructor(), node)
    except (ValueError, KeyError, OverflowError, IndexError):
        return ...
    return ... if isinstance(value, float) and not math.isfinite(value) else value


def _vault(text: str, place: Place, problems: list[Problem]) -> Node:
    """A value in Ansible Vault; what it holds never reaches a message."""
    if not text.startswith(VAULT):
        message = _(
            "is marked !vault but is not encrypted; write what this prints: ansible-vault encrypt_string"
        )
        return _refuse(place, problems, message)
    return Node(place, Kind.SECRET, SECRET)


def _why_not(tag: str, event: yaml.ScalarEvent) -> str:
    if tag == TAG + "timestamp":
        return _('YAML reads %(text)s as a date; a text needs quotes: "%(text)s".') % {
            "text": show(event.value)
        }
    if event.tag is None:
        return quotes_needed(event.value)
    return unknown_tag(tag)


def quotes_needed(text: str) -> str:
    """The sentence for a text that YAML takes for something else."""
    return _("YAML cannot read %(text)s here; a text needs quotes around it.") % {"text": show(text)}


def unknown_tag(tag: str) -> str:
    """The sentence for a tag that a site cannot use."""
    return _("the tag %(tag)s is not accepted here; remove it. A text that begins with ! needs quotes.") % {
        "tag": show(tag.replace(TAG, "!!"))
    }


def _refuse(place: Place, problems: list[Problem], message: str) -> Node:
    problems.append(Problem(place, message))
    return Node(place, Kind.REFUSED)
