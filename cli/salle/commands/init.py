# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``salle init``: a new site, by a few questions or by flags."""

from pathlib import Path
from typing import Any

import click

from salle.i18n import _, ngettext
from salle.options import Settings, common

USES = ("public", "personal")
MACHINES = click.IntRange(1, 200)
"""The same as in ``salle.site.new``, which is not loaded for the help."""


@click.command("init", help=_("Create a site: what the place is, and which machines it has."))
@click.argument("site")
@click.option("--name", help=_("Name of the place."))
@click.option("--contact", help=_("Whom to ask for help, and how."))
@click.option("--address", help=_("Postal address of the place (not asked for)."))
@click.option("--opening-hours", help=_("When the place is open."))
@click.option("--url", help=_("Web address of the place."))
@click.option("--machines", type=MACHINES, help=_("How many machines the room has."))
@click.option("--first-address", help=_("Network address of the first machine; the others follow it."))
@click.option("--row", type=click.IntRange(0, 200), help=_("Machines in a row: gives seats (not asked for)."))
@click.option("--use", type=click.Choice(USES), help=_("Shared by everybody, or given to somebody."))
@click.option("--profile", "profiles", multiple=True, help=_("Applications; can be given several times."))
@click.option("--yes", is_flag=True, help=_("Ask nothing; where no flag answers, take the usual answer."))
@common
def command(site: str, settings: Settings, yes: bool, **flags: Any) -> None:
    """Ask what no flag answers, write the site, say what to do next."""
    from salle.site.find import check_site_name, inventories_folder
    from salle.site.new import Answers, refuse_existing, write_site
    from salle.site.questions import ask

    check_site_name(site)
    folder = inventories_folder(settings.inventories) / site
    refuse_existing(folder)
    given = {name: _one_break(value) for name, value in flags.items() if value not in (None, ())}
    answers = Answers(**({"name": site} | given)) if yes else ask(given, Answers(name=site))
    files = write_site(folder, answers)
    click.echo("\n".join(_next_steps(folder, files, settings)))


def _one_break(value: Any) -> Any:
    """A pasted text may end its lines in the manner of Windows."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _next_steps(folder: Path, files: tuple[Path, ...], settings: Settings) -> list[str]:
    from salle.site.find import shown

    where = f" --inventories {settings.inventories}" if settings.inventories else ""
    count = ngettext("%(count)d file was written:", "%(count)d files were written:", len(files))
    hosts, site = shown(folder / "hosts.yml"), shown(folder / "group_vars" / "all" / "site.yml")
    words = {"site": folder.name + where, "hosts": hosts, "values": site}
    return [
        count % {"count": len(files)},
        *(f"  {shown(file)}" for file in files),
        "",
        _("Next:"),
        "  " + _("1. Open %(hosts)s and %(values)s, and correct what differs.") % words,
        "  " + _("2. Type: salle check %(site)s") % words,
        "  " + _("3. Try it on practice machines: salle rehearse %(site)s") % words,
        "  " + _("4. Equip the room: salle deploy %(site)s") % words,
    ]
