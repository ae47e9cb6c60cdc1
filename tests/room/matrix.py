# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every desktop on every Debian, on practice machines: what continuous integration sees only a part of.

A proprietary program (tests/proprietary_package.py) waits on each machine. For each: a first deployment with
all its checks, a second one that must change nothing, a photo of the greeter and one of the session that
opens by itself. The photos stay in a folder, to be looked at by a person; the table at the end says the rest.
Ends with 1 when anything was not as it shall be.

One machine of each Debian at once. Between two desktops the room is made anew: each machine is as bare as
an installer leaves it.
"""

import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import proprietary_package
import yaml
from salle import paths
from salle.errors import SalleError
from salle.options import Settings
from salle.rehearsal.cache import cache_folder
from salle.rehearsal.opening import practice_room
from salle.rehearsal.photo import take_greeter_photo, take_photos
from salle.rehearsal.releases import RELEASES, TITLES
from salle.rehearsal.requirements import prepare
from salle.rehearsal.room import Room
from salle.run.deploy import Wishes, perform
from salle.run.ground import practice_ground
from salle.run.proof import Proven
from salle.site.load import load_site
from salle.site.model import Site
from salle.verify.results import Verdict

SPECIFICATION = paths.roles() / "desktop" / "meta" / "argument_specs.yml"
PHOTOS = Path("matrix-photos")
HIDDEN = {
    "discreet.menu",
    "discreet.opens",
    "discreet.panel",
    "discreet.bavard.hidden",
    "discreet.bavard.kept",
}


@dataclass
class Cell:
    """One desktop on one Debian, the machine that has it, and what was seen of it."""

    desktop: str
    release: str
    machine: str
    seconds: float = 0.0
    red: list[str] = field(default_factory=list)
    orange: list[str] = field(default_factory=list)
    green: int = 0
    hidden: bool = False
    """Whether nothing of the desktop shows the proprietary program."""
    changes: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing is to be said against it; its photos a person judges."""
        whole = not (self.problem or self.red or self.changes) and self.green > 0
        return whole and self.hidden and len(self.photos) == 2

    def line(self) -> str:
        """It as a line of the table."""
        words = [f"{self.green} green"]
        words += [f"orange: {' '.join(self.orange)}"] if self.orange else []
        words += [f"RED: {' '.join(self.red)}"] if self.red else []
        words += [f"CHANGED AGAIN: {'; '.join(self.changes)}"] if self.changes else []
        words += [] if self.hidden else ["THE PROPRIETARY PROGRAM IS IN SIGHT"]
        words += [f"{len(self.photos)} photos"] + ([self.problem] if self.problem else [])
        head = f"{TITLES[self.release]}  {self.desktop:9} {'good' if self.good else 'BAD':4}"
        return f"{head} {self.seconds:5.0f} s  {', '.join(words)}"


def desktops() -> list[str]:
    """Every desktop that the role knows."""
    options = yaml.safe_load(SPECIFICATION.read_text("utf-8"))["argument_specs"]["main"]["options"]
    return list(options["desktop_environment"]["choices"])


def make_site(folder: Path, desktop: str, profiles: Sequence[str]) -> Site:
    """The shipped demo with another desktop and these profiles of applications."""
    site = folder / "inventories" / f"essai-{desktop}"
    shutil.copytree(paths.shipped_inventories() / "demo", site)
    told: dict[str, dict[str, Any]] = {
        "desktop": {"desktop_environment": desktop},
        "software": {"software_profiles": list(profiles)},
    }
    for name, values in told.items():
        (site / "group_vars" / "all" / f"{name}.yml").write_text(yaml.safe_dump(values), "utf-8")
    return load_site(site)


