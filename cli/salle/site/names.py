# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine and a group may be called.

A machine's name becomes its host name, a folder of reports and a word on command lines, so
the rules are those of host names (RFC 1123, section 2.1) and nothing else.
"""

import re

from salle.i18n import _
from salle.site.wording import show

LONGEST_NAME = 63
"""Characters of a host name's part (RFC 1035, section 2.3.4)."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_MACHINE = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_GROUP = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBERS_ONLY = re.compile(r"[0-9.]+")
_NOT_GROUPS = frozenset({"ungrouped", "plugin", "localhost"})
"""``ungrouped`` is filled by Ansible itself; ``plugin`` makes it take the file for something else."""
_NOT_MACHINES = frozenset({"localhost", "all", "ungrouped"})


def machine_name_problem(name: str) -> str:
    """Why a machine cannot be called so; empty when it can."""
    if "[" in name and "]" in name:
        return _("%(name)s: ranges are not supported; write one line per machine.") % {"name": show(name)}
    if name.casefold() in _NOT_MACHINES:
        return _("%(name)s means something else to Ansible; give the machine another name.") % {"name": name}
    if len(name) > LONGEST_NAME or not _MACHINE.fullmatch(name) or _NUMBERS_ONLY.fullmatch(name):
        return _(
            "%(name)s cannot be the name of a machine: letters without accents, figures and hyphens "
            "were expected (at most 63, at least one letter), as in poste-01."
        ) % {"name": show(name) or '""'}
    return ""


def group_name_problem(name: str, *, top: bool) -> str:
    """Why a group cannot be called so; empty when it can.

    Args:
        name: the name of the group.
        top: whether it stands at the top of the file or directly below ``all``.
    """
    if name in _NOT_GROUPS or (name == "all" and not top):
        return _("%(name)s means something else to Ansible; give the group another name.") % {"name": name}
    if not _GROUP.fullmatch(name):
        return _(
            "%(name)s cannot be the name of a group: letters without accents, figures and _ were "
            "expected, a letter first."
        ) % {"name": show(name) or '""'}
    return ""
