# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PyYAML's errors mean to somebody who is not a programmer."""

from pathlib import Path

import yaml

from salle.i18n import N_, _
from salle.site.model import Place, Problem

TAB = N_("the line is indented with a tab; YAML wants spaces (two per level).")

MEANINGS = (
    (
        "mapping values are not allowed",
        N_(
            "a colon is not expected here: either the line is not indented like its neighbours, "
            'or the text holds ": " and needs quotes around it.'
        ),
    ),
    ("while scanning a quoted scalar", N_("a quote opened on line %(context)d is never closed.")),
    (
        "while parsing a quoted scalar",
        N_("\\ has a meaning of its own between double quotes; write \\\\, or use single quotes."),
    ),
    (
        "while scanning a double-quoted scalar",
        N_("\\ has a meaning of its own between double quotes; write \\\\, or use single quotes."),
    ),
    (
        "cannot start any token",
        N_("a value cannot begin with this character; a text that begins with it needs quotes."),
    ),
    (
        "while parsing a flow",
        N_(
            "the bracket or brace opened on line %(context)d is not closed as expected; "
            "if it begins a text, put the text in quotes."
        ),
    ),
    (
        "while parsing a block collection",
        N_(
            "the list begun on line %(context)d is broken here: "
            "each entry begins with a hyphen, at the same indentation."
        ),
    ),
    (
        "while parsing a block mapping",
        N_(
            "this does not continue what began on line %(context)d: check the indentation, "
            "and put a text that holds quotes between double quotes."
        ),
    ),
    ("while scanning a simple key", N_('a name without a colon: "name: value" was expected.')),
    ("expected a single document", N_("one document per file was expected.")),
)
"""What PyYAML says (libyaml and the Python parser alike), and what to tell instead."""


def explain(error: Exception, text: str, file: Path) -> Problem:
    """The problem, in words, at the line where the parser stopped."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(Place(file), _("cannot be read as YAML: %(why)s.") % {"why": _reason(error)})
    place = Place(file, mark.line + 1, mark.column + 1)
    if tab := _tab_near(text, mark.line):
        return Problem(Place(file, tab, 1), _(TAB))
    context = getattr(error, "context_mark", None)
    return Problem(place, _meaning(error) % {"context": (context.line if context else mark.line) + 1})


def _meaning(error: Exception) -> str:
    said = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    for part, meaning in MEANINGS:
        if part in said:
            return _(meaning)
    return (_("cannot be read as YAML: %(why)s.") % {"why": _reason(error)}).replace("%", "%%")


def _reason(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError):
        return str(error.problem or error.context or "")
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _tab_near(text: str, line: int) -> int:
    """The number of the line that is indented with a tab, at or just before the error; 0 if none."""
    lines = text.split("\n")
    for number in (line, line - 1):
        if 0 <= number < len(lines):
            body = lines[number]
            if "\t" in body[: len(body) - len(body.lstrip(" \t"))] and body.strip():
                return number + 1
    return 0
