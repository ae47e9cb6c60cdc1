# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue is read whole, or every mistake in it is named with its line."""

from pathlib import Path

import pytest
from salle.catalogue import Catalogue, load_catalogue
from salle.errors import SalleError

GOOD = """---
profiles:
  basic: {name: {fr: Base, en: Basic}, summary: {fr: Peu, en: Little}}
  more: {name: {fr: Plus, en: More}, summary: {fr: Beaucoup, en: Much}}
categories:
  office: {fr: Bureautique, en: Office}
applications:
  pen:
    name: Pen
    summary: {fr: Écrire, en: Write}
    category: office
    profiles: [basic]
    packages: [pen]
    packages_on: {debian12: [old-pen], ubuntu: [pen-snap], debian13: []}
    languages: {fr: [pen-fr], ar: [pen-ar, ink-ar]}
    languages_on: {ubuntu: {}}
    limits: {fr: Rare, en: Rare}
    launcher: [pen.desktop]
    launcher_on: {debian12: [old-pen.desktop]}
    replaces: [Quill]
    keywords: [ink]
    licence: MIT
    homepage: https://pen.example/
  site:
    name: Site
    summary: {fr: Voir, en: See}
    category: office
    profiles: [more]
    packages: []
    launcher: []
    web: https://site.example/
    icon: camera-web
    no_start: {fr: Un site, en: A site}
    replaces: []
    keywords: [see]
    licence: MIT
    homepage: https://site.example/
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "applications.yml"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return load_catalogue(written(tmp_path, GOOD))


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(SalleError) as caught:
        load_catalogue(written(folder, text))
    return str(caught.value)


@pytest.mark.parametrize(
    ("system", "packages"),
    [
        ("debian12", ("old-pen", "pen-fr")),
        ("debian13", ()),
        ("ubuntu24", ("pen-snap",)),
        ("linuxmint22", ("pen", "pen-fr")),
    ],
)
def test_packages_follow_the_version_then_the_system_then_the_general_names(
    catalogue: Catalogue, system: str, packages: tuple[str, ...]
) -> None:
    assert catalogue.application("pen").packages_on(system) == packages


def test_an_application_comes_with_the_language_that_was_asked_for(catalogue: Catalogue) -> None:
    pen = catalogue.application("pen")
    assert pen.packages_on("debian12", "ar") == ("old-pen", "pen-ar", "ink-ar")
    assert pen.packages_on("debian12", "xx") == ("old-pen",)
    assert pen.packages_on("debian13", "ar") == ()


def test_an_application_without_a_package_on_a_system_is_not_to_be_had_there(catalogue: Catalogue) -> None:
    assert not catalogue.application("pen").available_on("debian13")
    assert catalogue.application("pen").available_on("debian12")
    assert catalogue.application("site").available_on("debian13")


def test_a_site_has_the_menu_entry_that_the_role_makes(catalogue: Catalogue) -> None:
    assert catalogue.application("site").launchers_on("debian12") == ("salle-site.desktop",)
    assert catalogue.application("pen").launchers_on("debian12") == ("old-pen.desktop",)


def test_the_entry_travels_to_the_checks_with_its_id(catalogue: Catalogue) -> None:
    promised = catalogue.application("pen").as_promised()
    assert (promised["id"], promised["packages"]) == ("pen", ["pen"])


@pytest.mark.parametrize(
    ("profiles", "extra", "excluded", "ids"),
    [
        ([], [], [], []),
        (["basic"], [], [], ["pen"]),
        (["basic"], ["site"], [], ["pen", "site"]),
        (["more", "basic"], [], [], ["pen", "site"]),
        (["basic", "more"], ["pen"], ["pen"], ["site"]),
    ],
)
def test_profiles_and_extras_bring_applications_and_exclusion_wins(
    catalogue: Catalogue, profiles: list[str], extra: list[str], excluded: list[str], ids: list[str]
) -> None:
    assert [one.id for one in catalogue.chosen(profiles, extra, excluded)] == ids


def test_an_unknown_application_is_met_with_the_nearest_name(catalogue: Catalogue) -> None:
    with pytest.raises(SalleError) as caught:
        catalogue.chosen(["basic"], extra=["sitte"])
    assert "sitte" in caught.value.what
    assert "site" in caught.value.hint


def test_an_unknown_profile_is_met_with_the_names_there_are(catalogue: Catalogue) -> None:
    with pytest.raises(SalleError) as caught:
        catalogue.chosen(["zzz"])
    assert "basic, more" in caught.value.hint


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("    licence: MIT\n    homepage: https://pen", "    homepage: https://pen", 9, "licence"),
        ("launcher: [pen.desktop]", "launcher: [pen]", 18, "pen"),
        ("profiles: [basic]", "profiles: [basics]", 12, "basic"),
        ("category: office\n    profiles: [basic]", "category: offices\n    profiles: [basic]", 11, "office"),
        ("    limits: {fr: Rare, en: Rare}\n", "", 13, "limits"),
        ("    name: Pen\n", "    name: Pen\n    nmae: Pen\n", 9, "nmae"),
        ("  site:\n", "  pen:\n", 24, "pen"),
        ("    icon: camera-web\n", "", 25, "icon"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, before: str, after: str, line: int, words: str
) -> None:
    assert before in GOOD
    said = complaint(tmp_path, GOOD.replace(before, after, 1))
    assert f"applications.yml:{line}:" in said
    assert words in said


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    said = complaint(tmp_path, GOOD.replace("profiles: [basic]", "profiles: [x]").replace("[more]", "[y]"))
    assert "no profile x" in said
    assert "no profile y" in said


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(SalleError) as caught:
        load_catalogue(tmp_path / "nowhere.yml")
    assert "nowhere.yml" in str(caught.value)
