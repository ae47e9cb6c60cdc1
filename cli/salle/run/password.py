# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sudo password of the machines: asked once, tried on one machine, never written down.

Ansible asks for it on a terminal that nobody sees; a mistyped one would fail on
every machine, minutes later.  So it is tried before the long run.
"""

from dataclasses import replace

from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.run.causes import in_words
from salle.run.execute import Job, execute
from salle.run.model import Outcome, State
from salle.run.plan import Plan

TRIES = 3
"""Machines that are tried until one answers."""


def ask() -> str:
    """Ask for the password, once.

    Raises:
        SalleError: exit 2, there is nobody to ask.
    """
    import sys

    import click

    if not sys.stdin.isatty():
        raise SalleError(
            _("--ask-become-pass asks for a password, and there is no terminal to ask on."),
            hint=_("Type the command on a terminal, or allow sudo without a password on the machines."),
            code=Exit.USAGE,
        )
    password: str = click.prompt(_("sudo password of the machines"), hide_input=True, err=True)
    return password


def try_on_one_machine(job: Job, plan: Plan, password: str) -> None:
    """Try the password on the first machine that answers; when none does, the run will say so.

    Raises:
        SalleError: the password is wrong, or our account may not use sudo.
    """
    for machine in plan.machines[:TRIES]:
        outcome = _try(job, plan, machine, password)
        if outcome.state is State.UNREACHABLE:
            continue
        if outcome.state is not State.OK:
            raise _refused(outcome)
        return


def _try(job: Job, plan: Plan, machine: str, password: str) -> Outcome:
    trial = replace(
        plan, playbook=paths.playbooks() / "become.yml", machines=(machine,), roles=(), tags=(), check=False
    )
    finished = execute(job, trial, lambda _event: None, say=_say, become_password=password, recorded=False)
    if finished.interrupted:
        raise KeyboardInterrupt
    return finished.outcomes[0]


def _say(text: str) -> None:
    import click

    click.echo(text, err=True)


def _refused(outcome: Outcome) -> SalleError:
    sentence, advice = in_words(outcome.message)
    what = _("%(machine)s: %(why)s") % {"machine": outcome.machine, "why": sentence}
    return SalleError(what, why=_("Nothing was changed on any machine."), hint=advice, code=Exit.FAILED)
