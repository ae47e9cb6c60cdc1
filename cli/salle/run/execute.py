# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carry out a plan under the site's lock, with a record: the one road to the runner.

Also the place where a run that died is tidied up: its ansible-playbook may still
be at work (it ignores the death of its parent), and two runs on one machine must
not overlap.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.run import processes, record
from salle.run.events import Event, Stopping
from salle.run.ground import Ground
from salle.run.lanes import Lanes
from salle.run.lock import Lock, hold
from salle.run.model import Outcome, Run
from salle.run.overlay import write_overlay
from salle.run.plan import Plan
from salle.run.private import private_folder
from salle.run.runner import GRACE, run
from salle.site.model import Site

Variables = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Job:
    """What a run works on: the site, where its runs are kept, and what is laid over its inventory."""

    site: Site
    runs: Path
    """The folder of this site's runs."""
    derived: Variables = field(default_factory=dict)
    connection: Variables = field(default_factory=dict)
    promised: Variables = field(default_factory=dict)
    """What each machine shall have, for the checks."""

    @property
    def overlay(self) -> Path:
        """Where the generated inventory lies; it stays, so that the printed command works."""
        return self.runs / ".overlay"


@dataclass(frozen=True)
class Finished:
    """A run that is over.  ``folder`` is None when nothing was recorded."""

    outcomes: tuple[Outcome, ...]
    interrupted: bool
    data: Mapping[str, Mapping[str, str]]
    """Machine -> task -> what it measured."""
    run: Run | None = None
    folder: Path | None = None


def execute(
    job: Job,
    plan: Plan,
    on_event: Callable[[Event], None],
    *,
    say: Callable[[str], None],
    become_password: str | None = None,
    recorded: bool = True,
) -> Finished:
    """Run the plan, alone on the site.

    Args:
        job: what the run works on.
        plan: what to do.
        on_event: told of each event.
        say: told in words about a former run that had died.
        become_password: for sudo on the machines.
        recorded: whether to keep a run folder; a look that changes nothing keeps none.

    Raises:
        SalleError: the site is in use, or nothing could be done.
    """
    with held(job, plan.verb, say) as lock, private_folder() as private:
        lock.note(private)
        write_overlay(job.site, job.overlay, job.derived, job.connection)
        listener = _Listener(plan, on_event)
        kept = _start(job, plan, lock) if recorded else None
        if kept:
            listener.record = kept
        outcomes: tuple[Outcome, ...] = ()
        try:
            outcomes = run(plan, listener.take, become_password=become_password, private=private)
        finally:
            final = outcomes or listener.lanes.outcomes(interrupted=listener.stopped)
            finished = kept.finish(final, interrupted=listener.stopped) if kept else None
    data = {lane.machine: dict(lane.data) for lane in listener.lanes.lanes.values()}
    return Finished(outcomes, listener.stopped, data, finished, kept.folder if kept else None)


@contextmanager
def held(job: Job, verb: str, say: Callable[[str], None]) -> Iterator[Lock]:
    """Hold the site; tidy up first after a run that died."""
    job.runs.mkdir(parents=True, exist_ok=True)
    with hold(job.runs, verb, record.new_id(job.runs)) as lock:
        _end_predecessor(lock)
        if abandoned := record.close_abandoned(job.runs):
            say(_tell_abandoned(abandoned))
        lock.write()
        yield lock


class _Listener:
    """Hands each event on, to the record first."""

    def __init__(self, plan: Plan, on_event: Callable[[Event], None]) -> None:
        self.lanes = Lanes(plan.machines, plan.roles_to_run)
        self.on_event = on_event
        self.record: record.Record | None = None
        self.stopped = False

    def take(self, event: Event) -> None:
        if self.record:
            self.record.take(event)
        self.lanes.take(event)
        self.stopped = self.stopped or isinstance(event, Stopping)
        self.on_event(event)


def _start(job: Job, plan: Plan, lock: Lock) -> record.Record:
    site = job.site
    options = Ground(job.connection).options
    return record.start(job.runs, lock.run_id, plan.verb, site.name, site.title, plan.machines, options)


def _end_predecessor(lock: Lock) -> None:
    """End what a dead run left at work, in good order where possible, and remove its private folder.

    Raises:
        SalleError: exit 5, a process of it cannot be ended.
    """
    if lock.predecessor is None or not lock.predecessor.private:
        return
    private = Path(lock.predecessor.private)
    if not private.name.startswith("salle-"):
        return
    if processes.interrupt(private):
        give_up = time.monotonic() + GRACE
        while processes.carrying(private) and time.monotonic() < give_up:
            time.sleep(0.1)
    if left := processes.end(private):
        raise SalleError(
            _("A former run has died, and its process %(pid)d cannot be ended.") % {"pid": left[0]},
            hint=_("Restart this computer, then type your command again."),
            code=Exit.LACKING,
        )
    shutil.rmtree(private, ignore_errors=True)


def _tell_abandoned(run: Run) -> str:
    began = run.started.astimezone().strftime("%d/%m %H:%M")
    words = {"who": run.operator, "began": began, "verb": run.verb}
    return (
        _("The last run (%(verb)s, %(who)s, %(began)s) was cut off; it is now closed as interrupted.") % words
    )
