# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle deploy``: makes the room as its site says."""

from typing import Any

import click

from salle.i18n import _
from salle.options import Settings, common
from salle.run.options import machine_options


@click.command("deploy", help=_("Make the machines of a site as the site says."))
@click.argument("site")
@machine_options
@click.option("--yes", is_flag=True, help=_("Go ahead without asking."))
@common
def command(site: str, settings: Settings, practice: bool, **wishes: Any) -> int:
    """Deploy to the machines of the site of that name."""
    from salle.run.deploy import Wishes, deploy
    from salle.run.ground import ground_of
    from salle.site.find import find_site_folder
    from salle.site.load import load_site

    loaded = load_site(find_site_folder(site, settings.inventories))
    return deploy(loaded, settings, Wishes(**wishes), ground_of(loaded, practice=practice))
