# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks take for evidence of French, and what they do not."""

import mmap
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "verify"))

from french import French, Reads, evidence, file_of  # noqa: E402 - the checks lie beside, in no package

EVIDENCE = (
    "usr/share/locale/fr/LC_MESSAGES/vlc.mo",
    "usr/share/locale/fr_FR/LC_MESSAGES/lamp.mo",
    "usr/share/keepassxc/translations/keepassxc_fr.qm",
    "usr/share/scribus/translations/scribus.fr.qm",
    "usr/share/lmms/locale/fr.qm",
    "usr/lib/thunderbird/extensions/langpack-fr@thunderbird.mozilla.org.xpi",
)
NO_EVIDENCE = (
    "usr/share/locale/de/LC_MESSAGES/vlc.mo",
    "usr/share/locale/fr/LC_MESSAGES/gtk30.mo",
    "usr/share/locale/fr/LC_MESSAGES/glib20.mo",
    "usr/share/locale/fr/LC_MESSAGES/ki18n6.mo",
    "usr/share/locale/fr/LC_MESSAGES/kio5_qt.mo",
    "usr/share/qt6/translations/qtbase_fr.qm",
    "usr/share/keepassxc/translations/keepassxc_de.qm",
    "usr/lib/fr/data.bin",
)


def placed(folder: Path, path: str) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True)
    file.write_bytes(b"texts")
    return file


@pytest.mark.parametrize("path", EVIDENCE)
def test_a_program_that_holds_its_french_texts_open_speaks_french(tmp_path: Path, path: str) -> None:
    with placed(tmp_path, path).open("rb"):
        assert file_of("fr", [os.getpid()]).endswith(path)
    assert file_of("fr", [os.getpid()]) == ""


def test_a_program_that_has_its_french_texts_mapped_speaks_french(tmp_path: Path) -> None:
    file = placed(tmp_path, EVIDENCE[0])
    number = os.open(file, os.O_RDONLY)
    with mmap.mmap(number, 0, prot=mmap.PROT_READ):
        os.close(number)
        assert file_of("fr", [os.getpid()]) == str(file)


@pytest.mark.parametrize("path", NO_EVIDENCE)
def test_texts_of_libraries_and_of_other_languages_prove_nothing(tmp_path: Path, path: str) -> None:
    with placed(tmp_path, path).open("rb"):
        assert file_of("fr", [os.getpid()]) == ""


def test_a_process_that_is_gone_proves_nothing() -> None:
    assert file_of("fr", [2**30]) == ""


def test_a_file_that_is_read_and_closed_is_noticed(tmp_path: Path) -> None:
    read, untouched = placed(tmp_path / "a", "fr.json"), placed(tmp_path / "b", "fr.po")
    with Reads([str(tmp_path / "nowhere"), str(untouched), str(read)]) as reads:
        assert reads.seen() == ""
        read.read_bytes()
        assert reads.seen() == str(read)
        assert reads.seen() == str(read)


def test_titles_count_where_the_catalogue_says_so() -> None:
    with Reads([]) as nothing:
        french = French(titles=("Sans nom",))
        assert (
            evidence(french, ["Sans nom 1 — LibreOffice Writer"], [], nothing)
            == "Sans nom 1 — LibreOffice Writer"
        )
        assert evidence(french, ["Untitled 1 - LibreOffice Writer"], [], nothing) == ""
