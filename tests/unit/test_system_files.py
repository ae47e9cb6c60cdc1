# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module ``system_files`` would remove, for folders and names meant to mislead it."""

import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from role_files import load

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    """The module, for which the folder ``ours`` of the test is ours alone; ``theirs`` is not."""
    for path in (tmp_path / "ours/a/file", tmp_path / "theirs/inside/letter"):
        path.parent.mkdir(parents=True)
        path.write_text("x")
    (tmp_path / "ours/link").symlink_to(tmp_path / "theirs")
    module = load("base/library/system_files.py")
    module.OURS = (tmp_path / "ours",)
    return module


@pytest.mark.parametrize(
    "named",
    ["/", "/etc", "/usr/share", "/usr/share/salle", "/usr/share/salle/../doc", "/home", "relative", ""],
)
def test_as_it_is_it_removes_nothing_but_below_our_own_folders(named: str) -> None:
    assert "is not ours alone" in load("base/library/system_files.py").wrong_folder(named)


@pytest.mark.parametrize(
    "named", ["", "ours", "ours/../theirs", "ours/a/../../theirs", "theirs", "oursalso/a"]
)
def test_a_folder_that_is_not_below_ours_is_refused(named: str, module: ModuleType, tmp_path: Path) -> None:
    assert "is not ours alone" in module.wrong_folder(f"{tmp_path}/{named}")


@pytest.mark.parametrize(
    ("named", "why"), [("ours/link", "link"), ("ours/link/inside", "link"), ("ours/a/file", "no folder")]
)
def test_a_folder_that_is_a_link_or_none_is_refused(
    named: str, why: str, module: ModuleType, tmp_path: Path
) -> None:
    assert why in module.wrong_folder(str(tmp_path / named))


def test_a_folder_of_ours_and_one_that_is_not_there_yet_are_taken(module: ModuleType, tmp_path: Path) -> None:
    assert module.wrong_folder(str(tmp_path / "ours/a")) == ""
    assert module.wrong_folder(str(tmp_path / "ours/new")) == ""
    assert module.surplus([str(tmp_path / "ours/new")], []) == []


@given(
    inside=st.dictionaries(NAMES, st.sampled_from(["file", "folder", "link", "link to a folder"]), max_size=6)
)
def test_whatever_lies_there_only_what_is_not_named_goes_and_no_link_is_followed(
    inside: dict[str, str],
) -> None:
    module = load("base/library/system_files.py")
    with tempfile.TemporaryDirectory() as place:
        ours, theirs = Path(place, "ours/portal"), Path(place, "theirs")
        ours.mkdir(parents=True)
        theirs.mkdir()
        (theirs / "letter").write_text("x")
        made = {ours / name: kind for name, kind in inside.items() if _make(ours / name, kind, theirs)}
        named = sorted(made)[:1]
        found = {
            Path(one["dest"]) for one in module.surplus([str(ours)], [{"dest": str(one)} for one in named])
        }
        expected = {path / "inside" if kind == "folder" else path for path, kind in made.items()} - set(named)
        assert found == expected


def _make(path: Path, kind: str, theirs: Path) -> bool:
    """Put a thing of that kind there; whether such a name can be."""
    try:
        if kind == "folder":
            path.mkdir()
            (path / "inside").write_text("x")
        elif kind == "file":
            path.write_text("x")
        else:
            path.symlink_to(theirs if "folder" in kind else theirs / "letter")
    except OSError:
        return False
    return True
