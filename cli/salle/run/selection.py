# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``--limit``: which machines a run is for, resolved here and not by Ansible.

Ansible's own answer to a mistyped name is a run on no machine; ours is an error
with the names that exist.  Explicit names are then handed to Ansible, and only
names without any character that its patterns, a shell or ssh could read.
"""

import re
from difflib import get_close_matches

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.model import Site

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
"""Letters, digits, dot, dash, underscore; never a dash first, which a program would take for an option."""


def select(site: Site, limit: str | None = None) -> tuple[str, ...]:
    """The machines meant, in the site's order.

    Args:
        site: the site.
        limit: names of machines or groups, separated by commas; ``!`` before a name leaves it out;
            with only such names, all the others are meant. None or ``all`` means every machine.

    Raises:
        SalleError: exit 2 for a name the site does not have, for an odd character, or for no machine at all.
    """
    words = [word.strip() for word in limit.split(",")] if limit is not None else ["all"]
    wanted = [word for word in words if word and not word.startswith("!")]
    unwanted = [word[1:] for word in words if word.startswith("!")]
    if limit is not None and not wanted and not unwanted:
        raise _nothing(site, limit)
    chosen = {name for word in wanted or ["all"] for name in _members(site, word)}
    chosen -= {name for word in unwanted for name in _members(site, word)}
    selected = tuple(machine.name for machine in site.machines if machine.name in chosen)
    if not selected:
        raise _nothing(site, limit)
    for name in selected:
        _refuse_odd(name)
    return selected


def groups(site: Site) -> tuple[str, ...]:
    """The names of the site's groups, sorted."""
    return tuple(sorted({group for machine in site.machines for group in machine.groups} - {"all"}))


def _members(site: Site, word: str) -> set[str]:
    """The machines that a name stands for."""
    _refuse_odd(word)
    if word == "all":
        return {machine.name for machine in site.machines}
    members = {machine.name for machine in site.machines if word == machine.name or word in machine.groups}
    if not members:
        raise _unknown(site, word)
    return members


def _refuse_odd(name: str) -> None:
    if not NAME.match(name):
        raise SalleError(
            _("%(name)r cannot be the name of a machine or a group.") % {"name": name},
            why=_("A name holds letters, digits, dots, dashes and underscores; first a letter or a digit."),
            hint=_("Separate several names with commas, and put ! before a name to leave it out."),
            code=Exit.USAGE,
        )


def _unknown(site: Site, word: str) -> SalleError:
    names = [machine.name for machine in site.machines]
    near = get_close_matches(word, [*names, *groups(site)], 1)
    return SalleError(
        _("%(site)s has no machine and no group called %(name)s.") % {"site": site.name, "name": word},
        why=(_("Did you mean %(name)s?") % {"name": near[0]}) if near else "",
        hint=_known(site),
        code=Exit.USAGE,
    )


def _nothing(site: Site, limit: str | None) -> SalleError:
    what = (
        _("--limit %(limit)s leaves no machine of %(site)s.") % {"limit": limit, "site": site.name}
        if site.machines and limit is not None
        else _("%(site)s has no machine.") % {"site": site.name}
    )
    return SalleError(what, hint=_known(site) if site.machines else "", code=Exit.USAGE)


def _known(site: Site) -> str:
    lines = [_("Machines: %(names)s.") % {"names": ", ".join(machine.name for machine in site.machines)}]
    if groups(site):
        lines.append(_("Groups: %(names)s.") % {"names": ", ".join(groups(site))})
    return "\n".join(lines)
