# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A value is judged by the argument spec of its variable, down to the last nested entry."""

from pathlib import Path

import pytest
from salle.errors import SalleError
from salle.site.load import load_site
from salle.site.specs import load_specs
from site_tools import GOOD_SITE, make_roles, make_site, said_of_site_yml, use_roles

WRONG = {
    "a word for a list": ("lamp_colours: red", "2:15: lamp_colours: a list was expected"),
    "a list for a word": ("lamp_form: [round]", "2:12: lamp_form: a text was expected; this is a list"),
    "a number in a list of texts": (
        "lamp_colours: [red, 3.10]",
        '2:21: lamp_colours, entry 2: a text was expected, but YAML reads 3.10 as 3.1; put quotes: "3.10"',
    ),
    "an entry without value": ("lamp_colours:\n  - red\n  -", "4:4: lamp_colours, entry 2 has no value"),
    "a text for a switch": ("lamp_on: 'yes'", "2:10: lamp_on: true or false was expected"),
    "a number for a switch": ("lamp_on: 1", "2:10: lamp_on: true or false was expected"),
    "a text for a number": ("lamp_bulbs: '3'", "2:13: lamp_bulbs: a whole number was expected"),
    "a decimal for a whole number": ("lamp_bulbs: 3.5", "2:13: lamp_bulbs: a whole number was expected"),
    "an octal number": (
        "lamp_bulbs: 010",
        "2:13: lamp_bulbs: YAML reads 010 as 8; if you mean that, write 8",
    ),
    "a time for a number": ("lamp_bulbs: 1:30", "2:13: lamp_bulbs: YAML reads 1:30 as 90"),
    "a text for a decimal": ("lamp_power: much", "2:13: lamp_power: a number was expected"),
    "a switch for a path": (
        "lamp_place: on",
        '2:13: lamp_place: a text was expected, but YAML reads on as true; put quotes: "on"',
    ),
    "nothing for a text": ("lamp_form: ~", "2:12: lamp_form: a text was expected, but YAML reads ~ as null"),
    "a text for names": ("lamp_shade: round", "2:13: lamp_shade: names with values were expected"),
    "a choice misspelt": (
        "lamp_form: rond",
        "2:12: lamp_form: rond is not one of round, square. Did you mean round?",
    ),
    "a secret for all to read": ("lamp_key: 4711", "2:11: lamp_key is a secret, and stands here for all"),
    "a number not to choose": ("lamp_level: 3", "2:13: lamp_level: 3 is not one of 1, 2"),
    "a choice in a list": (
        "lamp_moods: [calm, brigth]",
        "2:20: lamp_moods, entry 2: brigth is not one of calm, bright. Did you mean bright?",
    ),
    "a nested choice": ("lamp_shade: {form: flat}", "2:20: form: flat is not one of round, square"),
    "an unknown nested name": (
        "lamp_shade: {form: round, heigth: 3}",
        "2:27: lamp_shade knows no heigth; it knows form, height. Did you mean height?",
    ),
    "a nested name missing": ("lamp_shade: {height: 3}", "2:13: lamp_shade: form is missing"),
    "a nested name in a list": (
        "lamp_timers:\n  - at: 8:30",
        "3:9: at: a text was expected, but YAML reads 8:30 as 510",
    ),
    "a list in a nested list": ("lamp_timers:\n  - {at: x, days: monday}", "3:19: days: a list was expected"),
    "an unknown variable": (
        "lamp_from: round",
        "2:1: there is no variable called lamp_from. Did you mean lamp_form?",
    ),
    "an unknown variable of a role": (
        "lamp_zzzzzzzzzzzz: 1",
        "2:1: there is no variable called lamp_zzzzzzzzzzzz. lamp knows: lamp_colours",
    ),
    "a variable of nothing": ("xyzzy: 1", "2:1: there is no variable called xyzzy."),
}

RIGHT = [
    "lamp_colours: [red, '3.10', 'NO']",
    "lamp_colours: []",
    "lamp_on: yes",
    "lamp_on: false",
    "lamp_bulbs: -3",
    "lamp_power: 3",
    "lamp_power: 3.5",
    "lamp_place: ~/pictures",
    "lamp_anything: ~",
    "lamp_anything: [1, {a: b}]",
    "lamp_free: {what: ever}",
    "lamp_level: 2",
    "lamp_shade: {form: round, height: 3}",
    "lamp_timers: [{at: '8:30', days: [monday]}]",
]


@pytest.fixture(autouse=True)
def _roles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_roles(monkeypatch, make_roles(tmp_path / "roles"))


@pytest.mark.parametrize(("line", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_refused_with_what_was_expected(tmp_path: Path, line: str, expected: str) -> None:
    said = said_of_site_yml(tmp_path / "s", line + "\n")
    assert len(said) == 1
    assert said[0].startswith(f"group_vars/all/site.yml:{expected}")


@pytest.mark.parametrize("line", RIGHT)
def test_a_right_value_is_accepted(tmp_path: Path, line: str) -> None:
    assert load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": f"{GOOD_SITE}{line}\n"}))


def test_a_required_text_cannot_be_blank(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s", {"group_vars/all/site.yml": 'site_name: " "\n'})
    with pytest.raises(SalleError, match=r"site\.yml:1:12: site_name is empty"):
        load_site(site)


def test_a_value_with_a_thousand_faults_does_not_fill_the_screen(tmp_path: Path) -> None:
    said = said_of_site_yml(tmp_path / "s", f"lamp_moods: [{'sad, ' * 1000}]\n")
    assert len(said) == 21
    assert "more is wrong" in said[0]


def test_every_variable_of_the_product_is_known() -> None:
    from salle import paths

    known = load_specs(paths.data_root() / "roles")
    assert {"site_name", "base_hostname", "software_profiles", "browser_bookmarks"} <= set(known)
    assert known["site_name"].owner == "site"
    assert known["browser_bookmarks"].options["name"].required


def test_a_spec_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "roles/lamp/meta/argument_specs.yml"
    file.write_text("argument_specs: [")
    with pytest.raises(SalleError, match=r"lamp/meta/argument_specs\.yml cannot be read"):
        load_specs(tmp_path / "roles")