def try_out(cells: Sequence[Cell], site: Site, room: Room, photos: Path) -> None:
    """Deploy, look, deploy again, take both photos of each machine; write it all into its cell."""
    wishes, ground = Wishes(yes=True, limit=",".join(cell.machine for cell in cells)), practice_ground(room)
    with tempfile.TemporaryDirectory() as runs:
        command = proprietary_package.install_command(proprietary_package.make(Path(runs)))
        for cell in cells:
            room.run_on(cell.machine, f"sudo sh -ec {shlex.quote(command)}")
        settings = Settings(runs=Path(runs), plain=True)
        first = perform(site, settings, wishes, ground)
        again = perform(site, settings, wishes, ground)
    for cell in cells:
        outcomes = [one for one in again.run.outcomes if one.machine == cell.machine]
        cell.changes = [step.task for one in outcomes for step in one.changes]
        read_verdicts(cell, first)
        read_verdicts(cell, again)
        take_both_photos(cell, room, photos)


def take_both_photos(cell: Cell, room: Room, photos: Path) -> None:
    """Photograph the session and the greeter of the cell's machine."""
    for kind, take in PHOTOGRAPHERS.items():
        try:
            file = photos / f"{cell.release}-{cell.desktop}-{kind}.png"
            file.unlink(missing_ok=True)
            cell.photos.append(str(take(room, cell.machine, file)))
        except SalleError as error:
            cell.problem = f"{kind}: {error} {error.why or ''}"


def read_verdicts(cell: Cell, proven: Proven) -> None:
    """Keep what the checks say of the cell's machine."""
    for machine in (one for one in proven.verdicts if one.machine == cell.machine):
        cell.problem = cell.problem or machine.problem
        by = {verdict: [one for one in machine.results if one.verdict is verdict] for verdict in Verdict}
        cell.red = sorted({*cell.red, *(one.check for one in by[Verdict.RED])})
        cell.orange = sorted({*cell.orange, *(one.check for one in by[Verdict.ORANGE])})
        cell.green = len(by[Verdict.GREEN])
        cell.hidden = {one.check for one in by[Verdict.GREEN]} >= HIDDEN
        for one in (*by[Verdict.RED], *by[Verdict.ORANGE]):
            told = f"{one.check}: expected {one.expected}, found {one.found}"
            click.echo(f"  {cell.release} {one.verdict}: {told}")


def session_photo(room: Room, name: str, file: Path) -> Path:
    """The session that opens by itself once the machine is switched on."""
    said: list[str] = []
    taken = take_photos(room, [name], file.parent, said.append)
    if name not in taken:
        raise SalleError(" ".join(said))
    return taken[name].rename(file)


PHOTOGRAPHERS: dict[str, Callable[[Room, str, Path], Path]] = {
    "session": session_photo,
    "greeter": take_greeter_photo,
}


@click.command(help=__doc__)
@click.argument("chosen", nargs=-1, metavar="[DESKTOP]...")
@click.option("--release", "releases", multiple=True, type=click.Choice(RELEASES), default=RELEASES)
@click.option("--profile", "profiles", multiple=True, help="Profiles of applications; none by default.")
@click.option("--photos", type=click.Path(file_okay=False, path_type=Path), default=PHOTOS, show_default=True)
def main(chosen: tuple[str, ...], releases: tuple[str, ...], profiles: tuple[str, ...], photos: Path) -> None:
    """Try the desktops, print the table."""
    known = desktops()
    if unknown := set(chosen) - set(known):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}; there are {', '.join(known)}")
    photos.mkdir(parents=True, exist_ok=True)
    cells: list[Cell] = []
    prepare(cache_folder(), len(releases), releases, click.echo)
    for desktop in chosen or known:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            site = make_site(Path(folder), desktop, profiles)
            with practice_room(site, machines=len(releases), releases=releases, say=click.echo) as room:
                row = [Cell(desktop, one.release, one.name) for one in room.machines]
                try_out(row, site, room, photos)
        for cell in row:
            cell.seconds = time.monotonic() - began
            click.echo(cell.line())
        cells += row
    click.echo("\n".join(["", *(cell.line() for cell in cells), f"Look at every photo: {photos.resolve()}"]))
    sys.exit(0 if all(cell.good for cell in cells) else 1)


if __name__ == "__main__":
    main()
