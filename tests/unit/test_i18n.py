# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which language salle speaks, and that it speaks it, Click's own texts included."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from salle import i18n

CLI = Path(__file__).parents[2] / "cli"


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    """What the launcher does at its start."""
    for texts in CLI.glob("salle/locale/*/LC_MESSAGES/*.po"):
        with texts.open("rb") as source, texts.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(source, locale=texts.parents[1].name))


@pytest.mark.parametrize(
    ("words", "environ", "language"),
    [
        ([], {}, "fr"),
        ([], {"LANG": "C.UTF-8"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "fr"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en"}, "en"),
        ([], {"LANG": "fr_FR@euro"}, "fr"),
        ([], {"LANG": "english"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ([], {"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "en:fr"}, "en"),
        ([], {"LANGUAGE": "fr", "SALLE_LANG": "en"}, "en"),
        (["check", "demo", "--lang", "en"], {"SALLE_LANG": "fr"}, "en"),
        (["check", "demo", "--lang=en"], {"SALLE_LANG": "fr"}, "en"),
        (["check", "demo", "--lang", "xx"], {"SALLE_LANG": "en"}, "en"),
        (["check", "en"], {"SALLE_LANG": "fr"}, "fr"),
    ],
)
def test_the_language_is_the_first_that_is_named(
    words: list[str], environ: dict[str, str], language: str
) -> None:
    assert i18n.choose(words, environ) == language


def test_an_empty_text_stays_empty() -> None:
    i18n.use("fr")
    assert i18n._("") == ""


def test_each_language_can_be_spoken_whatever_the_process_speaks() -> None:
    i18n.use("en")
    assert i18n.language() == "en"
    assert i18n.speech("fr").gettext("Show this message and exit.") == "Afficher cette aide et terminer."
    assert i18n.speech().gettext("Show this message and exit.") == "Show this message and exit."


def test_none_takes_the_french_singular() -> None:
    """French: 0 and 1 are singular; English: only 1 is."""
    i18n.use("fr")
    words = ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})")
    said = [i18n.ngettext(*words, number).split(" ")[0] for number in (0, 1, 2)]
    assert said == ["Argument", "Argument", "Arguments"]


@pytest.mark.parametrize(("language", "words"), [("fr", "Erreur"), ("en", "Error: ")])
def test_click_itself_speaks_it(language: str, words: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "salle", "check", "--no-such-option"],
        env={**os.environ, "PYTHONPATH": str(CLI), "SALLE_LANG": language},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    assert words in ended.stderr
