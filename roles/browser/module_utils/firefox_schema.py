# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Would this Firefox take these policies?  Asked before the file is written.

Firefox drops a policy of the wrong type alone, says nothing at all about an
unknown name inside a policy, and drops every policy when the file is not JSON.
From 153 on it carries the rules as a JSON Schema (draft 7), which this module
reads and follows as far as Firefox uses it.  Stricter than the schema in one
point: a name that the schema does not know is a problem, since the protection
that a misspelt name stands for would be missing without a word.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

Rule = dict[str, Any]

MEMBER = "modules/policies/policies-schema.json"
# The URL parser of browsers asks for a scheme first: https://url.spec.whatwg.org/#scheme-state
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
TYPES: dict[str, Callable[[Any], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


def read_schema(archive: str) -> Rule | None:
    """The schema inside Firefox.

    Args:
        archive: path of ``browser/omni.ja``.

    Returns:
        The schema, or None where this Firefox carries none (before 153).

    Raises:
        OSError: there is no such archive.
        ValueError: the archive or the schema in it cannot be read.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            schema: Rule = json.loads(opened.read(MEMBER))
    except KeyError:
        return None
    except zipfile.BadZipFile as error:
        raise ValueError(f"{archive}: {error}") from error
    return schema


def problems(policies: dict[str, Any], schema: Rule) -> list[str]:
    """Everything that Firefox would refuse or silently leave out, one sentence each."""
    return list(_problems(policies, schema, schema, ""))


def _problems(value: Any, rule: Rule, schema: Rule, where: str) -> Iterator[str]:
    rule = _resolved(rule, schema)
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES[kind](value) for kind in kinds):
        yield f"{where}: {_shown(value)} is not of type {' or '.join(kinds)}"
        return
    yield from _value_problems(value, rule, where)
    if "anyOf" in rule:
        yield from _choice_problems(value, rule["anyOf"], schema, where)
    if isinstance(value, dict):
        yield from _object_problems(value, rule, schema, where)
    if isinstance(value, list) and "items" in rule:
        for number, item in enumerate(value):
            yield from _problems(item, rule["items"], schema, f"{where}[{number}]")


def _resolved(rule: Rule, schema: Rule) -> Rule:
    while "$ref" in rule:
        rule = schema["definitions"][rule["$ref"].rsplit("/", 1)[-1]]
    return rule


def _value_problems(value: Any, rule: Rule, where: str) -> Iterator[str]:
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where}: {_shown(value)} is none of {', '.join(map(_shown, rule['enum']))}"
    if not isinstance(value, str):
        return
    if rule.get("format") == "moz-url" and not SCHEME.match(value):
        yield f"{where}: {_shown(value)} is no address; it must begin with https:// or the like"
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield f"{where}: {_shown(value)} does not have the form {rule['pattern']}"
    if len(value) > rule.get("maxLength", len(value)):
        yield f"{where}: {_shown(value)} is longer than {rule['maxLength']}"


def _choice_problems(value: Any, choices: list[Rule], schema: Rule, where: str) -> Iterator[str]:
    found = [list(_problems(value, choice, schema, where)) for choice in choices]
    if all(found):
        yield min(found, key=len)[0]


def _object_problems(value: dict[str, Any], rule: Rule, schema: Rule, where: str) -> Iterator[str]:
    known, patterns = rule.get("properties", {}), rule.get("patternProperties", {})
    for name in rule.get("required", []):
        if name not in value:
            yield f"{where}: {name} is missing"
    if not known and not patterns:
        return
    for name, inner in value.items():
        place = f"{where}.{name}" if where else name
        rules = [known[name]] if name in known else [r for p, r in patterns.items() if re.search(p, name)]
        if not rules:
            yield f"{place}: Firefox knows no such name"
        for one in rules:
            yield from _problems(inner, one, schema, place)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
