# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A generated inventory, laid over the site's, that wins.

Given to Ansible as the last ``-i`` source, its host variables beat the site's
group_vars and host_vars (for the same level, the last source wins).  It carries

- what was computed for a machine (``derived``),
- how to connect to it, where that differs from the site (``connection``),
- again every value of the site that holds a template mark, tagged ``!unsafe``.

The last is what makes site data plain text: ansible-core runs a template found
in an inventory, ``lookup('pipe', ...)`` included, on the coordinator's computer.
A value tagged ``!unsafe`` is never templated, also not through another variable.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from salle.site.model import Machine, Site

TEMPLATE_MARKS = ("{{", "{%", "{#")

Variables = Mapping[str, Any]


class Literal(str):
    """A text that Ansible must take as it is."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes a :class:`Literal` with Ansible's own tag, and never an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent(dumper: _Dumper, text: Literal) -> yaml.Node:
    return dumper.represent_scalar("!unsafe", str(text), style='"')


_Dumper.add_representer(Literal, _represent)


def holds_template(value: Any) -> bool:
    """Whether a template mark is found anywhere in the value, keys included."""
    if isinstance(value, str):
        return any(mark in value for mark in TEMPLATE_MARKS)
    if isinstance(value, Mapping):
        return any(holds_template(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(holds_template(part) for part in value)
    return False


def literal(value: Any) -> Any:
    """The value with every text that holds a template mark turned into a :class:`Literal`."""
    if isinstance(value, str):
        return Literal(value) if holds_template(value) else str(value)
    if isinstance(value, Mapping):
        return {literal(key): literal(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [literal(part) for part in value]
    return value


def write_overlay(
    site: Site,
    folder: Path,
    derived: Mapping[str, Variables],
    connection: Mapping[str, Variables] | None = None,
) -> Path:
    """Write the overlay afresh and return the folder, to be given as the last ``-i``.

    Args:
        site: the site; its machines are the overlay's hosts.
        folder: where to write; what an earlier run left there is removed. Only its owner may read it.
        derived: computed variables per machine; they are data, never templates.
        connection: connection variables per machine, which beat the site's own.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "host_vars").mkdir(parents=True)
    folder.chmod(0o700)
    _write(folder / "hosts.yml", {"all": {"hosts": {machine.name: {} for machine in site.machines}}})
    for machine in site.machines:
        layers = (derived.get(machine.name, {}), (connection or {}).get(machine.name, {}))
        _write(folder / "host_vars" / f"{machine.name}.yml", _variables(machine, *layers))
    return folder


def _variables(machine: Machine, derived: Variables, connection: Variables) -> dict[str, Any]:
    """What the overlay says for one machine; the connection beats the derived, both beat the site."""
    marked = {name: value for name, value in machine.variables.items() if holds_template(value)}
    return {name: literal(value) for name, value in {**marked, **derived, **connection}.items()}


def _write(path: Path, data: Mapping[str, Any]) -> None:
    text = yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, width=10_000, sort_keys=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"---\n{text}")
