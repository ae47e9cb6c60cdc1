# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run tells, as a few events of ours; ``at`` counts seconds since the epoch."""

from dataclasses import dataclass, field

from salle.run.model import Step

MARK = "Reached the end"
"""The last task of every playbook: a machine that ran it has finished."""

DATA_TASKS = ("Measure the download",)
"""Tasks whose output is for us: one JSON document."""

ROLE_BEGINS = "validate_argument_spec"
"""The action that Ansible puts before the tasks of a role which has an argument specification."""


@dataclass(frozen=True)
class Began:
    """A machine began a task."""

    at: float
    machine: str
    role: str
    task: str
    action: str = ""


@dataclass(frozen=True)
class Ended:
    """A task ended on a machine.  ``ignored``: it failed and the playbook does not mind."""

    at: float
    machine: str
    step: Step
    ignored: bool = False
    data: str = ""


@dataclass(frozen=True)
class Retry:
    """A task failed on a machine and will be tried again."""

    at: float
    machine: str
    role: str
    task: str
    attempt: int
    attempts: int
    message: str = ""


@dataclass(frozen=True)
class Text:
    """Something Ansible said outside any task: a warning, or why it did not begin."""

    at: float
    kind: str
    text: str


@dataclass(frozen=True)
class PlaybookBegan:
    """The playbook was understood; what goes wrong from now on belongs to a machine."""

    at: float


@dataclass(frozen=True)
class NoMachine:
    """The playbook's hosts hold no machine of the inventory."""

    at: float


@dataclass(frozen=True)
class Stats:
    """Ansible's own last word: who failed (rescued failures not counted), who was lost."""

    at: float
    failed: frozenset[str] = frozenset()
    unreachable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stopping:
    """A person or the system asked us to stop; ``machines`` are at work just now."""

    at: float
    forced: bool = False
    machines: tuple[str, ...] = field(default=())


Event = Began | Ended | Retry | Text | PlaybookBegan | NoMachine | Stats | Stopping
