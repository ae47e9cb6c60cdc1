# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fresh deployment against ``apt-get install`` of the same packages, in one run.

Three rooms of fresh practice machines, one after the other:

1. salle deploys; this fills the package cache and tells which packages it brings. Not counted.
2. ``apt-get install`` of exactly these, on all machines at once: the floor, since a machine must unpack
   and configure them whoever asks for it.
3. salle deploys again, on machines as fresh as those of apt, from the same warm cache.

The ratio is 3 by 2, each from the first command to the end of the last machine. Starting the machines is
not counted, nor are the checks.
"""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from salle.options import Settings
from salle.rehearsal.opening import practice_room
from salle.rehearsal.room import Room
from salle.run.deploy import Wishes, carry_out, make_job, plan_for
from salle.run.ground import practice_ground
from salle.run.model import State
from salle.site.find import find_site_folder
from salle.site.load import load_site
from salle.site.model import Site

BAR = 1.15
"""A first deployment may take this many times as long as apt alone."""
LONGEST = 3 * 3600
"""Seconds after which a machine is given up."""
INSTALLED = "dpkg-query -W -f '${db:Status-Abbrev} ${binary:Package}\\n' | sed -n 's/^ii *//p'"


def on_every_machine(room: Room, command: str | dict[str, str]) -> dict[str, str]:
    """Run a command on all machines at once; what each printed."""
    names = [machine.name for machine in room.machines]
    commands = command if isinstance(command, dict) else dict.fromkeys(names, command)
    with ThreadPoolExecutor(len(names)) as threads:
        said = threads.map(lambda name: room.run_on(name, commands[name], seconds=LONGEST), names)
        return dict(zip(names, said, strict=True))


def packages(room: Room) -> dict[str, set[str]]:
    """The packages installed on each machine."""
    return {name: set(said.split()) for name, said in on_every_machine(room, INSTALLED).items()}


def deploy(site: Site, room: Room) -> float:
    """Deploy to the room as ``salle deploy`` does, without the checks; the seconds it took."""
    ground = practice_ground(room)
    wishes = Wishes(yes=True, limit=",".join(machine.name for machine in room.machines))
    with tempfile.TemporaryDirectory() as runs:
        settings = Settings(runs=Path(runs), plain=True)
        began = time.monotonic()
        job = make_job(ground.site(site), settings, wishes, ground)
        finished = carry_out(job, plan_for(job, "deploy", wishes, ground), settings, None)
        seconds = time.monotonic() - began
    if wrong := [outcome for outcome in finished.outcomes if outcome.state is not State.OK]:
        raise click.ClickException(f"the deployment failed, there is nothing to compare: {wrong}")
    return seconds


def install(room: Room, wanted: dict[str, set[str]]) -> float:
    """Install these packages with apt alone, on all machines at once; the seconds it took."""
    commands = {
        name: "sudo apt-get -qq update && sudo DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "
        f"--no-install-recommends {' '.join(sorted(names))} >/dev/null"
        for name, names in wanted.items()
    }
    began = time.monotonic()
    on_every_machine(room, commands)
    return time.monotonic() - began


def measure(site: Site, machines: int, releases: Sequence[str]) -> tuple[float, float, int]:
    """Seconds of apt alone, seconds of salle, and how many packages a machine got at most."""
    with practice_room(site, machines=machines, releases=releases, say=click.echo) as room:
        before = packages(room)
        click.echo(f"a first deployment fills the cache: {deploy(site, room):.0f} s, not counted")
        brought = {name: there - before[name] for name, there in packages(room).items()}
    with practice_room(site, machines=machines, releases=releases, say=click.echo) as room:
        alone = install(room, brought)
        click.echo(f"apt-get install: {alone:.0f} s")
        lacking = {name: brought[name] - there for name, there in packages(room).items()}
        if any(lacking.values()):
            raise click.ClickException(f"apt alone did not install the same: {lacking}")
    with practice_room(site, machines=machines, releases=releases, say=click.echo) as room:
        ours = deploy(site, room)
        click.echo(f"salle deploy: {ours:.0f} s")
    return alone, ours, max(map(len, brought.values()))


@click.command()
@click.option("--site", default="demo", show_default=True)
@click.option("--machines", default=2, show_default=True, help="How many practice machines at once.")
@click.option("--release", "releases", multiple=True, default=["trixie"], show_default=True)
def main(site: str, machines: int, releases: tuple[str, ...]) -> None:
    """Compare a fresh deployment with apt alone; print the ratio."""
    alone, ours, count = measure(load_site(find_site_folder(site, None)), machines, releases)
    ratio = ours / alone
    verdict = "met" if ratio <= BAR else "NOT met"
    click.echo(f"{machines} machines, {count} packages each: {ours:.0f} s / {alone:.0f} s = {ratio:.2f}")
    click.echo(f"the bar of {BAR} is {verdict}")


if __name__ == "__main__":
    main()
