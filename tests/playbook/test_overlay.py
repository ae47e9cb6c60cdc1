# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generated inventory wins over the site's, and site data is text."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import yaml
from local_room import LOCAL, Room
from salle.run.model import State
from salle.run.overlay import write_overlay

PIPE = "{{ lookup('pipe', 'touch %s') }}"


def effective(room: Room, overlay: Path, machine: str = "poste-01") -> dict[str, object]:
    """What Ansible itself takes for the machine's variables."""
    inventory = Path(sys.executable).parent / "ansible-inventory"
    words = [str(inventory), "-i", str(room.folder / "hosts.yml"), "-i", str(overlay), "--host", machine]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout)


def asserting(room: Room, expected: dict[str, object]) -> list[dict[str, object]]:
    """A task that prints the variables as Ansible templates them, into a file."""
    shown = ", ".join(f"'{name}': {name}" for name in expected)
    target = str(room.folder / "shown.json")
    copy = {"content": "{{ {" + shown + "} | to_json }}", "dest": target, "mode": "0600"}
    return [{"name": "Show", "ansible.builtin.copy": copy}]


def shown(room: Room, variables: dict[str, object], text: str) -> dict[str, object]:
    room.variables = variables
    room.write_site(text)
    outcome = room.run(asserting(room, variables))["poste-01"]
    assert outcome.state is State.OK, outcome.message
    return json.loads((room.folder / "shown.json").read_text())


def test_a_name_that_looks_like_a_template_comes_out_as_typed(room: Room) -> None:
    name = "{{ 7*7 }}"
    assert shown(room, {"site_name": name}, yaml.safe_dump({"site_name": name})) == {"site_name": name}


def test_without_the_overlay_that_same_name_would_be_calculated(room: Room) -> None:
    room.variables = {}  # the overlay has nothing to protect
    room.write_site("site_name: '{{ 7*7 }}'\n")
    room.run(asserting(room, {"site_name": ""}))
    assert json.loads((room.folder / "shown.json").read_text()) == {"site_name": 49}


def test_no_command_in_site_data_ever_runs_however_deep_it_lies(room: Room) -> None:
    canary = room.folder / "canary"
    pipe = PIPE % canary
    variables = {
        "site_name": pipe,
        "site_contact": {"list": ["plain", {"deeper": pipe}], pipe: "as a key"},
        "site_statement": "{% set x = 1 %}{{ x }}{# gone #}",
    }
    assert shown(room, variables, yaml.safe_dump(variables)) == variables
    assert not canary.exists()


def test_a_default_of_a_role_that_refers_to_the_site_gets_the_text_too(room: Room) -> None:
    defaults = room.folder / "roles" / "essai" / "defaults"
    defaults.mkdir(parents=True)
    (defaults / "main.yml").write_text("---\nessai_title: \"{{ site_name | default('') }}\"\n")
    room.variables = {"site_name": "{{ 7*7 }}"}
    room.write_site("site_name: '{{ 7*7 }}'\n")
    room.run(asserting(room, {"essai_title": ""}))
    assert json.loads((room.folder / "shown.json").read_text()) == {"essai_title": "{{ 7*7 }}"}


def test_the_overlays_address_beats_the_one_in_the_sites_host_vars(room: Room) -> None:
    room.write_site()
    (room.folder / "host_vars").mkdir()
    (room.folder / "host_vars" / "poste-01.yml").write_text("---\nansible_host: 192.0.2.1\n")
    overlay = write_overlay(
        room.site, room.folder / "overlay", {}, {"poste-01": {"ansible_host": "10.0.0.9"}}
    )
    assert effective(room, overlay)["ansible_host"] == "10.0.0.9"


def test_a_derived_variable_beats_the_sites_and_is_data(room: Room) -> None:
    room.write_site("software_packages: [from-site]\n")
    derived = {"poste-01": {"software_packages": ["vlc", "{{ 7*7 }}"]}}
    overlay = write_overlay(room.site, room.folder / "overlay", derived, {"poste-01": LOCAL})
    assert "!unsafe" in (overlay / "host_vars" / "poste-01.yml").read_text()
    assert effective(room, overlay)["software_packages"] == ["vlc", "{{ 7*7 }}"]


def test_values_without_a_template_mark_stay_with_the_site(room: Room) -> None:
    room.variables = {"site_name": "Médiathèque", "site_floor": 2}
    overlay = write_overlay(room.site, room.folder / "overlay", {}, {})
    assert yaml.safe_load((overlay / "host_vars" / "poste-01.yml").read_text()) == {}


def test_only_its_owner_may_read_the_overlay_and_an_old_one_leaves_nothing(room: Room) -> None:
    folder = room.folder / "overlay"
    write_overlay(room.site, folder, {}, {})
    (folder / "host_vars" / "gone.yml").write_text("---\n")
    write_overlay(room.site, folder, {}, {})
    assert sorted(path.name for path in folder.rglob("*.yml")) == ["hosts.yml", "poste-01.yml"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*.yml")} == {0o600}
