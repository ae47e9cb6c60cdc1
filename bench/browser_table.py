# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a browser tells and keeps, before and after: a table of figures from practice machines.

On a kept practice room (``salle rehearse SITE --keep``): whom a browser that nobody touches contacts in its
first minute, how many known trackers a page reaches, and what the disk holds of a visited site once the
browser has ended.  Every contact is refused and noted, so the contacts are first contacts only.

A browser brings ``figures_<name>.py`` with ``measure(promise) -> mode -> figures``: it runs on the machines.
"""

import json
from pathlib import Path
from typing import Any

import click
from practice_checks import PracticeChecks
from salle.rehearsal.opening import kept_room
from salle.site.find import find_site_folder
from salle.site.load import load_site

HERE = Path(__file__).resolve().parent
LONGEST = 1800
"""Seconds after which a machine is given up."""


def table(found: dict[str, dict[str, Any]]) -> str:
    """Machine -> browser -> mode -> figures, as a table of Markdown."""
    rows = [
        "| machine, browser, use | sites contacted in the first minute (attempts) | trackers reached "
        "| bytes left: quit | SIGTERM | SIGKILL |",
        "|---|---|---|---|---|---|",
    ]
    for machine, browsers in found.items():
        for browser, modes in browsers.items():
            for mode, figures in modes.items():
                left = figures["left"]
                cells = [f"{left[way]['bytes']} in {left[way]['files']} files" for way in left]
                rows.append(
                    f"| {machine}, {browser}, {mode} | {len(figures['idle_sites'])} "
                    f"({figures['idle_attempts']}) | {len(figures['trackers'])} of {figures['asked']} "
                    f"| {' | '.join(cells)} |"
                )
    return "\n".join(rows) + "\n"


@click.command()
@click.argument("site")
@click.option("--inventories", type=click.Path(path_type=Path), help="Folder that holds the sites.")
@click.option("--browser", "browsers", multiple=True, default=["firefox"], show_default=True)
@click.option("--machine", "machines", multiple=True, help="Only these machines; all by default.")
@click.option("--keep", type=click.Path(path_type=Path), help="Where all figures go, as JSON.")
def main(
    site: str,
    inventories: Path | None,
    browsers: tuple[str, ...],
    machines: tuple[str, ...],
    keep: Path | None,
) -> None:
    """Measure the browsers on the practice room of SITE; prints a table."""
    loaded = load_site(find_site_folder(site, inventories))
    room = kept_room(loaded)
    if room is None:
        raise click.ClickException("No practice room is kept for this site.")
    practice = PracticeChecks(loaded, room, "browser")
    figures = (HERE / "browser_figures.py", *HERE.glob("figures_*.py"))
    said = practice.run_instead(*figures, words=browsers, machines=machines, seconds=LONGEST)
    found = {name: json.loads(one) for name, one in said.items()}
    if keep:
        keep.write_text(json.dumps(found, indent=1), encoding="utf-8")
    click.echo(table(found))


if __name__ == "__main__":
    main()
