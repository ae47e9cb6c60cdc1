# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle check``: is the data of a site right?  Contacts nothing, changes nothing."""

import json
from typing import Any

import click

from salle.exit_codes import Exit
from salle.i18n import _
from salle.options import Settings, common


@click.command("check", help=_("Say whether the data of a site is right, with every mistake at once."))
@click.argument("site")
@common
def command(site: str, settings: Settings) -> int:
    """Validate the site of that name; exit 4 when its data is wrong."""
    from salle.site.describe import describe
    from salle.site.find import find_site_folder
    from salle.site.load import SiteInvalid, load_site

    folder = find_site_folder(site, settings.inventories)
    try:
        loaded = load_site(folder)
    except SiteInvalid as invalid:
        if not settings.json:
            raise
        click.echo(_json({"site": site, "valid": False, "problems": _problems(invalid.problems)}))
        raise click.exceptions.Exit(Exit.SITE_INVALID) from invalid
    if settings.json:
        click.echo(_json({"site": site, "valid": True, "problems": [], **_summary(loaded)}))
    else:
        click.echo("\n".join(describe(loaded)))
    return Exit.OK


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _problems(problems: Any) -> list[dict[str, Any]]:
    return [
        {
            "file": str(problem.place.file),
            "line": problem.place.line,
            "column": problem.place.column,
            "message": problem.message,
        }
        for problem in problems
    ]


def _summary(site: Any) -> dict[str, Any]:
    machines = [
        {
            "name": machine.name,
            "address": machine.address,
            "label": machine.label,
            "seat": machine.seat,
            "groups": list(machine.groups),
        }
        for machine in site.machines
    ]
    return {"title": site.title, "machines": machines}
