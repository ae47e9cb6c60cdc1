# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle status``: what is known of a room, from its record; touches no machine."""

import click

from salle.i18n import _
from salle.options import Settings, common
from salle.run.options import practice_option


@click.command("status", help=_("Say what is known of each machine, and since when; touches no machine."))
@click.argument("site")
@practice_option
@common
def command(site: str, settings: Settings, practice: bool) -> int:
    """Tell of each machine of the site of that name what its last verification found."""
    from salle.run.kept import tell_status
    from salle.site.find import find_site_folder
    from salle.site.load import load_site

    loaded = load_site(find_site_folder(site, settings.inventories))
    return tell_status(loaded, settings, practice=practice)
