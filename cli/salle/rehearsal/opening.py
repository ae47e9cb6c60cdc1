# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening and closing a practice room; finding one that was kept."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.rehearsal import machine as machines
from salle.rehearsal.cache import cache_folder, free_port, start_cacher
from salle.rehearsal.choice import Seat, choose
from salle.rehearsal.cleanup import clean_left_over, tear_down
from salle.rehearsal.image import ensure_images
from salle.rehearsal.lock import now, only_one
from salle.rehearsal.mirrors import own_mirrors
from salle.rehearsal.network import Bridge, make_bridge
from salle.rehearsal.processes import Process
from salle.rehearsal.room import Room
from salle.rehearsal.signals import interruptible, undisturbed
from salle.rehearsal.state import MachineState, State, read_state
from salle.rehearsal.tools import Say, run, silent
from salle.run.lock import operator
from salle.site.model import Site


def room_folder(cache: Path | None = None) -> Path:
    """Where the practice room of that cache folder lies."""
    return (cache or cache_folder()) / "room"


@contextmanager
def practice_room(
    site: Site,
    *,
    machines: int | None = None,
    releases: Sequence[str] = (),
    cache: Path | None = None,
    keep: bool = False,
    disk_megabytes: int = 0,
    say: Say = silent,
) -> Iterator[Room]:
    """A practice room of that site, with every machine switched on; removed at the end, however it ends.

    Args:
        site: the site; its machines are rehearsed under their own names.
        machines: how many, see :func:`salle.rehearsal.choice.choose`.
        releases: Debian codenames, alternating.
        cache: the cache folder; None for the usual one.
        keep: leave the room afterwards, unless it never got up or was interrupted.
        disk_megabytes: limits each machine's disk; 0 does not.
        say: tells the person what goes on.

    Raises:
        SalleError: the room could not be made; what had been made is gone.
    """
    cache = cache or cache_folder()
    folder, seats = room_folder(cache), choose(site, machines, releases)
    with only_one(cache, site.name), interruptible():
        make_way(folder, say)
        state = State(site.name, now(), operator(), str(site.folder.resolve()), disk_megabytes=disk_megabytes)
        room, leave = Room(folder, state), False
        try:
            _open(room, seats, site, cache, say)
            leave = keep
            yield room
        except BaseException as error:
            leave = leave and isinstance(error, Exception)
            raise
        finally:
            with undisturbed():
                room.keep() if leave else tear_down(folder, state)


def make_way(folder: Path, say: Say) -> None:
    """Remove what a dead rehearsal has left; refuse when a room is kept here on purpose."""
    state = read_state(folder)
    if state and state.kept and state.alive:
        raise SalleError(
            _("A practice room of the site %(site)s is kept here since %(since)s, by %(who)s.")
            % {"site": state.site, "since": state.since, "who": state.operator},
            hint=_("Remove it first: salle rehearse %(site)s --down") % {"site": state.site},
            code=Exit.LACKING,
        )
    if clean_left_over(folder):
        say(_("What an earlier rehearsal had left behind was removed."))


def kept_room(site: Site, cache: Path | None = None) -> Room | None:
    """The room kept for that site by ``--keep``; None when there is none, or it no longer runs."""
    folder = room_folder(cache)
    state = read_state(folder)
    if state is None or not state.kept or not state.alive:
        return None
    return Room(folder, state) if state.site_folder == str(site.folder.resolve()) else None


def take_down(site: str, cache: Path | None = None) -> bool:
    """Remove the room of that site, kept or left over; whether there was one.

    Raises:
        SalleError: it is in use by a rehearsal that runs, or is another site's.
    """
    cache = cache or cache_folder()
    if os.geteuid() != 0:
        raise SalleError(
            _("Removing a practice room needs the administrator's rights."),
            hint=_("Type: sudo salle rehearse %(site)s --down") % {"site": site},
            code=Exit.LACKING,
        )
    folder = room_folder(cache)
    with only_one(cache, site):
        state = read_state(folder)
        if state and state.site != site:
            raise SalleError(
                _("The practice room that is kept here is not of the site %(site)s but of %(other)s.")
                % {"site": site, "other": state.site},
                hint=_("To remove it: salle rehearse %(other)s --down") % {"other": state.site},
                code=Exit.USAGE,
            )
        there = folder.exists()
        with undisturbed():
            clean_left_over(folder)
        return there


def _open(room: Room, seats: Sequence[Seat], site: Site, cache: Path, say: Say) -> None:
    """Make all of the room, in the order in which its parts need each other."""
    room.state.save(room.folder)
    _make_network(room, site)
    proxy = _start_package_cache(room, cache)
    images = ensure_images({seat.release for seat in seats}, cache, proxy, say)
    _make_machines(room, seats, images)
    room.power_on(say=say)
    _check_way_to_packages(room)


def _make_network(room: Room, site: Site) -> None:
    def written_down(bridge: Bridge) -> None:
        room.state.bridge, room.state.bridge_mac, room.state.subnet = bridge.name, bridge.mac, bridge.number
        room.state.save(room.folder)

    make_bridge((machine.address for machine in site.machines), written_down)


def _start_package_cache(room: Room, cache: Path) -> str:
    def written_down(process: Process) -> None:
        room.state.processes["package cache"] = process
        room.state.save(room.folder)

    address = room.bridge.address
    room.state.proxy_port = free_port(address)
    start_cacher(cache, room.folder, address, room.state.proxy_port, own_mirrors(), written_down)
    return f"http://{address}:{room.state.proxy_port}"


def _make_machines(room: Room, seats: Sequence[Seat], images: dict[str, Path]) -> None:
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "salle practice room", "-f", str(room.key)])
    for number, seat in enumerate(seats, start=1):
        address = room.bridge.machine_address(number)
        room.state.machines.append(MachineState(seat.machine, number, seat.release, address))
    room.state.save(room.folder)
    public_key = room.key.with_suffix(".pub").read_text()
    for machine in room.machines:
        machines.mount(machine, images[machine.release], room.state.disk_megabytes)
        machines.give_identity(machine, room.bridge.address, room.state.proxy_port, public_key)
    room.write_known_hosts()


def _check_way_to_packages(room: Room) -> None:
    """See that a machine reaches the package cache; a firewall of this computer may stand between."""
    name, port = room.machines[0].name, room.state.proxy_port
    try:
        room.run_on(name, f"timeout 5 bash -c ': </dev/tcp/{room.bridge.address}/{port}'", seconds=15)
    except SalleError as error:
        raise SalleError(
            _("The practice machines cannot reach the package cache (%(address)s, port %(port)d).")
            % {"address": room.bridge.address, "port": port},
            why=_("A firewall on this computer probably blocks what comes in by the network %(bridge)s.")
            % {"bridge": room.bridge.name},
            hint=_("Let the firewall accept what comes from %(subnet)s, then try again.")
            % {"subnet": room.bridge.subnet},
            code=Exit.LACKING,
        ) from error
