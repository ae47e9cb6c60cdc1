# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle plan``: what would change, and how much would be downloaded."""

from typing import Any

import click

from salle.i18n import _
from salle.options import Settings, common
from salle.run.options import machine_options


@click.command("plan", help=_("Say what a deployment would change and download; changes nothing."))
@click.argument("site")
@machine_options
@common
def command(site: str, settings: Settings, practice: bool, **wishes: Any) -> int:
    """Look at the machines of the site of that name."""
    from salle.run.deploy import Wishes
    from salle.run.ground import ground_of
    from salle.run.preview import preview
    from salle.site.find import find_site_folder
    from salle.site.load import load_site

    loaded = load_site(find_site_folder(site, settings.inventories))
    return preview(loaded, settings, Wishes(**wishes), ground_of(loaded, practice=practice))
