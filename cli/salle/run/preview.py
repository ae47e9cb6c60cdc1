# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle plan``: what would change, in words, and how much would be downloaded; nothing is changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from salle.exit_codes import Exit
from salle.i18n import _, label, ngettext
from salle.options import Settings
from salle.run import password
from salle.run.deploy import Wishes, carry_out, make_job, plan_for, say
from salle.run.events import DATA_TASKS
from salle.run.execute import Finished
from salle.run.ground import HERE, Ground
from salle.run.model import Outcome, State, Step
from salle.run.plan import command_line
from salle.run.proof import code_of
from salle.run.summary import summary
from salle.run.wording import machines, role_words, size, task_words
from salle.site.model import Site


@dataclass(frozen=True)
class Download:
    """What one machine would fetch: packages, and bytes that are not yet on it."""

    packages: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Preview:
    """What would become of one machine; ``download`` is None where it could not be measured."""

    outcome: Outcome
    download: Download | None


def preview(site: Site, settings: Settings, wishes: Wishes, ground: Ground = HERE) -> Exit:
    """Go through the roles in check mode and tell what would change.

    Raises:
        SalleError: wrong usage, the site is in use, or nothing could be looked at.
    """
    import click

    site = ground.site(site)
    job = make_job(site, settings, wishes, ground)
    plan = plan_for(job, "plan", wishes, ground, check=True)
    if settings.verbose:
        say(command_line(plan))
    secret = password.ask() if plan.ask_become_pass else None
    finished = carry_out(job, plan, settings, secret, recorded=False)
    previews = previews_of(finished)
    click.echo(as_json(site, previews) if settings.json else in_words(site, previews))
    if code_of(finished.outcomes) is not Exit.OK:
        say(summary(site.name, finished.outcomes, verb="plan", options=ground.options))
    return Exit.INTERRUPTED if finished.interrupted else code_of(finished.outcomes)


def previews_of(finished: Finished) -> tuple[Preview, ...]:
    """What a look in check mode found, per machine."""
    return tuple(
        Preview(outcome, _download(outcome, finished.data.get(outcome.machine, {}).get(DATA_TASKS[0], "")))
        for outcome in finished.outcomes
    )


def _download(outcome: Outcome, output: str) -> Download | None:
    """What the machine measured; a machine that finished without measuring has nothing to fetch."""
    if not output:
        return Download() if outcome.state is State.OK else None
    try:
        measured = json.loads(output)
        return Download(int(measured["packages"]), int(measured["bytes"]))
    except (ValueError, KeyError, TypeError):
        return None


def in_words(site: Site, previews: Iterable[Preview]) -> str:
    """The preview as a person reads it: machines that would change alike are told together."""
    lines: list[str] = []
    alike = sorted(previews, key=_likeness)
    for _key, group in groupby(alike, key=_likeness):
        lines += [*_group_words(list(group)), ""]
    measured = [one.download for one in alike if one.download]
    total = sum(download.bytes for download in measured)
    lines.append(_("%(site)s, in all: %(size)s to download.") % {"site": site.title, "size": size(total)})
    return "\n".join(lines)


def _likeness(preview: Preview) -> tuple[str, str, tuple[tuple[str, str], ...], str]:
    changes = tuple((step.role, step.task) for step in preview.outcome.changes)
    return (str(preview.outcome.state), str(preview.download), changes, preview.outcome.message)


def _group_words(group: list[Preview]) -> list[str]:
    first = group[0]
    names = ", ".join(preview.outcome.machine for preview in group)
    lines = [label(names, "").rstrip()]
    lines += _changes_words(first.outcome.changes)
    if first.outcome.state is not State.OK:
        lines.append("  " + _("the look ended early; what comes after is not known"))
    elif not first.outcome.changes:
        lines.append("  " + _("nothing would change"))
    if first.download and first.download.packages:
        lines.append("  " + _download_words(first.download, len(group)))
    return lines


def _changes_words(changes: Iterable[Step]) -> list[str]:
    """One line per role, its steps after it."""
    return [
        "  " + label(role_words(role), "; ".join(dict.fromkeys(task_words(step.task) for step in steps)))
        for role, steps in groupby(changes, key=lambda step: step.role)
    ]


def _download_words(download: Download, count: int) -> str:
    words = {"n": download.packages, "size": size(download.bytes)}
    text = ngettext(
        "%(n)d package to install, %(size)s", "%(n)d packages to install, %(size)s", download.packages
    )
    each = _(" on each of %(machines)s") % {"machines": machines(count)} if count > 1 else ""
    return text % words + each


def as_json(site: Site, previews: Iterable[Preview]) -> str:
    """The preview as one JSON document."""
    document = {"site": site.name, "title": site.title, "machines": [_machine(one) for one in previews]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _machine(preview: Preview) -> dict[str, Any]:
    outcome = preview.outcome
    return {
        "machine": outcome.machine,
        "state": str(outcome.state),
        "message": outcome.message,
        "changes": [{"role": step.role, "task": step.task} for step in outcome.changes],
        "download": vars(preview.download) if preview.download else None,
    }
