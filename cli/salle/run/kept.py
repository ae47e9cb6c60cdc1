# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle status`` and ``salle report``: they read the record of the runs, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _, label, language, speech
from salle.options import Settings
from salle.report.judgement import judge
from salle.report.model import Report
from salle.report.page import moment
from salle.report.summary import SIGNS
from salle.run.proof import code_of_verdicts, drifts_of
from salle.run.record import load_run
from salle.run.verdicts import Known, last_known, load
from salle.site.find import runs_folder
from salle.site.model import Machine, Site


def runs_of(site: Site, settings: Settings) -> Path:
    """The folder of the site's runs."""
    return runs_folder(site.folder, settings.runs) / site.name


def tell_status(site: Site, settings: Settings, *, practice: bool = False) -> Exit:
    """Say of each machine what the last run that reached it found, and when that was.

    Args:
        site: the site.
        settings: the common options.
        practice: of the practice room's machines, in place of the room's own.

    Returns:
        As ``salle verify`` would have ended: FAILED when something was red.
    """
    import click

    names = [machine.name for machine in site.machines]
    known = last_known(runs_of(site, settings), names, options="--practice" if practice else "")
    if settings.json:
        told = [_as_json(machine, known.get(machine.name)) for machine in site.machines]
        click.echo(json.dumps({"site": site.name, "machines": told}, ensure_ascii=False, indent=2))
    else:
        for machine in site.machines:
            click.echo(_line(machine, known.get(machine.name)))
    return code_of_verdicts([one.verdict for one in known.values()])


def _line(machine: Machine, known: Known | None) -> str:
    name = machine.label if machine.label == machine.name else f"{machine.label} ({machine.name})"
    if known is None:
        never = _("It was never verified.")
        return f"? {label(name, never)}"
    verdict, sentence, _reason = judge(known.verdict, None, speech())
    return f"{SIGNS[verdict]} {label(name, sentence)} {_seen(known)}"


def _seen(known: Known) -> str:
    return _("Seen on %(moment)s (%(verb)s).") % {
        "moment": moment(known.run.checked_at, language()),
        "verb": f"salle {known.run.verb}",
    }


def _as_json(machine: Machine, known: Known | None) -> dict[str, Any]:
    if known is None:
        return {"name": machine.name, "verdict": None, "seen": None, "run": None}
    verdict, sentence, _reason = judge(known.verdict, None, speech())
    return {
        "name": machine.name,
        "verdict": verdict.value,
        "sentence": sentence,
        "seen": known.run.checked_at.isoformat(),
        "run": known.run.id,
    }


def report_again(site: Site, settings: Settings, run_id: str, *, attestation: bool = False) -> Exit:
    """Write the report of a kept run again, in the language of now, and say where it lies.

    Args:
        site: the site.
        settings: the common options.
        run_id: which run; ``latest`` for the last.
        attestation: write that, too.

    Raises:
        SalleError: there is no such run, or the PDF of the attestation cannot be drawn here.
    """
    import click

    from salle.report.summary import lines
    from salle.report.write import write_report

    runs = runs_of(site, settings)
    folder = (runs / run_id).resolve()
    try:
        if folder.parent != runs.resolve():
            raise ValueError(run_id)
        run = load_run(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SalleError(
            _("The site %(site)s has no run %(run)s.") % {"site": site.name, "run": run_id},
            why=_("Its runs are kept in %(folder)s.") % {"folder": runs},
            hint=_("Without --run, the last one is taken; salle verify makes one."),
            code=Exit.USAGE,
        ) from error
    verdicts = load(folder)
    if run.options:  # a practice room has a part of the site's machines
        there = {one.machine for one in run.outcomes} | {one.machine for one in verdicts}
        site = replace(site, machines=tuple(one for one in site.machines if one.name in there))
    photos = {file.stem: file for file in (folder / "photos").glob("*.png")}
    report = Report(run, site, verdicts, photos, run.options, drifts=drifts_of(folder, run, verdicts))
    page = write_report(report, folder, language())
    for line in [*lines(report), _("The report: %(page)s") % {"page": page.resolve().as_uri()}]:
        click.echo(line)
    if attestation:
        from salle.report.attestation import write_attestation

        for file in write_attestation(report, folder, language()):
            click.echo(_("The attestation: %(file)s") % {"file": file.resolve().as_uri()})
    return Exit.OK
