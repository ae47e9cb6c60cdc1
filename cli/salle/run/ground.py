# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the machines really are: in the room of the site, or in its practice room."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.model import Site

if TYPE_CHECKING:
    from salle.rehearsal.room import Room


@dataclass(frozen=True)
class Ground:
    """Another way to the machines than the site's own; empty means the site's own."""

    connection: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    known_hosts: Path | None = None

    @property
    def options(self) -> str:
        """What a command line needs to come to this ground."""
        return "--practice" if self.connection else ""

    def site(self, site: Site) -> Site:
        """The site with the machines that are on this ground.

        A practice room holds some of a site's machines; the others must not even
        be chosen, or their real addresses would be used.
        """
        if not self.connection:
            return site
        there = tuple(machine for machine in site.machines if machine.name in self.connection)
        return replace(site, machines=there)


HERE = Ground()


def practice_ground(room: "Room") -> Ground:
    """The ground of a practice room."""
    return Ground(room.connection(), room.known_hosts)


def ground_of(site: Site, *, practice: bool) -> Ground:
    """The site's own room, or the practice room that was kept for it.

    Raises:
        SalleError: exit 5, no practice room is kept for this site.
    """
    if not practice:
        return HERE
    from salle.rehearsal.opening import kept_room

    room = kept_room(site)
    if room is None:
        raise SalleError(
            _("No practice room is kept for the site %(site)s.") % {"site": site.name},
            hint=_("To open one and keep it: salle rehearse %(site)s --keep") % {"site": site.name},
            code=Exit.LACKING,
        )
    return practice_ground(room)
