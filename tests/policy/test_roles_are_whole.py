# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every role has all its parts, and says of each of its variables what it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from house import ROOT, at_least_one, playbooks, read, roles

PARTS = ("README.md", "defaults/main.yml", "meta/argument_specs.yml", "meta/main.yml", "tasks/main.yml")
HEADINGS = ("afterwards", "variables", "undo")
"""A README tells what a machine has afterwards, its variables, and how to undo it; in this order."""

every_role = pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)


def options_of(role: Path) -> dict[str, dict[str, Any]]:
    return read(role / "meta/argument_specs.yml")["argument_specs"]["main"].get("options") or {}


def with_inner(options: dict[str, dict[str, Any]], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, option in options.items():
        yield f"{path}{name}", option
        yield from with_inner(option.get("options") or {}, f"{path}{name}.")


@every_role
@pytest.mark.parametrize("part", PARTS)
def test_a_role_has_each_part_of_the_skeleton(role: Path, part: str) -> None:
    assert (role / part).is_file(), f"{(role / part).relative_to(ROOT)} is missing"


@every_role
def test_a_role_is_proved_by_checks_of_its_name(role: Path) -> None:
    checks = ROOT / "tests/verify" / f"test_{role.name}.py"
    assert checks.is_file(), f"nothing proves roles/{role.name}"
    assert re.search(rf'@check\(\s*"{role.name}\.', checks.read_text()), f"no check is called {role.name}.…"


def test_every_file_of_checks_belongs_to_a_role() -> None:
    files = (ROOT / "tests/verify").glob("test_*.py")
    names = {path.stem.removeprefix("test_").partition("_")[0] for path in files}
    assert at_least_one(sorted(names), "file of checks")
    assert names <= {role.name for role in roles()}


@every_role
def test_a_readme_tells_what_is_there_afterwards_the_variables_and_how_to_undo_it(role: Path) -> None:
    text = (role / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    found = [word for heading in headings for word in HEADINGS if word in heading.lower()]
    assert tuple(found) == HEADINGS, f"headings: {headings}"
    for name in options_of(role):
        assert f"`{name}`" in text, f"the README says nothing of {name}"


@every_role
def test_a_readme_tells_what_the_checks_prove_and_what_they_cannot(role: Path) -> None:
    text = (role / "README.md").read_text(encoding="utf-8")
    _, heading, rest = text.partition("\n## What the checks prove, and what they cannot\n")
    assert heading, "there is no such part"
    told = rest.partition("\n## ")[0]
    assert re.search(r"test_\w+\.py|seen by its effect", told), "it names no check"
    assert re.search(r"(?i)not proved|not tried|not run|cannot prove|do not", told), "it proves all?"


def test_every_role_that_asks_for_packages_is_asked() -> None:
    asked = read(ROOT / "roles/packages/defaults/main.yml")["packages_roles"]
    assert set(asked) == {role.name for role in roles() if (role / "tasks/packages.yml").is_file()}


@every_role
def test_the_specification_and_the_defaults_name_the_same_variables(role: Path) -> None:
    defaults = read(role / "defaults/main.yml") or {}
    options = options_of(role)
    without_default = {name for name, option in options.items() if option.get("required")}
    assert set(options) - without_default == set(defaults)
    assert {name for name in options if not name.startswith(f"{role.name}_")} == set()


@every_role
def test_every_option_is_described_and_typed(role: Path) -> None:
    for name, option in with_inner(options_of(role)):
        assert option.get("description"), f"{name} has no description"
        assert option.get("type"), f"{name} has no type"
        assert option["type"] != "list" or option.get("elements"), f"{name}: a list of what?"
        assert "default" not in option, f"{name}: defaults live in defaults/main.yml alone"


@every_role
def test_every_default_stands_below_a_comment(role: Path) -> None:
    text = (role / "defaults/main.yml").read_text(encoding="utf-8")
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n|^---$", text, flags=re.MULTILINE)]
    bare = [
        part for part in paragraphs if re.search(r"^\w+:", part, re.MULTILINE) and not part.startswith("#")
    ]
    assert bare == []


def test_every_role_is_played_by_a_playbook() -> None:
    played = {entry["role"] for book in playbooks() for play in read(book) for entry in play.get("roles", [])}
    assert played == {role.name for role in roles()}
