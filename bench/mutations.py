# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Break a browser in each way that the tests know: do exactly the checks named turn red?

On a kept practice room of public use (``salle rehearse SITE --keep``), on its machines at once.  The main
job tries some of these each time; this tries all.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromium_mutations
import click
import firefox_mutations
from firefox_mutations import Mutation
from practice_checks import PracticeChecks
from salle.rehearsal.opening import kept_room
from salle.site.find import find_site_folder
from salle.site.load import load_site
from salle.verify.results import Verdict


@dataclass(frozen=True)
class Browser:
    """What is broken, and by which checks it is judged.

    Attributes:
        parts: the files of checks.
        data: the module with the mutations, and the commands that keep, bring back and forget.
    """

    parts: Sequence[str]
    data: Any


BROWSERS = {
    "firefox": Browser(firefox_mutations.FIREFOX, firefox_mutations),
    "chromium": Browser([chromium_mutations.CHROMIUM], chromium_mutations),
}


def wrong(practice: PracticeChecks, browser: Browser, mutation: Mutation) -> Iterator[str]:
    """What each machine showed otherwise than the mutation says."""
    practice.do(mutation.do)
    try:
        verdicts = practice.verify()
    finally:
        practice.do(browser.data.BRING_BACK)
        if mutation.undo:
            practice.do(mutation.undo)
    for machine, found in verdicts.items():
        shown = {
            "red": (found[Verdict.RED] - mutation.late, mutation.red),
            "orange": (found[Verdict.ORANGE], mutation.orange),
        }
        for colour, (seen, named) in shown.items():
            if seen != named:
                yield f"{machine}, {colour}: not {sorted(named - seen)}, but {sorted(seen - named)}"


@click.command()
@click.argument("site")
@click.argument("name", type=click.Choice(list(BROWSERS)))
@click.option("--inventories", type=click.Path(path_type=Path), help="Folder that holds the sites.")
@click.option("--only", default="", help="Those with this in their name.")
@click.option("--machine", "machines", multiple=True, help="Only these machines; all by default.")
def main(site: str, name: str, inventories: Path | None, only: str, machines: tuple[str, ...]) -> None:
    """Break the browser NAME on the practice room of SITE; ends with 1 when a check said something else."""
    loaded, browser = load_site(find_site_folder(site, inventories)), BROWSERS[name]
    room = kept_room(loaded)
    if room is None:
        raise click.ClickException("No practice room is kept for this site.")
    practice = PracticeChecks(loaded, room, *browser.parts)
    practice.machines = machines or practice.machines
    practice.do(browser.data.KEEP)
    failed = 0
    for mutation in (one for one in browser.data.MUTATIONS if only in one.name):
        told = list(wrong(practice, browser, mutation))
        failed += bool(told)
        click.echo("\n    ".join([f"{'other' if told else 'as named'}: {mutation.name}", *told]))
    practice.do(browser.data.FORGET)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
