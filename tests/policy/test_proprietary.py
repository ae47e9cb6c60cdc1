# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for the list of proprietary programs: no free one is ever taken for one of them."""

import json
from fnmatch import fnmatchcase
from typing import Any

import jsonschema
import pytest
import yaml
from house import at_least_one
from salle import paths
from salle.catalogue import Application, load_catalogue

PROPRIETARY: dict[str, Any] = yaml.safe_load((paths.catalogue() / "proprietary.yml").read_text("utf-8"))
PROGRAMS: dict[str, dict[str, Any]] = PROPRIETARY["programs"]
SYSTEMS = ("debian12", "debian13", "linuxmint22", "linuxmint7", "ubuntu24", "ubuntu26")

each = pytest.mark.parametrize("application", load_catalogue().applications, ids=lambda one: one.id)


def patterns(kind: str) -> list[str]:
    return at_least_one([name for one in PROGRAMS.values() for name in one.get(kind, ())], kind)


def test_the_list_follows_its_schema() -> None:
    schema = json.loads((paths.catalogue() / "proprietary.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(PROPRIETARY)


def test_the_list_is_long_enough_to_be_judged() -> None:
    assert len(PROGRAMS) >= 30


@each
@pytest.mark.parametrize("system", SYSTEMS)
def test_no_free_application_is_taken_for_a_proprietary_one(application: Application, system: str) -> None:
    for kind, names in (
        ("launchers", application.launchers_on(system)),
        ("packages", application.packages_on(system)),
        ("flatpak", (application.flatpak,)),
    ):
        wrong = [(name, one) for name in names for one in patterns(kind) if fnmatchcase(name, one)]
        assert wrong == []


@pytest.mark.parametrize("kind", ["launchers", "packages", "flatpak", "snap"])
def test_no_two_programs_share_a_name(kind: str) -> None:
    assert len(patterns(kind)) == len(set(patterns(kind)))


@pytest.mark.parametrize(
    "free", ["brave-browser", "onlyoffice-desktopeditors", "signal-desktop", "codium", "firefox"]
)
def test_free_programs_that_look_alike_are_not_on_the_list(free: str) -> None:
    for kind, name in (("packages", free), ("launchers", f"{free}.desktop")):
        assert not [one for one in patterns(kind) if fnmatchcase(name, one)]
