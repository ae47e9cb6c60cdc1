# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run did: one outcome per machine, and the record of the whole."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How a machine's lane ended.

    ``ok`` needs the machine's own final mark (playbooks end with it); an exit
    code alone never makes it ok.
    """

    OK = "ok"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    INTERRUPTED = "interrupted"
    """The run was cut while this machine was at work."""
    UNFINISHED = "unfinished"
    """The run ended, and this machine neither failed nor reached its final mark."""


@dataclass(frozen=True)
class Step:
    """One task that ended on a machine; seconds as measured by Ansible."""

    role: str
    task: str
    state: str
    """ok, changed, skipped, failed, unreachable"""
    seconds: float = 0.0
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one machine."""

    machine: str
    state: State
    changed: int = 0
    ok: int = 0
    seconds: float = 0.0
    role: str = ""
    """The role it was in when it failed or was cut."""
    task: str = ""
    message: str = ""
    """Why, in words, for a person."""
    changes: tuple[Step, ...] = ()
    """The steps that changed something."""
    notes: tuple[str, ...] = ()
    """What roles said about the machine: a clock that was wrong, an installation that was repaired."""
    installed: tuple[str, ...] = ()
    """The packages that were missing and are there now, without those that came along with them."""


@dataclass(frozen=True)
class Run:
    """One execution on machines, as kept in ``run.json``; no environment, no extra variables."""

    id: str
    verb: str
    site: str
    title: str
    started: datetime
    ended: datetime | None = None
    state: str = "running"
    """running, finished, interrupted"""
    operator: str = ""
    """user@host, of the person who ran it"""
    version: str = ""
    outcomes: tuple[Outcome, ...] = field(default_factory=tuple)
    options: str = ""
    """What a command needs to come to the same machines: nothing, or ``--practice``."""

    @property
    def checked_at(self) -> datetime:
        """When what it found was so: at its end, or at its beginning when it has no end."""
        return self.ended or self.started

    @property
    def seconds(self) -> float:
        """How long it took; 0 while it runs."""
        return (self.ended - self.started).total_seconds() if self.ended else 0.0
