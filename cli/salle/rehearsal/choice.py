# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which machines of a site are rehearsed, and with which system."""

from collections.abc import Sequence
from dataclasses import dataclass

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.rehearsal.releases import RELEASES
from salle.site.model import Site

GROUP = "repetition"
"""A group of the site that names the machines to rehearse."""

DEFAULT = 2


@dataclass(frozen=True)
class Seat:
    """A machine of the site and the Debian release its practice machine has."""

    machine: str
    release: str


def choose(site: Site, machines: int | None = None, releases: Sequence[str] = ()) -> tuple[Seat, ...]:
    """The machines to rehearse; the releases alternate.

    Args:
        site: the site.
        machines: how many of the site's first machines; None takes its group
            ``repetition`` or, without one, the first two.
        releases: Debian codenames; none means every release we know.

    Raises:
        SalleError: the site has fewer machines, or none at all.
    """
    names = _names(site, machines)
    cycle = tuple(releases) or RELEASES
    return tuple(Seat(name, cycle[index % len(cycle)]) for index, name in enumerate(names))


def _names(site: Site, machines: int | None) -> list[str]:
    everyone = [machine.name for machine in site.machines]
    if not everyone:
        raise SalleError(
            _("The site %(site)s has no machine to rehearse with.") % {"site": site.name},
            code=Exit.SITE_INVALID,
        )
    if machines is None:
        return [m.name for m in site.machines if GROUP in m.groups] or everyone[:DEFAULT]
    if machines > len(everyone):
        raise SalleError(
            _("You asked for %(asked)d practice machines; the site %(site)s has %(there)d.")
            % {"asked": machines, "site": site.name, "there": len(everyone)},
            hint=_("Ask for fewer: salle rehearse %(site)s --machines %(there)d")
            % {"site": site.name, "there": len(everyone)},
            code=Exit.USAGE,
        )
    return everyone[:machines]
