# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever reads French reads nothing else, and what is filled into a text is in both languages."""

import re
from collections import defaultdict

import translations
from babel.messages.catalog import Message
from house import at_least_one

PLACEHOLDERS = re.compile(r"%\(\w+\)\S*?[a-zA-Z]|\{[^{}]*\}")


def forms(message_part: str | tuple[str, ...]) -> tuple[str, ...]:
    return message_part if isinstance(message_part, tuple) else (message_part,)


def texts() -> list[Message]:
    """Each text of the code with its French."""
    french = translations.french()
    wanted = [message for message in translations.template() if message.id]
    found = [french.get(message.id) for message in at_least_one(wanted, "text")]
    return [message for message in found if message]


def test_every_text_has_its_french() -> None:
    assert [message.id for message in translations.missing()] == []


def test_no_french_is_left_of_texts_that_are_gone() -> None:
    wanted = translations.template()
    assert [message.id for message in translations.french() if message.id and message.id not in wanted] == []


def test_what_is_filled_into_a_text_is_in_both_languages() -> None:
    for message in at_least_one(texts(), "French text"):
        wanted = [set(PLACEHOLDERS.findall(form)) for form in forms(message.id)]
        for form in filter(None, forms(message.string)):
            assert set(PLACEHOLDERS.findall(form)) in wanted, f"{message.id!r}: {form!r}"


def test_a_text_with_values_accepts_them_in_french() -> None:
    values: defaultdict[str, int] = defaultdict(int)
    for message in texts():
        for form in forms(message.string):
            if re.search(r"%\(\w+\)", form):
                assert form % values, message.id


def test_texts_of_every_kind_of_source_are_seen() -> None:
    seen = {file for message in translations.template() for file, _line in message.locations}
    for start, end in (
        ("cli/salle/commands/", ".py"),
        ("cli/salle/", ".j2"),
        ("tests/verify/", ".py"),
        ("roles/", "argument_specs.yml"),
        ("click/", ".py"),
    ):
        texts_there = [file for file in seen if file.startswith(start) and file.endswith(end)]
        assert texts_there, f"no text found in {start}*{end}"
