# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle verify``: proves a room, read-only, and keeps what was seen as a run."""

from salle.exit_codes import Exit
from salle.options import Settings
from salle.run import password, record
from salle.run.deploy import Wishes, make_job, say
from salle.run.execute import Job, held
from salle.run.ground import HERE, Ground
from salle.run.model import Outcome, State
from salle.run.proof import Proven, prove, tell
from salle.run.selection import select
from salle.site.model import Site
from salle.verify.results import MachineVerdict


def verify_site(site: Site, settings: Settings, wishes: Wishes, ground: Ground = HERE) -> Exit:
    """Verify the machines of a site and write the report.

    Raises:
        SalleError: wrong usage, or the site is in use.
    """
    site = ground.site(site)
    job = make_job(site, settings, wishes, ground)
    secret = password.ask() if wishes.ask_become_pass else None
    return tell(_verify(job, select(site, wishes.limit), ground, secret, settings), settings)


def _verify(
    job: Job, names: tuple[str, ...], ground: Ground, secret: str | None, settings: Settings
) -> Proven:
    with held(job, "verify", say) as lock:
        site = job.site
        kept = record.start(job.runs, lock.run_id, "verify", site.name, site.title, names, ground.options)
        verdicts: tuple[MachineVerdict, ...] = ()
        try:
            verdicts = prove(job, names, ground, secret, kept.folder, settings)
        finally:
            run = kept.finish([_outcome(verdict) for verdict in verdicts], interrupted=not verdicts)
    return Proven(site, run, kept.folder, verdicts, options=ground.options)


def _outcome(verdict: MachineVerdict) -> Outcome:
    """What the record keeps of a machine: whether it answered."""
    state = State.OK if not verdict.problem else State.FAILED
    return Outcome(
        verdict.machine,
        State.UNREACHABLE if verdict.unreachable else state,
        seconds=verdict.seconds,
        message=verdict.problem,
    )
