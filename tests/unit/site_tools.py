# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of sites share: a folder of roles, and sites made of a few lines."""

from collections.abc import Callable
from pathlib import Path

import pytest
from salle.errors import SalleError
from salle.site.load import SiteInvalid, load_site
from salle.site.model import Problem

SITES = Path(__file__).with_name("sites")

LAMP_SPECS = """---
argument_specs:
  main:
    options:
      lamp_colours: {type: list, elements: str}
      lamp_on: {type: bool}
      lamp_bulbs: {type: int}
      lamp_power: {type: float}
      lamp_place: {type: path}
      lamp_anything: {type: raw}
      lamp_free: {type: dict}
      lamp_form: {type: str, choices: [round, square]}
      lamp_key: {type: str, no_log: true}
      lamp_level: {type: int, choices: [1, 2]}
      lamp_moods: {type: list, elements: str, choices: [calm, bright]}
      lamp_shade:
        type: dict
        options:
          form: {type: str, required: true, choices: [round, square]}
          height: {type: int}
      lamp_timers:
        type: list
        elements: dict
        options:
          at: {type: str, required: true}
          days: {type: list, elements: str}
"""

GOOD_HOSTS = "salle:\n  hosts:\n    poste-01: {ansible_host: 192.0.2.11}\n"
GOOD_SITE = "site_name: Médiathèque\n"


def make_roles(folder: Path) -> Path:
    """A folder of roles with one role, ``lamp``, that has a variable of each type."""
    meta = folder / "lamp" / "meta"
    meta.mkdir(parents=True)
    (meta / "argument_specs.yml").write_text(LAMP_SPECS)
    return folder


def use_roles(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr("salle.paths.roles", lambda: folder)


def make_site(folder: Path, files: dict[str, str | bytes] | None = None, **more: str) -> Path:
    """A site that is right, but for the files given."""
    content = {"hosts.yml": GOOD_HOSTS, "group_vars/all/site.yml": GOOD_SITE, **(files or {}), **more}
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def refusal(action: Callable[[], object]) -> SalleError | None:
    """The error of an action that a person is told about, if it ends with one."""
    try:
        action()
    except SalleError as error:
        return error
    return None


def fit_for_a_terminal(error: SalleError) -> bool:
    """Whether what the error says holds nothing that could steer a terminal or deceive a reader."""
    return all(line.isprintable() for line in str(error).splitlines())


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a site that must have some."""
    with pytest.raises(SiteInvalid) as caught:
        load_site(folder)
    return caught.value.problems


def said_of(folder: Path) -> list[str]:
    """The problems as ``file:line:column: message``, the file from the site's folder on."""
    names = [problem.place.file.absolute().relative_to(folder.absolute()) for problem in problems_of(folder)]
    return [
        ":".join([str(name), *(str(n) for n in (problem.place.line, problem.place.column) if n)])
        + f": {problem.message}"
        for name, problem in zip(names, problems_of(folder), strict=True)
    ]


def said_of_site_yml(folder: Path, text: str) -> list[str]:
    """The problems when group_vars/all/site.yml holds these lines after a good name."""
    return said_of(make_site(folder, {"group_vars/all/site.yml": GOOD_SITE + text}))
