# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice room in use: its machines, how to reach them, their power buttons."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from salle.errors import SalleError
from salle.i18n import _
from salle.rehearsal import cgroups
from salle.rehearsal import machine as machines
from salle.rehearsal.cleanup import end_residents
from salle.rehearsal.image import ACCOUNT
from salle.rehearsal.machine import PracticeMachine
from salle.rehearsal.network import Bridge
from salle.rehearsal.processes import Process, spawn
from salle.rehearsal.reach import Reached
from salle.rehearsal.state import State, machine_id
from salle.rehearsal.tools import Say, run, silent

START_SECONDS = 180
"""How long a machine may take to start; seen: under 10 seconds for four at once on two cores."""

OFF_SECONDS = 30
"""How long a machine may take to switch off before its plug is pulled; seen: under a second."""


@dataclass(frozen=True)
class Room:
    """Practice machines that run now.

    ``folder`` holds all of it; ``state`` is what is written down there.
    """

    folder: Path
    state: State

    @property
    def site(self) -> str:
        """The site whose machines are rehearsed."""
        return self.state.site

    @property
    def key(self) -> Path:
        """The private SSH key of the deploy account, made for this room."""
        return self.folder / "key"

    @property
    def known_hosts(self) -> Path:
        """The machines' host keys, taken from their disks, so that checking them stays on."""
        return self.folder / "known_hosts"

    def write_known_hosts(self) -> None:
        """Write down the machines' host keys as they are now on their disks."""
        lines = [f"{machine.address} {machine.host_key}\n" for machine in self.machines]
        self.known_hosts.write_text("".join(lines))

    @property
    def bridge(self) -> Bridge:
        """The practice network."""
        return Bridge(self.state.subnet, self.state.bridge_mac)

    @property
    def machines(self) -> tuple[PracticeMachine, ...]:
        """Its machines, in the site's order."""
        return tuple(
            PracticeMachine(
                m.name,
                machine_id(self.state.bridge, m.number),
                m.release,
                m.address,
                self.folder / "machines" / str(m.number),
            )
            for m in self.state.machines
        )

    def machine(self, name: str) -> PracticeMachine:
        """The machine of that name; KeyError when it is not in the room."""
        for machine in self.machines:
            if machine.name == name:
                return machine
        raise KeyError(name)

    def process(self, name: str) -> Process:
        """The systemd-nspawn that runs a machine, or last ran it."""
        return self.state.processes[name]

    def connection(self) -> dict[str, dict[str, str]]:
        """The connection variables of each machine, to be laid over the site's own.

        All that could lead elsewhere is set: the older names of the same
        variables, which Ansible still reads and prefers; the kind of
        connection; a jump host of the site or of the person's SSH settings.
        """
        return {machine.name: self._connection(machine) for machine in self.machines}

    def _connection(self, machine: PracticeMachine) -> dict[str, str]:
        return {
            "ansible_connection": "ssh",
            "ansible_host": machine.address,
            "ansible_ssh_host": machine.address,
            "ansible_port": "22",
            "ansible_ssh_port": "22",
            "ansible_user": ACCOUNT,
            "ansible_ssh_user": ACCOUNT,
            "ansible_ssh_private_key_file": str(self.key),
            "ansible_ssh_common_args": " ".join(self.ssh_options()),
            "ansible_ssh_extra_args": "",
        }

    def ssh_options(self) -> list[str]:
        """SSH options that pin the machines' keys and leave out the person's own settings."""
        return [
            "-F",
            "none",
            *("-o", f"UserKnownHostsFile={self.known_hosts}"),
            *("-o", "GlobalKnownHostsFile=/dev/null"),
            *("-o", "StrictHostKeyChecking=yes"),
            *("-o", "IdentitiesOnly=yes"),
        ]

    def ssh(self, name: str) -> list[str]:
        """The words of an SSH command to a machine; what to run there comes after."""
        options = ("BatchMode=yes", "ConnectTimeout=3", "ServerAliveInterval=5")
        asked = [word for option in options for word in ("-o", option)]
        return [
            "ssh",
            *self.ssh_options(),
            *asked,
            "-i",
            str(self.key),
            f"{ACCOUNT}@{self.machine(name).address}",
        ]

    def reach(self, name: str) -> Reached:
        """A machine of the room, to run commands on as root."""
        return Reached(name, tuple(self.ssh(name)))

    def machine_with(self, system: str) -> Reached:
        """The first machine with that system, named as in the catalogue: debian13.

        Raises:
            KeyError: the room has none.
        """
        for machine in self.machines:
            if machine.system == system:
                return self.reach(machine.name)
        raise KeyError(system)

    def run_on(self, name: str, command: str, seconds: float = 60) -> str:
        """Run a shell command on a machine as the deploy account; what it printed.

        Raises:
            SalleError: it failed or took longer than ``seconds``.
        """
        return run([*self.ssh(name), command], seconds=seconds)

    def init(self, name: str) -> Process:
        """The machine's own first process, seen from here.

        Raises:
            SalleError: the machine is off.
        """
        first = machines.init_of(self.process(name))
        if first is None:
            raise SalleError(_("The practice machine %(name)s is switched off.") % {"name": name})
        return first

    def power_on(
        self, names: Sequence[str] = (), *, seconds: float = START_SECONDS, say: Say = silent
    ) -> None:
        """Switch machines on, all at once, and wait until they are ready; none named means all.

        Raises:
            SalleError: one does not start; with the last lines of its console.
        """
        chosen = [self.machine(name) for name in names] or list(self.machines)
        for machine in chosen:
            self._start(machine)
        for machine in chosen:
            word = machines.wait_until_ready(
                machine, self.process(machine.name), self.ssh(machine.name), seconds
            )
            say(
                _("%(name)s is on: %(system)s, at %(address)s (%(state)s).")
                % {"name": machine.name, "system": machine.title, "address": machine.address, "state": word}
            )

    def _start(self, machine: PracticeMachine) -> None:
        if machine.name in self.state.processes and self.process(machine.name).alive:
            return

        def written_down(process: Process) -> None:
            self.state.processes[machine.name] = process
            self.state.save(self.folder)
            if not by_systemd:
                cgroups.join(machine.id, process.pid)

        by_systemd = machines.SYSTEMD.exists()
        argv = machines.nspawn_argv(machine, self.bridge.name, own_scope=by_systemd)
        spawn(argv, machine.console, written_down, environ=machines.nspawn_environ())

    def power_off(self, *names: str) -> None:
        """Switch machines off in order, all at once; none named means all. Their disks stay as they are."""
        chosen = [self.machine(name) for name in names] or list(self.machines)
        for machine in chosen:
            self.process(machine.name).send(signal.SIGTERM)
        for machine in chosen:
            if not self.process(machine.name).wait(OFF_SECONDS):
                self.cut_power(machine.name)

    def cut_power(self, name: str) -> None:
        """Pull the plug: nothing on the machine is told. ``power_on`` brings it back."""
        self.process(name).end(ask=signal.SIGKILL)
        end_residents(self.machine(name).root)

    def keep(self) -> None:
        """Leave the room when its maker ends; see ``kept_room``."""
        self.state.kept = True
        self.state.save(self.folder)
