# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle report``: draws the report of a run again from its record; touches no machine."""

import click

from salle.i18n import _
from salle.options import Settings, common


@click.command("report", help=_("Draw the report of a run again, from what was kept; touches no machine."))
@click.argument("site")
@click.option("--run", "run_id", default="latest", show_default=True, help=_("Which run, by its id."))
@click.option(
    "--attestation",
    is_flag=True,
    help=_(
        "Also write the attestation, for paper (HTML and PDF): a sheet for the room and for each machine."
    ),
)
@common
def command(site: str, settings: Settings, run_id: str, attestation: bool) -> int:
    """Write the report of a run of the site of that name, and say where it lies."""
    from salle.run.kept import report_again
    from salle.site.find import find_site_folder
    from salle.site.load import load_site

    loaded = load_site(find_site_folder(site, settings.inventories))
    return report_again(loaded, settings, run_id, attestation=attestation)
