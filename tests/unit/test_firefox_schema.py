# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that Firefox would refuse, or lose without a word, are found before they are written."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from firefox_role import files, schema

SCHEMA: dict[str, Any] = {
    "definitions": {"url": {"type": "string", "format": "moz-url"}},
    "type": "object",
    "properties": {
        "Flag": {"type": "boolean"},
        "Level": {"type": "number", "enum": [0, 1, 2]},
        "Homepage": {"type": "object", "properties": {"URL": {"$ref": "#/definitions/url"}}},
        "Toolbar": {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["always", "never"]}]},
        "Page": {"type": "string", "anyOf": [{"format": "moz-url"}, {"maxLength": 0}]},
        "Clear": {"type": ["boolean", "object"], "properties": {"Cache": {"type": "boolean"}}},
        "Engines": {
            "type": "array",
            "items": {"type": "object", "required": ["Name"], "properties": {"Name": {"type": "string"}}},
        },
        "Extensions": {
            "type": "object",
            "properties": {"*": {"type": "object", "properties": {"mode": {"enum": ["allowed"]}}}},
            "patternProperties": {r"^(?!\*$).*$": {"properties": {"mode": {"enum": ["forced"]}}}},
        },
        "Anything": {"type": "object"},
        "Origin": {"type": "string", "pattern": "^https://[^/]+/?$"},
    },
}


@pytest.mark.parametrize(
    "policies",
    [
        {},
        {"Flag": True, "Level": 2, "Homepage": {"URL": "https://e.org"}, "Page": "", "Toolbar": "always"},
        {"Clear": True, "Engines": [{"Name": "x"}], "Origin": "https://e.org"},
        {"Clear": {"Cache": True}, "Extensions": {"*": {"mode": "allowed"}, "a@b": {"mode": "forced"}}},
        {"Anything": {"at": {"all": [1]}}},
        {"Homepage": {"URL": "about:home"}},
    ],
)
def test_what_firefox_takes_is_no_problem(policies: dict[str, Any]) -> None:
    assert schema.problems(policies, SCHEMA) == []


@pytest.mark.parametrize(
    ("policies", "place"),
    [
        ({"Flg": True}, "Flg"),
        ({"Homepage": {"Url": "https://e.org"}}, "Homepage.Url"),
        ({"Flag": "true"}, "Flag"),
        ({"Flag": 1}, "Flag"),
        ({"Level": True}, "Level"),
        ({"Level": 3}, "Level"),
        ({"Homepage": {"URL": "portail"}}, "Homepage.URL"),
        ({"Page": "portail"}, "Page"),
        ({"Toolbar": "sometimes"}, "Toolbar"),
        ({"Clear": {"Cash": True}}, "Clear.Cash"),
        ({"Clear": "yes"}, "Clear"),
        ({"Engines": [{"Name": "x"}, {}]}, "Engines[1]"),
        ({"Engines": [{"Name": "x", "Nome": "y"}]}, "Engines[0].Nome"),
        ({"Extensions": {"*": {"mode": "forced"}}}, "Extensions.*.mode"),
        ({"Origin": "https://e.org/page"}, "Origin"),
    ],
)
def test_each_mistake_is_found_at_its_place(policies: dict[str, Any], place: str) -> None:
    (problem,) = schema.problems(policies, SCHEMA)
    assert problem.where == place
    assert str(problem).startswith(f"{place}:")


def test_a_misspelt_name_is_told_with_the_one_that_was_meant() -> None:
    (problem,) = schema.problems({"Homepage": {"Url": "https://e.org"}}, SCHEMA)
    assert str(problem).endswith("did you mean URL?")


def test_a_long_value_is_not_repeated_whole() -> None:
    (problem,) = schema.problems({"Flag": "x" * 1000}, SCHEMA)
    assert len(str(problem)) < 200


def archive_with(folder: Path, members: dict[str, str]) -> Path:
    archive = folder / "omni.ja"
    with zipfile.ZipFile(archive, "w") as opened:
        for name, text in members.items():
            opened.writestr(name, text)
    return archive


def test_the_rules_are_read_from_the_archive_inside_firefox(tmp_path: Path) -> None:
    rules = schema.read_rules(archive_with(tmp_path, {schema.MEMBER: json.dumps(SCHEMA)}))
    assert (rules.schema, rules.deprecated) == (SCHEMA, ())


def test_an_older_firefox_carries_no_rules(tmp_path: Path) -> None:
    assert schema.read_rules(archive_with(tmp_path, {"chrome.manifest": ""})) is None


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "omni.ja"
    archive.write_bytes(b"not a zip")
    with pytest.raises(ValueError, match=r"omni\.ja"):
        schema.read_rules(archive)


def test_a_policy_that_about_policies_hides_as_deprecated_is_named(tmp_path: Path) -> None:
    page = 'const x = 1;\n  let deprecated_policies = ["Flag", "Gone"];\n'
    rules = schema.read_rules(archive_with(tmp_path, {schema.MEMBER: json.dumps(SCHEMA), schema.ABOUT: page}))
    assert schema.deprecated({"Flag": True, "Level": 1}, rules) == ["Flag"]


@pytest.mark.parametrize(
    "mark",
    [
        {"deprecated": True},
        {"x-compatibility": {"firefox": {"version_added": "60", "version_removed": "170"}}},
        {"x-compatibility": {"firefox_esr": {"version_added": "60", "notes": "Deprecated in Firefox 122."}}},
    ],
)
def test_a_name_that_the_schema_marks_as_deprecated_is_named_where_it_lies(mark: dict[str, Any]) -> None:
    inside = {"properties": {"Outer": {"properties": {"Old": {"type": "boolean", **mark}, "New": {}}}}}
    rules = schema.Rules(inside)
    assert schema.deprecated({"Outer": {"Old": True, "New": 1}}, rules) == ["Outer.Old"]
    assert schema.deprecated({"Outer": {"New": 1}}, rules) == []


def test_a_name_that_only_another_edition_of_firefox_lacks_is_not_deprecated() -> None:
    mark = {
        "x-compatibility": {
            "firefox": {"version_added": "60"},
            "firefox_enterprise": {"version_added": False},
        }
    }
    assert schema.deprecated({"A": 1}, schema.Rules({"properties": {"A": mark}})) == []


def test_the_written_policies_are_read_back_as_they_were() -> None:
    policies = {"ManagedBookmarks": [{"name": 'é"\n</script>{{ 7*7 }}', "url": "https://e.org"}]}
    assert json.loads(files.policies_text(policies))["policies"] == policies


def test_preferences_are_locked() -> None:
    assert 'pref("app.normandy.enabled", false, locked);' in files.preferences_text(
        {"app.normandy.enabled": False}
    )
