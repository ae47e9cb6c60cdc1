# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A menu entry that the role writes is read back, by the checks, as what was meant."""

import sys
from pathlib import Path
from typing import Any

import pytest
from role_files import load

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "verify"))

from menu import find_entry  # noqa: E402 - the checks lie beside, in no package

MENU = load("software/library/software_menu.py")

HARD_WORDS = (
    "https://turbowarp.org/editor?locale=fr&x=1",
    "https://site.example/100%25;$HOME`id`",
    'a "quoted" \\ word',
    "it's",
)


def entry(**changes: Any) -> dict[str, Any]:
    usual = {
        "id": "salle-x",
        "name": "X",
        "summary": {"fr": "Voir", "en": "See"},
        "words": ["sh"],
        "icon": "camera-web",
        "categories": "Network;",
    }
    return {**usual, **changes}


def written(folder: Path, text: str, name: str = "salle-x.desktop") -> dict[str, str]:
    (folder / "applications").mkdir(parents=True)
    (folder / "applications" / name).write_text(text, "utf-8")
    return {"HOME": str(folder / "home"), "XDG_DATA_DIRS": str(folder)}


@pytest.mark.parametrize("word", HARD_WORDS)
def test_a_command_comes_back_word_for_word(tmp_path: Path, word: str) -> None:
    environment = written(tmp_path, MENU.desktop_file(entry(words=["xdg-open", word])))
    found = find_entry("salle-x.desktop", environment)
    assert found
    assert found.command() == ["xdg-open", word]


def test_a_name_with_a_line_break_stays_one_value(tmp_path: Path) -> None:
    environment = written(tmp_path, MENU.desktop_file(entry(name="X\nExec=evil\\")))
    found = find_entry("salle-x.desktop", environment)
    assert found
    assert found.keys["Name"] == "X\\nExec=evil\\\\"
    assert found.command() == ["sh"]


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("", False),
        ("NoDisplay=true", True),
        ("Hidden=true", True),
        ("OnlyShowIn=GNOME;", True),
        ("OnlyShowIn=GNOME;XFCE;", False),
        ("NotShowIn=XFCE;", True),
        ("TryExec=no-such-program", True),
    ],
)
def test_an_entry_that_the_menu_leaves_out_is_found_out(tmp_path: Path, line: str, hidden: bool) -> None:
    text = f"[Desktop Entry]\nType=Application\nName=X\nExec=sh -c true %U\n{line}\n"
    found = find_entry("x.desktop", written(tmp_path, text, "x.desktop"))
    assert found
    assert bool(found.hidden_because("XFCE", "/usr/bin:/bin")) is hidden
    assert found.command() == ["sh", "-c", "true"]


def test_an_entry_whose_program_is_gone_is_found_out(tmp_path: Path) -> None:
    text = "[Desktop Entry]\nName=X\nExec=no-such-program\n"
    found = find_entry("x.desktop", written(tmp_path, text, "x.desktop"))
    assert found
    assert found.hidden_because("XFCE", "/usr/bin:/bin")


def test_an_earlier_folder_hides_a_later_one(tmp_path: Path) -> None:
    first = written(tmp_path / "a", "[Desktop Entry]\nHidden=true\n", "x.desktop")
    second = written(tmp_path / "b", "[Desktop Entry]\nExec=sh\n", "x.desktop")
    both = {**first, "XDG_DATA_DIRS": f"{first['XDG_DATA_DIRS']}:{second['XDG_DATA_DIRS']}"}
    found = find_entry("x.desktop", both)
    assert found
    assert found.hidden_because("XFCE", "/usr/bin:/bin")


def test_an_entry_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert find_entry("x.desktop", {"HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)}) is None


def test_default_applications_are_sorted_so_that_a_second_run_changes_nothing() -> None:
    one = MENU.defaults({"b/b": "x.desktop", "a/a": "y.desktop"})
    assert one == MENU.defaults({"a/a": "y.desktop", "b/b": "x.desktop"})
    assert one.endswith("[Default Applications]\na/a=y.desktop;\nb/b=x.desktop;\n")
