# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A room whose machines are all this computer, for real runs of ansible-playbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from salle.run.events import Event
from salle.run.model import Outcome
from salle.run.overlay import write_overlay
from salle.run.plan import Plan, make_plan
from salle.site.model import Machine, Site

LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "/usr/bin/python3"}
MARK = {
    "name": "Reached the end",
    "ansible.builtin.debug": {"msg": "Reached the end"},
    "tags": ["always"],
}


@dataclass
class Room:
    """A site in a temporary folder, with a playbook of its own."""

    folder: Path
    connections: Mapping[str, Mapping[str, Any]]
    variables: Mapping[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def site(self) -> Site:
        machines = tuple(
            Machine(name, "127.0.0.1", name, "", ("all",), dict(self.variables)) for name in self.connections
        )
        return Site("essai", self.folder, self.folder / "hosts.yml", machines, dict(self.variables))

    def write_site(self, text: str = "") -> None:
        hosts = {"all": {"hosts": {name: {} for name in self.connections}}}
        (self.folder / "hosts.yml").write_text("---\n" + yaml.safe_dump(hosts))
        (self.folder / "group_vars" / "all").mkdir(parents=True, exist_ok=True)
        (self.folder / "group_vars" / "all" / "site.yml").write_text("---\n" + text)
        (self.folder / "known_hosts").touch()

    def write_playbook(self, tasks: list[dict[str, Any]], *, mark: bool = True) -> Path:
        """A playbook with one role, ``essai``, that holds these tasks."""
        role = self.folder / "roles" / "essai" / "tasks"
        role.mkdir(parents=True, exist_ok=True)
        (role / "main.yml").write_text("---\n" + yaml.safe_dump(tasks, sort_keys=False))
        play = {
            "name": "Try",
            "hosts": "all",
            "gather_facts": False,
            "roles": [{"role": "essai", "tags": ["essai"]}],
            "post_tasks": [MARK] if mark else [],
        }
        path = self.folder / "play.yml"
        path.write_text("---\n" + yaml.safe_dump([play], sort_keys=False))
        return path

    def plan(self, tasks: list[dict[str, Any]], *, mark: bool = True, **wishes: Any) -> Plan:
        """The plan of a run of these tasks on every machine."""
        if not (self.folder / "hosts.yml").exists():
            self.write_site()
        playbook = self.write_playbook(tasks, mark=mark)
        overlay = write_overlay(self.site, self.folder / "overlay", {}, self.connections)
        return make_plan("deploy", self.site, overlay, playbook=playbook, **wishes)

    def run(self, tasks: list[dict[str, Any]], **wishes: Any) -> dict[str, Outcome]:
        """Run these tasks; the outcome of each machine."""
        from salle.run.runner import run

        outcomes = run(self.plan(tasks, **wishes), self.events.append)
        return {outcome.machine: outcome for outcome in outcomes}
