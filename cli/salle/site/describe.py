# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site in words: what a coordinator wants to see before anything is touched."""

from collections.abc import Iterator

from salle.i18n import N_, _, label, ngettext
from salle.site.model import Machine, Site

LINES = (
    ("site_name", N_("Place")),
    ("site_address", N_("Address")),
    ("site_contact", N_("Help")),
    ("site_opening_hours", N_("Opening hours")),
    ("site_url", N_("Web")),
    ("site_use", N_("Use")),
    ("software_profiles", N_("Profiles")),
)
"""The variables worth a line, and what a line calls them."""

USES = {
    "public": N_("public: shared machines, nobody's data stays on them"),
    "personal": N_("personal: each machine leaves with its owner"),
}


def describe(site: Site) -> tuple[str, ...]:
    """The lines that say what the site is, the sentence about its validity first."""
    count = len(site.machines)
    first = ngettext("%(count)d machine, data valid.", "%(count)d machines, data valid.", count)
    return (first % {"count": count}, "", *_place(site), "", *map(_machine, site.machines))


def _place(site: Site) -> Iterator[str]:
    for name, title in LINES:
        if value := site.variables.get(name):
            yield "  " + label(_(title), _words(name, value))
    for group in sorted({group for machine in site.machines for group in machine.groups}):
        names = [machine.name for machine in site.machines if group in machine.groups]
        yield "  " + _("Group %(group)s: %(machines)s") % {"group": group, "machines": ", ".join(names)}


def _words(name: str, value: object) -> str:
    if name == "site_use":
        return _(USES.get(str(value), str(value)))
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " / ".join(text.split("\n"))


def _machine(machine: Machine) -> str:
    words = [machine.name, machine.address]
    if machine.label != machine.name:
        words.append(" ".join(machine.label.split()))
    if machine.seat:
        words.append(_("seat %(seat)s") % {"seat": machine.seat})
    return "  " + "  ".join(words)
