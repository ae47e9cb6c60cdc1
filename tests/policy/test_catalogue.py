# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every application of the catalogue."""

from typing import Any

import pytest
import yaml
from salle import paths
from salle.catalogue import Application, load_catalogue
from salle.catalogue_source import schema

SYSTEMS = ("debian12", "debian13")
CATALOGUE = load_catalogue()
APPLICATIONS = CATALOGUE.applications
SPECS: dict[str, Any] = yaml.safe_load(
    (paths.roles() / "software/meta/argument_specs.yml").read_text("utf-8")
)

each = pytest.mark.parametrize("application", APPLICATIONS, ids=lambda one: one.id)


def test_the_catalogue_is_large_enough_to_be_judged() -> None:
    assert len(APPLICATIONS) >= 58


def test_the_three_main_profiles_bring_at_least_42_applications() -> None:
    assert len(CATALOGUE.chosen(["essentiel", "creation", "education"])) >= 42


def test_the_essential_profile_stays_modest() -> None:
    assert len(CATALOGUE.chosen(["essentiel"])) <= 18


def test_the_role_offers_exactly_the_profiles_of_the_catalogue() -> None:
    option = SPECS["argument_specs"]["main"]["options"]["software_profiles"]
    assert option["choices"] == list(CATALOGUE.profiles)


@pytest.mark.parametrize("profile", CATALOGUE.profiles)
def test_every_profile_brings_something(profile: str) -> None:
    assert CATALOGUE.chosen([profile])


def test_every_category_is_in_use() -> None:
    assert {one.category for one in APPLICATIONS} == set(CATALOGUE.categories)


def test_no_two_applications_have_the_same_name() -> None:
    names = [one.name for one in APPLICATIONS]
    assert len(names) == len(set(names))


@each
def test_what_it_is_for_is_said_in_both_languages_in_one_short_line(application: Application) -> None:
    for text in application.summary.values():
        assert 10 <= len(text) <= 90
        assert text[0].isupper() or text[0].isdigit()
        assert not text.endswith(".")
    assert application.summary["fr"] != application.summary["en"]


@each
@pytest.mark.parametrize("system", SYSTEMS)
def test_where_it_can_be_had_it_is_in_the_menu(application: Application, system: str) -> None:
    extension_of_a_browser = application.id == "ublock"
    assert bool(application.launchers_on(system)) == (
        application.available_on(system) and not extension_of_a_browser
    )


@each
@pytest.mark.parametrize("system", SYSTEMS)
def test_it_opens_files_through_entries_of_its_own_packages_only(
    application: Application, system: str
) -> None:
    opens = application.entry.get("opens_on", {}).get(system, application.entry.get("opens", {}))
    stems = {
        launcher.split(".desktop")[0].rsplit(".", 1)[-1][:5].lower()
        for launcher in application.launchers_on(system)
    }
    for launcher in opens:
        assert any(stem in launcher.lower() for stem in stems), launcher


@each
def test_an_application_that_is_not_started_by_the_checks_says_why(application: Application) -> None:
    startable = application.packages and application.entry.get("launcher")
    assert startable or "no_start" in application.entry


@each
def test_the_icons_keywords_and_links_are_those_of_the_schema_only(application: Application) -> None:
    known = set(schema()["$defs"]["application"]["properties"])
    assert set(application.entry) <= known
