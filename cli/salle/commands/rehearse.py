# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle rehearse``: the whole of it on practice machines, on this computer."""

from typing import Any

import click

from salle.exit_codes import Exit
from salle.i18n import _
from salle.options import Settings, common
from salle.rehearsal.releases import RELEASES
from salle.run.options import vault_option


@click.command("rehearse", help=_("Try a site on practice machines made on this computer."))
@click.argument("site")
@click.option(
    "--machines",
    type=click.IntRange(1, 60),
    help=_("How many of the site's first machines. Default: its group 'repetition', or the first two."),
)
@click.option(
    "--release",
    "releases",
    multiple=True,
    type=click.Choice(RELEASES),
    help=_("Debian release of the practice machines; may be given again. Default: 13 and 12 in turn."),
)
@click.option("--keep", is_flag=True, help=_("Leave the practice machines on, and say how to get in."))
@click.option("--photo/--no-photo", default=True, help=_("Take a picture of each machine's screen."))
@click.option("--down", is_flag=True, help=_("Only remove the practice room that was kept."))
@vault_option
@common
def command(site: str, settings: Settings, down: bool, **wishes: Any) -> int:
    """Rehearse the site of that name."""
    if down:
        return remove(site)
    from salle.rehearsal.rehearse import Rehearsal, rehearse
    from salle.site.find import find_site_folder
    from salle.site.load import load_site

    loaded = load_site(find_site_folder(site, settings.inventories))
    return rehearse(loaded, settings, Rehearsal(**wishes), say)


def remove(site: str) -> int:
    """Remove the practice room of that site; nothing to remove is as well."""
    from salle.rehearsal.opening import take_down

    if take_down(site):
        say(_("The practice room of %(site)s is removed.") % {"site": site})
    else:
        say(_("There is no practice room to remove."))
    return Exit.OK


def say(sentence: str) -> None:
    """Words about the rehearsal; standard output belongs to results."""
    click.echo(sentence, err=True)
