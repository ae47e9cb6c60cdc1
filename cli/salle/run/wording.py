# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How steps, times and sizes are said to people."""

from salle.i18n import N_, _, label, ngettext
from salle.run.events import MARK

ROLES = {
    "base": N_("name, language and clock"),
    "packages": N_("programs"),
    "desktop": N_("desktop"),
    "software": N_("applications in the menu"),
    "browser": N_("web browser"),
    "wallpaper": N_("wallpaper"),
    "portal": N_("home page"),
    "printing": N_("printing"),
    "discreet": N_("proprietary programs"),
    "accounts": N_("accounts"),
    "multiboot": N_("boot menu"),
    "attestation": N_("the computer's own check"),
}
"""What a role is about, in two or three words."""


def role_words(role: str) -> str:
    """What a role is about; an unknown role keeps its name; outside any role, getting started."""
    return _(ROLES[role]) if role in ROLES else role or _("getting in touch")


def task_words(task: str) -> str:
    """A task's name in the reader's language, where the catalogue of messages has it."""
    if task in ("Gathering Facts", ""):
        return _("getting in touch")
    return _("done") if task == MARK else _(task)


def step_words(role: str, task: str) -> str:
    """Where a machine is: the role, and the task in it."""
    if not role:
        return task_words(task)
    return label(role_words(role), task_words(task))


def duration(seconds: float) -> str:
    """A time as people read it: 7 s, 3 min 05 s, 1 h 02 min."""
    whole = round(max(seconds, 0))
    if whole < 60:
        return _("%(s)d s") % {"s": whole}
    if whole < 3600:
        return _("%(m)d min %(s)02d s") % {"m": whole // 60, "s": whole % 60}
    return _("%(h)d h %(m)02d min") % {"h": whole // 3600, "m": whole % 3600 // 60}


def size(count: int) -> str:
    """A number of bytes as people read it, in decimal units like apt's."""
    if count < 1000:
        return _("%(n)d bytes") % {"n": count}
    power = min((len(str(count)) - 1) // 3, 3)
    value, unit = count / 1000**power, (_("kB"), _("MB"), _("GB"))[power - 1]
    return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def machines(count: int) -> str:
    """So many machines."""
    return ngettext("%(n)d machine", "%(n)d machines", count) % {"n": count}
