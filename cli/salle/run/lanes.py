# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One lane per machine: events folded into where it is, and at the end into its outcome."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from salle.i18n import _
from salle.run.events import (
    DATA_TASKS,
    MARK,
    ROLE_BEGINS,
    Began,
    Ended,
    Event,
    NoMachine,
    PlaybookBegan,
    Retry,
    Stats,
    Text,
)
from salle.run.model import Outcome, State, Step

INSTALLS = "Install all the packages at once"
"""The task of role packages that is the transaction."""
_PACKAGE_ACTIONS = ("apt", "package", "dpkg", "deb822_repository")


@dataclass
class Lane:
    """Where a machine is.  ``since`` and the other times count seconds since the epoch."""

    machine: str
    roles: tuple[str, ...] = ()
    """The roles of the play, in order."""
    place: int = -1
    """Which of them it is in; -1 before the first."""
    role: str = ""
    task: str = ""
    action: str = ""
    working: bool = False
    began: float = 0.0
    last: float = 0.0
    since: float = 0.0
    ok: int = 0
    retry: Retry | None = None
    changes: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failure: Step | None = None
    lost: Step | None = None
    reached_end: bool = False
    data: dict[str, str] = field(default_factory=dict)

    def take(self, event: Began | Ended | Retry) -> None:
        """Move on by one event of this machine."""
        self.began = self.began or event.at
        self.last = event.at
        if isinstance(event, Began):
            self.role, self.task, self.action = self._role_of(event), event.task, event.action
            self.working, self.since, self.retry = True, event.at, None
        elif isinstance(event, Retry):
            self.retry = event
        else:
            self._end(event)

    def _role_of(self, event: Began) -> str:
        """The role of the play that an event belongs to.

        ``packages`` calls files of other roles, whose tasks then name those; what
        surely begins a role is the validation of its arguments.
        """
        if event.role in self.roles and event.action.endswith(ROLE_BEGINS):
            self.place = self.roles.index(event.role)
        return self.roles[self.place] if event.role and self.place >= 0 else event.role

    def _end(self, event: Ended) -> None:
        step = replace(event.step, role=self.role or event.step.role)
        self.working, self.retry = False, None
        self.task = step.task
        if event.data:
            self.data[step.task] = event.data
        if step.state == "unreachable":
            self.lost = step
        elif step.state == "failed":
            self.failure = self.failure if event.ignored else step
        elif step.state in ("ok", "changed"):
            self.ok += 1
            self.changes += [step] if step.state == "changed" else []
            self.notes += [step.message] if step.message else []
            self.reached_end = self.reached_end or (step.task == MARK and not event.step.role)

    @property
    def installed(self) -> tuple[str, ...]:
        """The missing packages that were measured, once the transaction that installs them has gone well."""
        if not any(step.role == "packages" and step.task == INSTALLS for step in self.changes):
            return ()
        try:
            names = json.loads(self.data.get(DATA_TASKS[0], ""))["names"]
        except (ValueError, KeyError, TypeError):
            return ()
        return tuple(str(name) for name in names)

    @property
    def seconds(self) -> float:
        """From its first event to its last."""
        return self.last - self.began

    @property
    def installing(self) -> bool:
        """Whether it was at work on packages: then it must stay switched on."""
        return self.working and (self.role == "packages" or self.action.split(".")[-1] in _PACKAGE_ACTIONS)


class Lanes:
    """All the machines of a run."""

    def __init__(self, machines: Iterable[str], roles: tuple[str, ...] = ()) -> None:
        self.lanes = {machine: Lane(machine, roles) for machine in machines}
        self.stats: Stats | None = None
        self.began = False
        self.nobody = False
        self.texts: list[Text] = []

    def take(self, event: Event) -> None:
        """Fold one event in."""
        if isinstance(event, Began | Ended | Retry):
            self.lanes.setdefault(event.machine, Lane(event.machine)).take(event)
        elif isinstance(event, Stats):
            self.stats = event
        elif isinstance(event, PlaybookBegan):
            self.began = True
        elif isinstance(event, NoMachine):
            self.nobody = True
        elif isinstance(event, Text) and event.kind in ("error", "verbose", "warning"):
            self.texts.append(event)

    @property
    def error(self) -> str:
        """What Ansible said in place of working: its errors, or all it said before the playbook began."""
        errors = [text.text for text in self.texts if text.kind == "error"]
        return "\n".join(errors or [text.text for text in self.texts])

    @property
    def touched(self) -> bool:
        """Whether any machine was contacted."""
        return any(lane.began for lane in self.lanes.values())

    @property
    def working(self) -> tuple[str, ...]:
        """The machines that are in the middle of a task."""
        return tuple(lane.machine for lane in self.lanes.values() if lane.working and not lane.reached_end)

    def outcomes(self, *, interrupted: bool = False) -> tuple[Outcome, ...]:
        """What became of each machine.

        Args:
            interrupted: the run was cut; who had not finished is then interrupted, not failed.
        """
        return tuple(self._outcome(lane, interrupted) for lane in self.lanes.values())

    def _outcome(self, lane: Lane, interrupted: bool) -> Outcome:
        state = self._state(lane, interrupted)
        cause = {State.FAILED: lane.failure, State.UNREACHABLE: lane.lost}.get(state)
        where = cause or (None if state is State.OK else Step(lane.role, lane.task, ""))
        return Outcome(
            machine=lane.machine,
            state=state,
            changed=len(lane.changes),
            ok=lane.ok,
            seconds=lane.seconds,
            role=where.role if where else "",
            task=where.task if where else "",
            message=self._message(lane, state, cause),
            changes=tuple(lane.changes),
            notes=tuple(lane.notes),
            installed=lane.installed,
        )

    def _state(self, lane: Lane, interrupted: bool) -> State:
        """Never from an exit code: 0 is also the code of a run on nobody, 4 also that of a typing error."""
        stats = self.stats or Stats(0.0)
        if lane.lost or lane.machine in stats.unreachable:
            return State.UNREACHABLE
        if lane.machine in stats.failed or (lane.failure and not self.stats and not lane.working):
            return State.FAILED
        if lane.reached_end:
            return State.OK
        return State.INTERRUPTED if interrupted else State.UNFINISHED

    def _message(self, lane: Lane, state: State, cause: Step | None) -> str:
        if cause:
            return cause.message or _("The details are hidden because they may hold a secret.")
        if state is State.INTERRUPTED:
            return _interrupted(lane)
        if state is State.UNFINISHED:
            return self.error or _("Ansible ended before this machine had finished, and does not say why.")
        return ""


def _interrupted(lane: Lane) -> str:
    if not lane.began:
        return _("Not begun.")
    if lane.installing:
        return _("This machine may still be finishing a package installation: leave it switched on.")
    return _("The step that was running may still end on the machine.")


def by_state(outcomes: Iterable[Outcome]) -> Mapping[State, tuple[Outcome, ...]]:
    """The outcomes, sorted into their states; every state is a key."""
    all_ = tuple(outcomes)
    return {state: tuple(outcome for outcome in all_ if outcome.state is state) for state in State}
