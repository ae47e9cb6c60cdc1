# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One plain line per event that matters: for logs, pipes, ``--plain`` and ``--json``."""

from collections.abc import Callable

from salle.i18n import _
from salle.run.causes import in_words
from salle.run.events import Began, Ended, Event, Retry, Stopping, Text
from salle.run.lanes import Lane, Lanes
from salle.run.plan import Plan
from salle.run.wording import role_words, step_words


class PlainProgress:
    """Writes a line when a machine starts a role, changes something, has a problem, or is done."""

    def __init__(self, plan: Plan, write: Callable[[str], None]) -> None:
        self.plan = plan
        self.write = write
        self.lanes = Lanes(plan.machines, plan.roles_to_run)
        self.roles: dict[str, str] = {}
        self.stopping = False

    def __enter__(self) -> "PlainProgress":
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing to put back."""

    def take(self, event: Event) -> None:
        """Tell one event, if it matters."""
        done_before = self._done(event)
        self.stopping = self.stopping or isinstance(event, Stopping)
        self.lanes.take(event)
        line = stopping_words(event) if isinstance(event, Stopping) else self._line(event, done_before)
        if line:
            self.write(line)

    def _done(self, event: Event) -> bool:
        machine = getattr(event, "machine", "")
        return machine in self.lanes.lanes and self.lanes.lanes[machine].reached_end

    def _line(self, event: Event, done_before: bool) -> str:
        if isinstance(event, Began):
            return self._new_role(event)
        if isinstance(event, Retry):
            return f"{event.machine}  {retry_words(event, self._role_of(event.machine))}"
        if isinstance(event, Ended):
            if self.lanes.lanes[event.machine].reached_end and not done_before:
                return f"{event.machine}  {_('done')}"
            return self._ended(event)
        if isinstance(event, Text) and event.kind == "error" and not self.stopping:
            return event.text
        return ""

    def _role_of(self, machine: str) -> str:
        """The role of the play that a machine is in: a step may stand in a file that roles share."""
        return self.lanes.lanes[machine].role

    def _new_role(self, event: Began) -> str:
        lane = self.lanes.lanes[event.machine]
        words = f"{role_number(self.plan, lane)} {role_words(lane.role)}".strip()
        if not lane.role or self.roles.get(event.machine) == words:
            return ""
        self.roles[event.machine] = words
        return f"{event.machine}  {words}"

    def _ended(self, event: Ended) -> str:
        step = event.step
        where = step_words(self._role_of(event.machine) or step.role, step.task)
        if step.state == "changed":
            return f"{event.machine}  " + _("changed: %(step)s") % {"step": where}
        if step.state == "ok" and step.message:
            return in_words(step.message)[0]
        if step.state == "unreachable":
            return f"{event.machine}  " + _("cannot be reached: %(why)s") % {"why": in_words(step.message)[0]}
        if step.state == "failed" and not event.ignored:
            return f"{event.machine}  " + _("problem: %(step)s: %(why)s") % {
                "step": where,
                "why": in_words(step.message)[0],
            }
        return ""


def role_number(plan: Plan, lane: Lane) -> str:
    """``3/7``: which of the play's roles a machine is in; empty before the first and after the last."""
    return f"{lane.place + 1}/{len(plan.roles_to_run)}" if lane.place >= 0 and lane.role else ""


def retry_words(event: Retry, role: str = "") -> str:
    """That a step is tried again, and why; in the role that the step's file names unless another is given."""
    why = event.message.splitlines()[-1] if event.message else ""
    words = {"step": step_words(role or event.role, event.task), "n": event.attempt, "why": why}
    return _("%(step)s: trying again (%(n)d) after: %(why)s") % words


def stopping_words(event: Stopping) -> str:
    """What happens now that somebody asked us to stop, and what a second time does."""
    if event.forced:
        return _("Stopping at once.")
    if not event.machines:
        return _("Stopping.")
    names = ", ".join(event.machines)
    return "\n".join(
        [
            _("Stopping. The step that is running may still end on: %(names)s.") % {"names": names},
            _("Press Ctrl-C again to stop without waiting."),
        ]
    )
