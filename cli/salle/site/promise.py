# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each machine shall have: the defaults of every role, overlaid by what the site says, resolved.

Ansible's own template engine resolves the defaults, so that a check compares with the very
value a role used.  Only the defaults are templates; what a site says is text, whatever it holds.
This module alone imports Ansible's Python code (its engine has no other door), and only inside
functions: it takes half a second.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salle import paths
from salle.errors import SalleError
from salle.i18n import _
from salle.site.model import Machine, Site
from salle.site.nodes import Secret

Promises = dict[str, dict[str, dict[str, Any]]]
"""By machine, role and variable."""


def promises(site: Site, roles: Path | None = None) -> Promises:
    """What each machine of a site shall have, by machine, role and variable.

    Args:
        site: a site as loaded.
        roles: the folder of the roles; the product's own when not given.

    Raises:
        SalleError: the defaults of a role cannot be resolved.
    """
    defaults = _all_defaults(roles or paths.roles())
    return {
        machine.name: {role: _resolve(role, own, machine) for role, own in defaults.items()}
        for machine in site.machines
    }


def _all_defaults(roles: Path) -> dict[str, Mapping[str, Any]]:
    """The defaults of each role that has some, their texts marked as templates to trust."""
    from ansible.errors import AnsibleError
    from ansible.parsing.dataloader import DataLoader

    loader = DataLoader()
    defaults = {}
    for file in sorted(roles.glob("*/defaults/main.yml")):
        role = file.parents[1].name
        try:
            defaults[role] = loader.load_from_file(str(file), trusted_as_template=True) or {}
        except AnsibleError as error:
            raise _broken(role, "defaults/main.yml", error) from error
    return defaults


def _resolve(role: str, defaults: Mapping[str, Any], machine: Machine) -> dict[str, Any]:
    """The variables of one role on one machine.

    What the site says is taken as it is, and never goes through the template engine.
    """
    from ansible.errors import AnsibleError
    from ansible.template import Templar

    templar = Templar(variables={**defaults, **_variables(machine)})
    promised: dict[str, Any] = {}
    for name, value in defaults.items():
        if name in machine.variables:
            promised[name] = machine.variables[name]
            continue
        try:
            promised[name] = _plain(templar.template(value))
        except AnsibleError as error:
            raise _broken(role, name, error) from error
    return promised


def _variables(machine: Machine) -> dict[str, Any]:
    """What a default may refer to: the site's variables and Ansible's names for the machine."""
    return {
        **{name: _opened(value) for name, value in machine.variables.items()},
        "inventory_hostname": machine.name,
        "inventory_hostname_short": machine.name.split(".")[0],
        "group_names": sorted(machine.groups),
    }


def _opened(value: Any) -> Any:
    """The value in the types the engine knows: it refuses other kinds of text."""
    if isinstance(value, Secret):
        return str.__str__(value)
    if isinstance(value, list):
        return [_opened(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _opened(entry) for name, entry in value.items()}
    return value


def _plain(value: Any) -> Any:
    """The value without the marks the engine puts on its own types."""
    if isinstance(value, Mapping):
        return {_plain(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return value if type(value) is kind else kind(value)
    return value


def _broken(role: str, name: str, error: Exception) -> SalleError:
    return SalleError(
        _("The default of %(name)s in the role %(role)s cannot be resolved.") % {"name": name, "role": role},
        why=str(error),
        hint=_("It is a part of salle: install salle again, or undo the change to this file."),
    )
