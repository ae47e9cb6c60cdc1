# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role ``software`` and the command line make the same choice from the catalogue."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from role_files import load
from salle.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = ("debian12", "debian13", "linuxmint22", "linuxmint6", "linuxmint7", "ubuntu24", "ubuntu26")
WISHES = (
    (["essentiel"], [], []),
    (["creation", "education"], ["signal", "element"], ["blender", "stellarium"]),
    ([], ["gimp"], []),
    ([], [], []),
)


CATALOGUE = load_catalogue()
FILTERS = load("software/filter_plugins/applications.py")


@cache
def raw() -> dict[str, Any]:
    text = (ROOT / "catalogue" / "applications.yml").read_text("utf-8")
    entries: dict[str, Any] = yaml.safe_load(text)["applications"]
    return entries


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(("profiles", "extra", "excluded"), WISHES)
def test_role_and_command_line_choose_alike(
    system: str, profiles: list[str], extra: list[str], excluded: list[str]
) -> None:
    ours = CATALOGUE.chosen(profiles, extra, excluded)
    for language in ("fr", "ar", "xx"):
        chosen = FILTERS.chosen_applications(raw(), profiles, extra, excluded, system, language)
        assert [(one["id"], tuple(one["packages"])) for one in chosen] == [
            (one.id, one.packages_on(system, language)) for one in ours
        ]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_menu_entries_the_role_makes_are_those_the_command_line_knows(system: str) -> None:
    chosen = FILTERS.chosen_applications(raw(), ["essentiel", "education"], ["element"], [], system, "fr")
    made = {f"{entry['id']}.desktop" for entry in FILTERS.own_entries(chosen)}
    known = {
        launcher
        for one in CATALOGUE.chosen(["essentiel", "education"], ["element"])
        for launcher in one.launchers_on(system)
    }
    assert made == {launcher for launcher in known if launcher.startswith("salle-")}
    assert made


def test_the_role_asks_for_no_package_of_another_role() -> None:
    chosen = FILTERS.chosen_applications(raw(), ["essentiel"], [], [], "debian13", "fr")
    reasons = FILTERS.package_reasons(chosen)
    assert "firefox-esr" not in reasons
    assert reasons["hunspell-fr"] == "LibreOffice, Thunderbird"


def test_where_two_open_the_same_type_the_first_of_the_catalogue_wins() -> None:
    chosen = [
        {"packages": ["a"], "opens": {"a.desktop": ["image/png"]}},
        {"packages": [], "opens": {"b.desktop": ["image/gif"]}},
        {"packages": ["c"], "opens": {"c.desktop": ["image/png", "image/gif"]}},
    ]
    assert FILTERS.default_openers(chosen) == {"image/png": "a.desktop", "image/gif": "c.desktop"}
