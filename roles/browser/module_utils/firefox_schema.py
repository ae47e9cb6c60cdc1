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
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from ansible.module_utils import firefox_words as words

Rule = dict[str, Any]

MEMBER = "modules/policies/policies-schema.json"
ABOUT = "chrome/browser/content/browser/policies/aboutPolicies.js"
# The page about:policies leaves out what it names here; seen in 153 and 159, where it is DisablePocket.
DEPRECATED_LIST = re.compile(r"\bdeprecated_policies\s*=\s*(\[[^\]]*\])")
LONGEST = 60
"""Characters of a value that a message repeats."""
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


class Problem(NamedTuple):
    """One thing that Firefox would refuse or lose: where in the policies, and the sentence that says so."""

    where: str
    words: str
    values: dict[str, str]

    def __str__(self) -> str:
        return self.words % {"where": self.where, **self.values}


class Rules(NamedTuple):
    """What an installed Firefox says of policies: the schema, and the names it calls deprecated."""

    schema: Rule
    deprecated: tuple[str, ...] = ()


def read_rules(archive: str) -> Rules | None:
    """The rules inside Firefox.

    Args:
        archive: path of ``browser/omni.ja``.

    Returns:
        The rules, or None where this Firefox carries none (before 153).

    Raises:
        OSError: there is no such archive.
        ValueError: the archive or the schema in it cannot be read.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            schema: Rule = json.loads(opened.read(MEMBER))
            page = opened.read(ABOUT).decode("utf-8") if ABOUT in opened.namelist() else ""
    except KeyError:
        return None
    except zipfile.BadZipFile as error:
        raise ValueError(f"{archive}: {error}") from error
    return Rules(schema, _named_deprecated(page))


def _named_deprecated(page: str) -> tuple[str, ...]:
    """The names in the list of about:policies; none when the page has no such list any more."""
    found = DEPRECATED_LIST.search(page)
    return tuple(re.findall(r"""["']([^"']+)["']""", found[1])) if found else ()


def deprecated(policies: dict[str, Any], rules: Rules) -> list[str]:
    """The policies, with names inside them, that this Firefox calls deprecated, obsolete or removed."""
    return sorted(
        {*(name for name in policies if name in rules.deprecated), *_marked(policies, rules.schema)}
    )


def _marked(value: Any, rule: Rule, where: str = "") -> Iterator[str]:
    """What the schema itself marks: the keyword of JSON Schema, or Mozilla's notes on compatibility."""
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        inside = rule.get("properties", {}).get(name)
        if isinstance(inside, dict):
            place = f"{where}.{name}" if where else name
            if _is_marked(inside):
                yield place
            yield from _marked(inner, inside, place)


def _is_marked(rule: Rule) -> bool:
    compatibility = rule.get("x-compatibility", {})
    browsers = [one for one in compatibility.values() if isinstance(one, dict)]
    ours = [compatibility[name] for name in ("firefox_esr", "firefox") if name in compatibility]
    notes = " ".join(str(one.get("notes", "")) for one in browsers)
    gone = any(isinstance(one, dict) and one.get("version_removed") for one in ours)
    return bool(rule.get("deprecated")) or gone or "deprecated" in notes.lower()


def problems(policies: dict[str, Any], schema: Rule) -> list[Problem]:
    """Everything that Firefox would refuse or silently leave out."""
    return list(_problems(policies, schema, schema, ""))


def _problems(value: Any, rule: Rule, schema: Rule, where: str) -> Iterator[Problem]:
    rule = _resolved(rule, schema)
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES[kind](value) for kind in kinds):
        yield Problem(where, words.WRONG_KIND, {"value": shown(value), "kinds": ", ".join(kinds)})
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


def _value_problems(value: Any, rule: Rule, where: str) -> Iterator[Problem]:
    told = {"value": shown(value)}
    if "enum" in rule and value not in rule["enum"]:
        yield Problem(where, words.NO_CHOICE, {**told, "choices": ", ".join(map(shown, rule["enum"]))})
    if not isinstance(value, str):
        return
    if rule.get("format") == "moz-url" and not SCHEME.match(value):
        yield Problem(where, words.NO_ADDRESS, told)
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield Problem(where, words.WRONG_FORM, {**told, "form": rule["pattern"]})
    if len(value) > rule.get("maxLength", len(value)):
        yield Problem(where, words.TOO_LONG, {**told, "most": str(rule["maxLength"])})


def _choice_problems(value: Any, choices: list[Rule], schema: Rule, where: str) -> Iterator[Problem]:
    found = [list(_problems(value, choice, schema, where)) for choice in choices]
    if all(found):
        yield min(found, key=len)[0]


def _object_problems(value: dict[str, Any], rule: Rule, schema: Rule, where: str) -> Iterator[Problem]:
    known, patterns = rule.get("properties", {}), rule.get("patternProperties", {})
    for name in rule.get("required", []):
        if name not in value:
            yield Problem(where, words.MISSING, {"name": name})
    if not known and not patterns:
        return
    for name, inner in value.items():
        place = f"{where}.{name}" if where else name
        rules = [known[name]] if name in known else [r for p, r in patterns.items() if re.search(p, name)]
        if not rules:
            yield _unknown(place, name, known)
        for one in rules:
            yield from _problems(inner, one, schema, place)


def _unknown(where: str, name: str, known: Iterable[str]) -> Problem:
    alike = [one for one in known if one.casefold() == name.casefold()]
    near = alike or get_close_matches(name[:LONGEST], known, n=1, cutoff=0.7)
    return Problem(where, words.UNKNOWN_NEAR if near else words.UNKNOWN, {"near": near[0]} if near else {})


def shown(value: Any) -> str:
    """The value as a message may hold it."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
