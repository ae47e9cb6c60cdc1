# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle deploy``: from a site to a finished run, and what is said about it."""

import sys
from dataclasses import dataclass
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.options import Settings
from salle.run import password
from salle.run.execute import Finished, Job, execute
from salle.run.ground import HERE, Ground
from salle.run.plan import Plan, command_line, make_plan
from salle.run.progress import progress
from salle.run.proof import Proven, tell, verified
from salle.run.selection import select
from salle.run.summary import summary
from salle.run.wording import machines, role_words
from salle.site.model import Site


@dataclass(frozen=True)
class Wishes:
    """What the person asked for on the command line."""

    limit: str | None = None
    tags: tuple[str, ...] = ()
    yes: bool = False
    ask_become_pass: bool = False
    vault_password_file: Path | None = None


def deploy(site: Site, settings: Settings, wishes: Wishes, ground: Ground = HERE) -> Exit:
    """Make the room as its site says, after showing what is going to happen and asking; prove it.

    Args:
        site: the site, validated.
        settings: the options every verb has.
        wishes: the options of this verb.
        ground: another way to the machines than the site's own.

    Returns:
        The exit code.

    Raises:
        SalleError: wrong usage, the site is in use, or nothing could be done.
    """
    return tell(perform(site, settings, wishes, ground), settings)


def perform(site: Site, settings: Settings, wishes: Wishes, ground: Ground = HERE) -> Proven:
    """The work of :func:`deploy` up to the verdicts; the report is not written yet."""
    site = ground.site(site)
    job = make_job(site, settings, wishes, ground)
    plan = plan_for(job, "deploy", wishes, ground)
    if settings.verbose:
        say(command_line(plan))
    agree(plan, site, wishes)
    secret = password.ask() if plan.ask_become_pass else None
    finished = carry_out(job, plan, settings, secret)
    say(summary(site.name, finished.outcomes, options=ground.options))
    return verified(job, finished, ground, secret, settings)


def make_job(site: Site, settings: Settings, wishes: Wishes, ground: Ground) -> Job:
    """Everything that is computed before a machine is touched."""
    from salle.preparation import prepare
    from salle.site.find import runs_folder

    chosen = [site.machine(name) for name in select(site, wishes.limit)]
    runs = runs_folder(site.folder, settings.runs) / site.name
    ready = prepare(site, chosen)
    return Job(site, runs, ready.derived, ground.connection, ready.promised)


def plan_for(job: Job, verb: str, wishes: Wishes, ground: Ground, *, check: bool = False) -> Plan:
    """The plan of a verb for what the person asked."""
    return make_plan(
        verb,
        job.site,
        job.overlay,
        limit=wishes.limit,
        tags=wishes.tags,
        check=check,
        ask_become_pass=wishes.ask_become_pass,
        vault_password_file=wishes.vault_password_file,
        known_hosts=ground.known_hosts,
    )


def agree(plan: Plan, site: Site, wishes: Wishes) -> None:
    """Show what is going to happen and ask, unless ``--yes`` was given.

    Raises:
        SalleError: exit 2, nobody is there to ask.
        click.Abort: the answer was no.
    """
    import click

    say(describe(plan, site))
    if wishes.yes:
        return
    if not sys.stdin.isatty():
        raise SalleError(
            _("This changes %(machines)s, and there is no terminal to ask on.")
            % {"machines": machines(len(plan.machines))},
            hint=_("To go ahead without being asked, add --yes."),
            code=Exit.USAGE,
        )
    click.confirm(_("Go ahead?"), abort=True, err=True)


def describe(plan: Plan, site: Site) -> str:
    """A plan in a few lines."""
    roles = ", ".join(role_words(role) for role in plan.roles_to_run)
    head = {"title": site.title, "machines": machines(len(plan.machines)), "names": ", ".join(plan.machines)}
    return "\n".join(
        [_("%(title)s: %(machines)s (%(names)s).") % head, _("Steps: %(roles)s.") % {"roles": roles}]
    )


def carry_out(
    job: Job, plan: Plan, settings: Settings, secret: str | None, *, recorded: bool = True
) -> Finished:
    """Run the plan in front of the person; with the sudo password, where it is needed."""
    if secret is not None:
        password.try_on_one_machine(job, plan, secret)
    with progress(plan, plain=settings.plain, to_stderr=settings.json) as shown:
        return execute(job, plan, shown.take, say=say, become_password=secret, recorded=recorded)


def say(text: str) -> None:
    """Words about the run; standard output belongs to results."""
    import click

    click.echo(text, err=True)
