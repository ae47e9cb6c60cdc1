# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle verify``: proves what a site promises; changes nothing."""

from typing import Any

import click

from salle.i18n import _
from salle.options import Settings, common
from salle.run.options import limit_option, password_option, practice_option


@click.command("verify", help=_("Prove that the machines are as the site says; changes nothing."))
@click.argument("site")
@limit_option
@password_option
@practice_option
@common
def command(site: str, settings: Settings, practice: bool, **wishes: Any) -> int:
    """Verify the machines of the site of that name."""
    from salle.run.deploy import Wishes
    from salle.run.ground import ground_of
    from salle.run.verification import verify_site
    from salle.site.find import find_site_folder
    from salle.site.load import load_site

    loaded = load_site(find_site_folder(site, settings.inventories))
    return verify_site(loaded, settings, Wishes(**wishes), ground_of(loaded, practice=practice))
