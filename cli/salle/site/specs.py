# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which variables a site may set: the argument specs of the site and of every role.

The format is Ansible's own (role argument validation: ``meta/argument_specs.yml``), so one
file serves ``salle check``, Ansible at the start of a role, and the reference page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from salle import paths
from salle.errors import SalleError
from salle.i18n import _

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SITE_SPECS = Path(__file__).with_name("argument_specs.yml")


@dataclass(frozen=True)
class Option:
    """What one variable may hold."""

    name: str
    owner: str
    """The role's name, or ``site``."""
    type: str = "str"
    elements: str = ""
    """What a list holds; empty: anything."""
    choices: tuple[Any, ...] = ()
    required: bool = False
    options: Mapping[str, "Option"] = field(default_factory=dict)
    """The names known inside; empty: any."""
    secret: bool = False
    """Whether it may only stand encrypted (Ansible's ``no_log``)."""

    def element(self, number: int) -> "Option":
        """What the entry of that number (from 1) of this list may hold."""
        name = _("%(name)s, entry %(number)d") % {"name": self.name, "number": number}
        return Option(name, self.owner, self.elements or "raw", "", self.choices, False, self.options)


def load_specs(roles: Path | None = None) -> dict[str, Option]:
    """The variables a site may set, by name.

    Args:
        roles: the folder of the roles; the product's own when not given.

    Raises:
        SalleError: a spec of the product cannot be read.
    """
    folder = roles or paths.roles()
    known = _read(SITE_SPECS, "site")
    for file in sorted(folder.glob("*/meta/argument_specs.yml")):
        known |= _read(file, file.parents[1].name)
    return known


def _read(file: Path, owner: str) -> dict[str, Option]:
    try:
        specs = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe one
        options = specs["argument_specs"]["main"].get("options") or {}
        return dict(_options(options, owner))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise SalleError(
            _("The list of variables in %(file)s cannot be read.") % {"file": file},
            why=str(error),
            hint=_("It is a part of salle: install salle again, or undo the change to this file."),
        ) from error


def _options(options: Mapping[str, Mapping[str, Any]], owner: str) -> Iterator[tuple[str, Option]]:
    for name, spec in options.items():
        yield (
            name,
            Option(
                name=name,
                owner=owner,
                type=spec.get("type", "str"),
                elements=spec.get("elements", ""),
                choices=tuple(spec.get("choices") or ()),
                required=bool(spec.get("required")),
                options=dict(_options(spec.get("options") or {}, owner)),
                secret=bool(spec.get("no_log")),
            ),
        )
