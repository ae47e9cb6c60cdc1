# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of each machine are those Ansible gives it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from salle.site.load import load_site
from site_tools import SITES, make_roles, use_roles

TRICKY = SITES / "tricky"


@pytest.fixture(scope="module")
def ansible_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``ansible-inventory --list`` prints of the tricky site."""
    home = tmp_path_factory.mktemp("home")
    program = Path(sys.executable).with_name("ansible-inventory")
    ended = subprocess.run(
        [program, "-i", TRICKY / "hosts.yml", "--list"],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"},
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == ""
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    use_roles(monkeypatch, make_roles(tmp_path / "roles"))
    return {machine.name: machine for machine in load_site(TRICKY).machines}


def without_unsafe_marks(value: Any) -> Any:
    """ansible-inventory marks ``!unsafe`` texts; the text itself is what we compare."""
    if isinstance(value, dict):
        if set(value) == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {name: without_unsafe_marks(entry) for name, entry in value.items()}
    return [without_unsafe_marks(entry) for entry in value] if isinstance(value, list) else value


def groups_of(machine: str, inventory: dict[str, Any]) -> set[str]:
    """The groups a machine is in, itself or through their children."""
    found = {name for name, group in inventory.items() if machine in group.get("hosts", ())}
    while more := {n for n, group in inventory.items() if found & set(group.get("children", ()))} - found:
        found |= more
    return found - {"all", "_meta"}


def test_ansible_and_salle_know_the_same_machines(
    ansible_says: dict[str, Any], machines: dict[str, Any]
) -> None:
    assert set(machines) == set(ansible_says["_meta"]["hostvars"])
    assert len(machines) == 5


@pytest.mark.parametrize("name", ["poste-01", "poste-02", "poste-03", "poste-04", "poste-09"])
def test_a_machine_has_the_variables_ansible_gives_it(
    name: str, ansible_says: dict[str, Any], machines: dict[str, Any]
) -> None:
    expected = without_unsafe_marks(ansible_says["_meta"]["hostvars"][name])
    assert machines[name].variables == expected
    assert len(expected) > 8


@pytest.mark.parametrize("name", ["poste-01", "poste-02", "poste-03", "poste-04", "poste-09"])
def test_a_machine_is_in_the_groups_ansible_puts_it_in(
    name: str, ansible_says: dict[str, Any], machines: dict[str, Any]
) -> None:
    assert set(machines[name].groups) == groups_of(name, ansible_says)


def test_groups_are_told_from_general_to_specific(machines: dict[str, Any]) -> None:
    assert machines["poste-01"].groups == ("rooms", "zoo", "west", "ants", "bees")
    assert machines["poste-09"].groups == ("ungrouped",)
