# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role says in English is recognised, values and all, and said in the reader's language."""

from salle.run import role_texts
from salle.run.role_texts import in_language, sentences, texts


def shouting(text: str) -> str:
    """A language in which every sentence can be told from the English one."""
    return "¡" + text


def test_roles_say_things_to_people() -> None:
    assert len(sentences()) > 20
    assert "Set the time zone" in {text for _file, text in texts()}


def test_a_message_is_translated_with_its_values() -> None:
    said = "poste-03 keeps its wallpaper: no folder of pictures was given (wallpaper_source)."
    assert in_language(said, shouting) == "¡" + said.replace("poste-03", "¡poste-03")


def test_a_piece_that_the_role_chose_is_translated_too() -> None:
    said = (
        "The clock of poste-01 is wrong by 17 minutes and could not be set (no). "
        "Nothing was changed on it. Set its date by hand, then start again."
    )
    assert "¡Set its date by hand, then start again." in in_language(said, shouting)


def test_white_space_that_a_template_left_does_not_matter() -> None:
    said = "poste-03 keeps its\nwallpaper:   no folder of pictures was given (wallpaper_source)."
    assert in_language(said, shouting).startswith("¡")


def test_what_no_role_said_stays_as_it_is() -> None:
    assert in_language("E: Unable to locate package xyz", shouting) == "E: Unable to locate package xyz"


def test_a_percent_sign_of_a_role_survives() -> None:
    text, pattern = role_texts._sentence("The disk of {{ host }} is 95 % full, {{ name }} said so")
    found = pattern.fullmatch("The disk of a is 95 % full, b said so")
    assert found
    assert text % {"1": found[1], "2": found[2]} == "The disk of a is 95 % full, b said so"


def test_what_a_module_says_is_translated_with_its_values() -> None:
    said = "b.yml:3:5: Cookies.Allwo: the Firefox on this machine knows no such name; did you mean Allow?"
    assert in_language(said, shouting) == "¡" + said.replace("b.yml", "¡b.yml").replace("Allow?", "¡Allow?")


def test_lines_that_are_sentences_of_their_own_are_translated_one_by_one() -> None:
    first = (
        "Nothing was written: the Firefox on this machine would refuse or silently leave out a part of it."
    )
    second = "Cookies.Allwo: the Firefox on this machine knows no such name"
    assert [line[:2] for line in in_language(f"{first}\n{second}", shouting).splitlines()] == ["¡N", "¡¡"]


def test_lines_of_something_else_below_a_sentence_stay_with_it() -> None:
    said = "The rules that Firefox carries cannot be read: one\ntwo three"
    assert in_language(said, shouting).startswith("¡The rules")


def test_every_sentence_of_a_module_is_listed_for_translation() -> None:
    listed = [file for file, _text in texts() if file.endswith("_words.py")]
    assert len(listed) > 15
