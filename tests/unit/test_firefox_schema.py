# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that Firefox would refuse, or lose without a word, are found before they are written."""

import importlib.util
import json
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROLE = Path(__file__).resolve().parents[2] / "roles" / "browser"
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


def load(path: Path, name: str) -> ModuleType:
    """A Python file of the role, which lies in no package."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


schema = load(ROLE / "module_utils/firefox_schema.py", "ansible.module_utils.firefox_schema")
policies_module = load(ROLE / "library/firefox_policies.py", "firefox_policies")


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
    assert problem.startswith(f"{place}:")


def test_the_rules_are_read_from_the_archive_inside_firefox(tmp_path: Path) -> None:
    archive = tmp_path / "omni.ja"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(schema.MEMBER, json.dumps(SCHEMA))
    assert schema.read_schema(archive) == SCHEMA


def test_an_older_firefox_carries_no_rules(tmp_path: Path) -> None:
    archive = tmp_path / "omni.ja"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("chrome.manifest", "")
    assert schema.read_schema(archive) is None


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "omni.ja"
    archive.write_bytes(b"not a zip")
    with pytest.raises(ValueError, match=r"omni\.ja"):
        schema.read_schema(archive)


def test_the_written_policies_are_read_back_as_they_were() -> None:
    policies = {"ManagedBookmarks": [{"name": 'é"\n</script>{{ 7*7 }}', "url": "https://e.org"}]}
    assert json.loads(policies_module.policies_text(policies))["policies"] == policies


def test_preferences_are_locked() -> None:
    assert 'pref("app.normandy.enabled", false, locked);' in policies_module.preferences_text(
        {"app.normandy.enabled": False}
    )


def test_what_somebody_else_wrote_never_takes_the_name_of_an_older_copy(tmp_path: Path) -> None:
    path = tmp_path / "policies.json"
    first = policies_module.name_beside(path)
    first.touch()
    assert first.name == "policies.json.before-salle"
    assert policies_module.name_beside(path).name == "policies.json.before-salle-2"
