# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine is promised is what Ansible would give the role."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from salle.errors import SalleError
from salle.site.load import load_site
from salle.site.model import Machine, Site
from salle.site.promise import promises
from site_tools import make_roles, make_site, use_roles

NAME = 'L\'Été "numérique" <b>&{{ 7*7 }} 🐧'

DEFAULTS = """---
lamp_colours: ["{{ site_use | default('public') }}", "{{ lamp_form }}"]
lamp_on: "{{ lamp_bulbs > 2 }}"
lamp_bulbs: 3
lamp_power: "{{ 1 / 4 }}"
lamp_place: "/srv/{{ inventory_hostname }}/{{ inventory_hostname_short }}"
lamp_anything: "{{ site_name }} in {{ group_names | join(', ') }}"
lamp_free:
  locale: "{{ site_locale | default(none) }}"
  site: "{{ site_name | default('nobody') }}"
  plain: text
  deep: ["{{ lamp_place }}"]
lamp_form: "{{ 'square' if site_locale is defined else 'round' }}"
lamp_level: "{{ [3, 1] | min }}"
lamp_moods: "{{ ['calm'] + (['bright'] if 'west' in group_names else []) }}"
lamp_shade: "{{ {'form': 'square', 'height': lamp_bulbs} }}"
lamp_timers: []
"""

HOSTS = """---
salle:
  hosts:
    poste-01: {ansible_host: 192.0.2.11}
  children:
    west:
      hosts:
        accueil.lan: {ansible_host: 192.0.2.12, label: "{{ 1 + 1 }}"}
"""

PLAYBOOK = """---
- name: Write down what the role sees
  hosts: all
  gather_facts: false
  tasks:
    - name: Write it
      ansible.builtin.include_role: {name: lamp}
"""

TASKS = """---
- name: Write every variable of the role
  ansible.builtin.copy:
    content: "{{ dict(names | zip(names | map('extract', vars))) | to_json }}"
    dest: "{{ answers }}/{{ inventory_hostname }}.json"
    mode: "0600"
  vars:
    names: %(names)s
"""


@pytest.fixture
def roles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_roles(tmp_path / "roles")
    (folder / "lamp/defaults").mkdir()
    (folder / "lamp/defaults/main.yml").write_text(DEFAULTS)
    (folder / "bare/tasks").mkdir(parents=True)
    use_roles(monkeypatch, folder)
    return folder


def tricky_site(folder: Path) -> Site:
    """A site whose texts look like templates; some variables of the role are set, some are not."""
    files: dict[str, str | bytes] = {
        "hosts.yml": HOSTS,
        "group_vars/all/site.yml": f"site_name: !unsafe {json.dumps(NAME, ensure_ascii=False)}\n",
        "group_vars/west.yml": 'lamp_bulbs: 1\nsite_use: personal\nlamp_timers: [{at: !unsafe "{{ 2 }}"}]\n',
        "host_vars/accueil.lan.yml": 'site_locale: !unsafe "{{ 3 }}.UTF-8"\n',
    }
    return load_site(make_site(folder, files))


def ansible_says(site: Site, roles: Path, folder: Path) -> dict[str, Any]:
    """What a task of the role sees on each machine, in a real run on this computer."""
    names = list(yaml.safe_load(DEFAULTS))
    (roles / "lamp/tasks").mkdir()
    (roles / "lamp/tasks/main.yml").write_text(TASKS % {"names": json.dumps(names)})
    (folder / "play.yml").write_text(PLAYBOOK)
    extra = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "answers": str(folder),
    }
    ended = subprocess.run(
        [
            Path(sys.executable).with_name("ansible-playbook"),
            "-i",
            site.inventory,
            "-e",
            json.dumps(extra),
            "play.yml",
        ],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_ROLES_PATH": str(roles),
        },
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return {
        machine.name: json.loads((folder / f"{machine.name}.json").read_text()) for machine in site.machines
    }


def test_the_role_is_given_what_was_promised(tmp_path: Path, roles: Path) -> None:
    site = tricky_site(tmp_path / "s")
    promised = promises(site)
    assert {name: machine["lamp"] for name, machine in promised.items()} == ansible_says(
        site, roles, tmp_path
    )
    assert promised["accueil.lan"]["lamp"]["lamp_moods"] == ["calm", "bright"]
    assert promised["poste-01"]["lamp"]["lamp_power"] == 0.25


def test_what_a_site_says_is_never_evaluated(tmp_path: Path, roles: Path) -> None:
    text = json.dumps({"site_name": NAME, "lamp_form": "{{ 7*7 }}"}, ensure_ascii=False)
    specs = (roles / "lamp/meta/argument_specs.yml").read_text()
    (roles / "lamp/meta/argument_specs.yml").write_text(
        specs.replace("type: str, choices: [round, square]", "type: str", 1)
    )
    site = load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": text}))
    lamp = promises(site)["poste-01"]["lamp"]
    assert lamp["lamp_form"] == "{{ 7*7 }}"
    assert lamp["lamp_colours"] == ["public", "{{ 7*7 }}"]
    assert lamp["lamp_free"]["site"] == NAME
    assert lamp["lamp_anything"] == f"{NAME} in salle"


def test_promises_are_plain_data(tmp_path: Path, roles: Path) -> None:
    def types(value: Any) -> set[type]:
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return {type(value)}.union(*map(types, inside))

    assert types(promises(tricky_site(tmp_path / "s"))) <= {dict, list, str, int, float, bool, type(None)}


def test_only_roles_with_defaults_promise_something(tmp_path: Path, roles: Path) -> None:
    assert {tuple(machine) for machine in promises(tricky_site(tmp_path / "s")).values()} == {("lamp",)}


def test_an_encrypted_value_stays_closed(tmp_path: Path, roles: Path) -> None:
    secret = "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n"
    text = f"site_name: x\nlamp_place: {secret}site_use: {secret}"
    site = load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": text}))
    lamp = promises(site)["poste-01"]["lamp"]
    assert lamp["lamp_place"] == "(secret)"
    assert lamp["lamp_colours"][0] == "(secret)"


def test_a_default_that_cannot_be_resolved_is_named(tmp_path: Path, roles: Path) -> None:
    (roles / "lamp/defaults/main.yml").write_text('lamp_on: "{{ nowhere }}"\n')
    with pytest.raises(SalleError, match="The default of lamp_on in the role lamp cannot be resolved"):
        promises(tricky_site(tmp_path / "s"))


def test_every_role_of_the_product_can_be_promised() -> None:
    machine = Machine("poste-01", "192.0.2.11", "Poste 1", "A1", ("salle",), {"site_name": NAME})
    promised = promises(Site("x", Path("x"), Path("x/hosts.yml"), (machine,)))["poste-01"]
    assert promised["base"]["base_hostname"] == "poste-01"
    assert "software_profiles" in promised["software"]
