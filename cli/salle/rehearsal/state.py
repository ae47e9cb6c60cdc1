# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a practice room has made on this computer, written down before it is made.

The file lies in the cache folder, so that it outlives a crash and a reboot; the
next start reads it and removes what is left (see :mod:`salle.rehearsal.cleanup`).
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from salle.rehearsal.processes import Process

NAME = "state.json"


@dataclass(frozen=True)
class MachineState:
    """One practice machine, as needed to find it again; ``release`` is Debian's codename."""

    name: str
    number: int
    release: str
    address: str


@dataclass
class State:
    """The room as written down.

    ``bridge_mac`` marks the bridge as ours: its name alone could since have
    been given to another.  ``processes`` holds what we started, by what it is.
    """

    site: str
    since: str
    operator: str
    site_folder: str = ""
    kept: bool = False
    bridge: str = ""
    bridge_mac: str = ""
    subnet: int = 0
    proxy_port: int = 0
    disk_megabytes: int = 0
    machines: list[MachineState] = field(default_factory=list)
    processes: dict[str, Process] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write it in one step: a reader sees the old state or the new one, never half of it."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        unfinished = folder / (NAME + ".new")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / NAME)

    @property
    def alive(self) -> bool:
        """Whether anything of it still runs."""
        return any(process.alive for process in self.processes.values())


def machine_id(bridge: str, number: int) -> str:
    """What systemd-nspawn calls a machine: salle0-1; its cable is then vb-salle0-1."""
    return f"{bridge}-{number}"


def read_state(folder: Path) -> State | None:
    """The state in that folder; None when there is none, or it cannot be read."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        machines = [MachineState(**machine) for machine in data.pop("machines")]
        processes = {what: Process(**process) for what, process in data.pop("processes").items()}
        return State(**data, machines=machines, processes=processes)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
