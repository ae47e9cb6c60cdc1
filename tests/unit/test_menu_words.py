# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program that adds words to menu entries keeps all the rest of an entry, and follows the package."""

import importlib.machinery
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROLE = Path(__file__).resolve().parents[2] / "roles" / "software"
ENTRY = """\
# of the package
[Desktop Entry]
Name=Writer
Exec=writer %U
Keywords=Text;Letter;
Keywords[fr]=Texte;Lettre

Actions=New;

[Desktop Action New]
Name=New
Exec=writer --new
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("MENU_WORDS_ROOT", str(tmp_path))
    loader = importlib.machinery.SourceFileLoader("menu_words", str(ROLE / "files/menu-words"))
    spec = importlib.util.spec_from_loader("menu_words", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)

    def update_cache(words: list[str], check: bool) -> None:
        assert words == ["update-desktop-database", "-q", str(module.OURS)]
        module.CACHE.write_text("[MIME Cache]\n", "utf-8")

    monkeypatch.setattr(module.subprocess, "run", update_cache)
    for folder in (module.PACKAGED, module.WORDS.parent):
        folder.mkdir(parents=True)
    return module


def lay(program: ModuleType, text: str = ENTRY, words: tuple[str, ...] = ("Word", "texte")) -> Path:
    (program.PACKAGED / "writer.desktop").write_text(text, "utf-8")
    program.WORDS.write_text(json.dumps({"writer.desktop": words, "absent.desktop": ["x"]}), "utf-8")
    copy: Path = program.OURS / "writer.desktop"
    return copy


def test_every_language_gets_the_words_it_lacks_and_all_else_stays(program: ModuleType) -> None:
    after = program.with_words(ENTRY, ["Word", "texte"])
    expected = ENTRY.replace("Text;Letter;", "Text;Letter;Word;texte;").replace(
        "Texte;Lettre", "Texte;Lettre;Word;"
    )
    assert [line for line in after.splitlines()[1:] if line] == [
        line for line in expected.splitlines() if line
    ]


def test_an_entry_without_keywords_gets_them_before_its_actions(program: ModuleType) -> None:
    bare = "[Desktop Entry]\nName=X\n[Desktop Action A]\nName=Keywords\n"
    assert program.with_words(bare, ["a;b"]).splitlines()[1:] == [
        "[Desktop Entry]",
        "Name=X",
        "Keywords=a\\;b;",
        "",
        "[Desktop Action A]",
        "Name=Keywords",
    ]


def test_a_second_time_changes_nothing(program: ModuleType) -> None:
    copy = lay(program)
    assert program.update() == [str(copy), str(program.CACHE)]
    assert program.update() == []


def test_a_missing_cache_of_types_is_made_again(program: ModuleType) -> None:
    lay(program)
    program.update()
    program.CACHE.unlink()
    assert program.update() == [str(program.CACHE)]
    assert program.update() == []


def test_looking_changes_nothing(program: ModuleType) -> None:
    copy = lay(program)
    assert program.update(look=True) == [str(copy), str(program.CACHE)]
    assert not copy.exists()


def test_the_copy_follows_the_package(program: ModuleType) -> None:
    copy = lay(program)
    program.update()
    lay(program, ENTRY.replace("writer %U", "writer2 %U"))
    program.update()
    assert "Exec=writer2 %U" in copy.read_text("utf-8")
    (program.PACKAGED / "writer.desktop").unlink()
    program.update()
    assert not copy.exists()


def test_somebody_elses_entry_is_left_alone(program: ModuleType) -> None:
    copy = lay(program)
    copy.parent.mkdir(parents=True)
    copy.write_text("[Desktop Entry]\nName=Mine\n", "utf-8")
    assert program.update() == []
    assert copy.read_text("utf-8") == "[Desktop Entry]\nName=Mine\n"


def test_without_words_all_copies_go(program: ModuleType) -> None:
    copy = lay(program)
    program.update()
    program.WORDS.unlink()
    assert program.update() == [str(copy)]
    assert not copy.exists()
