# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module that gives Firefox its policies, run by Ansible: refusing, writing, undoing, looking only."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from local_room import Room
from salle import paths
from salle.run.model import State

SCHEMA = {
    "type": "object",
    "properties": {
        "Flag": {"type": "boolean"},
        "Old": {"type": "boolean", "deprecated": True},
        "Home": {"type": "object", "properties": {"URL": {"type": "string"}}},
    },
}
THEIRS = b'{"policies": {"Flag": false, "Home": {"URL": "x"}}}\n\n'


@pytest.fixture
def firefox(room: Room) -> Room:
    """A room whose machine has the rules of a small Firefox, and whose playbook knows the role's module."""
    own = room.folder / "roles" / "essai"
    for name in ("library", "module_utils"):
        shutil.copytree(paths.roles() / "browser" / name, own / name)
    with zipfile.ZipFile(room.folder / "omni.ja", "w") as opened:
        opened.writestr("modules/policies/policies-schema.json", json.dumps(SCHEMA))
    return room


def policies_file(room: Room) -> Path:
    return room.folder / "etc/policies/policies.json"


def step(room: Room, policies: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """The role's two tasks: give the policies, tell what was found."""
    build = {
        "path": str(policies_file(room)),
        "preferences_path": str(room.folder / "etc/pref/zz.js"),
        "archives": [str(room.folder / "omni.ja")],
    }
    asked = {"policies": policies, "preferences": {}, "builds": [build], "machine": "poste-01", **more}
    told = {
        "name": "Tell it",
        "ansible.builtin.debug": {"msg": "{{ done.notes | join('\n') }}"},
        "when": "done.notes | length > 0",
    }
    return [{"name": "Give Firefox its policies", "firefox_policies": asked, "register": "done"}, told]


def test_a_part_that_this_firefox_does_not_know_stops_the_machine_with_file_and_line(firefox: Room) -> None:
    places = {"Home": "files.yml:4:3", "Home.Url": "files.yml:5:5"}
    outcome = firefox.run(step(firefox, {"Flag": True, "Home": {"Url": "x"}}, places=places))["poste-01"]
    assert outcome.state is State.FAILED
    assert "files.yml:5:5: Home.Url: the Firefox on this machine knows no such name" in outcome.message
    assert not policies_file(firefox).parent.exists()


def test_policies_of_somebody_else_are_told_kept_and_put_back(firefox: Room) -> None:
    path = policies_file(firefox)
    path.parent.mkdir(parents=True)
    path.write_bytes(THEIRS)
    first = firefox.run(step(firefox, {"Flag": True, "Old": True}))["poste-01"]
    assert (first.state, first.changed) == (State.OK, 1)
    (note,) = first.notes
    assert "no longer followed" in note
    assert note.splitlines()[0].endswith("deprecated: Old.")
    second = firefox.run(step(firefox, {"Flag": True, "Old": True}))["poste-01"]
    assert second.changed == 0
    look = firefox.run(step(firefox, {}, state="absent"), check=True)["poste-01"]
    assert (look.changed, path.read_bytes() == THEIRS) == (1, False)
    undone = firefox.run(step(firefox, {}, state="absent"))["poste-01"]
    assert (undone.changed, path.read_bytes()) == (1, THEIRS)
    assert firefox.run(step(firefox, {}, state="absent"))["poste-01"].changed == 0
    assert sorted(file.name for file in (firefox.folder / "etc").rglob("*")) == ["policies", "policies.json"]


def test_a_look_at_a_machine_without_firefox_says_what_it_could_not_see(firefox: Room) -> None:
    (firefox.folder / "omni.ja").unlink()
    outcome = firefox.run(step(firefox, {"Anything": 1}), check=True)["poste-01"]
    assert (outcome.state, outcome.changed) == (State.OK, 1)
    assert "could not be checked beforehand: Firefox is not installed yet" in outcome.notes[0]
    assert not policies_file(firefox).parent.exists()


def test_without_firefox_nothing_is_written(firefox: Room) -> None:
    (firefox.folder / "omni.ja").unlink()
    outcome = firefox.run(step(firefox, {"Anything": 1}))["poste-01"]
    assert outcome.state is State.FAILED
    assert "Firefox is not on this machine" in outcome.message
    assert not policies_file(firefox).parent.exists()
