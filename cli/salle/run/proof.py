# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a run: verify what was done, write the report, say it, choose the exit code."""

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from salle.exit_codes import Exit
from salle.i18n import _, language
from salle.options import Settings
from salle.report.drift import Drift, drifted
from salle.report.model import Report
from salle.run.check_progress import check_progress
from salle.run.execute import Finished, Job
from salle.run.ground import Ground
from salle.run.model import Outcome, Run, State
from salle.run.verdicts import keep, last_known
from salle.site.model import Site
from salle.verify.outside import look
from salle.verify.remote import Connection, site_connection, verify
from salle.verify.results import MachineVerdict, Verdict


@dataclass(frozen=True)
class Proven:
    """A run that is over, with its verdicts; the report is still to be written."""

    site: Site
    run: Run
    folder: Path
    verdicts: tuple[MachineVerdict, ...]
    interrupted: bool = False
    options: str = ""
    """What a command needs to come to the same machines, see :attr:`salle.run.ground.Ground.options`."""

    @property
    def code(self) -> Exit:
        """The exit code: an interruption first, then failures, then machines that were not there."""
        if self.interrupted:
            return Exit.INTERRUPTED
        return worst_code([code_of(self.run.outcomes), code_of_verdicts(self.verdicts)])


def verified(job: Job, finished: Finished, ground: Ground, secret: str | None, settings: Settings) -> Proven:
    """Verify the machines that are done; the others have a verdict too, with the reason."""
    assert finished.run
    assert finished.folder
    if finished.interrupted:
        return Proven(job.site, finished.run, finished.folder, (), interrupted=True, options=ground.options)
    done = [outcome.machine for outcome in finished.outcomes if outcome.state is State.OK]
    proven = prove(job, done, ground, secret, finished.folder, settings) if done else ()
    missing = [without(outcome) for outcome in finished.outcomes if outcome.state is not State.OK]
    verdicts = in_order(job.site, [*proven, *missing])
    keep(verdicts, finished.folder)
    return Proven(job.site, finished.run, finished.folder, verdicts, options=ground.options)


def prove(
    job: Job,
    names: Sequence[str],
    ground: Ground,
    secret: str | None,
    folder: Path,
    settings: Settings,
) -> tuple[MachineVerdict, ...]:
    """Run every check on these machines, all at once, and show how far they are."""
    machines = [job.site.machine(name) for name in names]
    connection = connection_of(job.site, ground, secret)
    with (
        ThreadPoolExecutor(max(1, len(names))) as pool,
        check_progress(names, plain=settings.plain, to_stderr=settings.json) as shown,
    ):
        place = f"{job.site.name} {connection.options}".strip()
        outside = {name: pool.submit(look, connection, name, job.promised[name], place) for name in names}
        inside = verify(
            job.site, machines, job.promised, connection, on_verdict=shown.answered, on_check=shown.ran
        )
        verdicts = tuple(
            replace(one, results=(*one.results, *outside[one.machine].result())) if one.results else one
            for one in inside
        )
    keep(verdicts, folder)
    return verdicts


def connection_of(site: Site, ground: Ground, secret: str | None = None) -> Connection:
    """How verification reaches the machines; the same way as Ansible."""
    own = site_connection(site, ground.connection)
    return Connection(ground.known_hosts or own.known_hosts, own.variables, secret or "", ground.options)


def without(outcome: Outcome) -> MachineVerdict:
    """The verdict on a machine that was not verified because its deployment did not end well."""
    reason = outcome.message or _("its deployment did not end")
    if outcome.state is State.UNREACHABLE:
        return MachineVerdict(outcome.machine, problem=reason, unreachable=True)
    return MachineVerdict(
        outcome.machine, problem=_("not verified: %(reason)s") % {"reason": reason}, seconds=outcome.seconds
    )


def in_order(site: Site, verdicts: Iterable[MachineVerdict]) -> tuple[MachineVerdict, ...]:
    """The verdicts in the order of the site's machines."""
    by_name = {verdict.machine: verdict for verdict in verdicts}
    return tuple(by_name[machine.name] for machine in site.machines if machine.name in by_name)


def tell(proven: Proven, settings: Settings, photos: Mapping[str, Path] | None = None) -> Exit:
    """Write the report, say what was seen and where the page lies; return the exit code."""
    import click

    from salle.report.machine_readable import to_json
    from salle.report.summary import lines
    from salle.report.write import write_report

    report = Report(
        proven.run,
        proven.site,
        proven.verdicts,
        dict(photos or {}),
        proven.options,
        drifts=drifts_of(proven.folder, proven.run, proven.verdicts),
    )
    page = write_report(report, proven.folder, language())
    for line in [*lines(report), _("The report: %(page)s") % {"page": page.resolve().as_uri()}]:
        click.echo(line, err=settings.json)
    if settings.json:
        click.echo(json.dumps(to_json(report), ensure_ascii=False, indent=2))
    return proven.code


def drifts_of(folder: Path, run: Run, verdicts: Sequence[MachineVerdict]) -> dict[str, Drift]:
    """What a verification found otherwise than the runs before it; a deployment changes things itself."""
    if run.verb != "verify":
        return {}
    names = [one.machine for one in verdicts]
    known = last_known(folder.parent, names, before=run.id, options=run.options)
    before = {name: (one.run.checked_at, one.verdict.results) for name, one in known.items()}
    return drifted(before, verdicts)


def code_of(outcomes: Iterable[Outcome]) -> Exit:
    """The exit code for these outcomes; no outcome at all is a failure."""
    states = {outcome.state for outcome in outcomes}
    if not states or states & {State.FAILED, State.UNFINISHED}:
        return Exit.FAILED
    if State.INTERRUPTED in states:
        return Exit.INTERRUPTED
    return Exit.UNREACHABLE if State.UNREACHABLE in states else Exit.OK


def code_of_verdicts(verdicts: Sequence[MachineVerdict]) -> Exit:
    """Red anywhere is a failure; if only unreachable machines are missing, that is told apart."""
    if any(verdict.verdict is Verdict.RED for verdict in verdicts):
        return Exit.FAILED
    return Exit.UNREACHABLE if any(verdict.unreachable for verdict in verdicts) else Exit.OK


def worst_code(codes: Sequence[Exit]) -> Exit:
    """What the shell is told when several things are to be told."""
    ranked = (Exit.INTERRUPTED, Exit.FAILED, Exit.UNREACHABLE)
    return next((code for code in ranked if code in codes), Exit.OK)
