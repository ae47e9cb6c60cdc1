# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever lies in the public account's folders, nothing outside of them is deleted, changed, or followed."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from accounts_role import folders
from hypothesis import given, settings
from hypothesis import strategies as st

ME = os.geteuid()
PUBLIC, OTHER = (2000, 2001) if ME == 0 else (ME, ME)
"""Somebody else's things can be made by the administrator only; others test all the rest."""
NAME = st.binary(min_size=1, max_size=12).filter(lambda name: b"/" not in name and b"\0" not in name)
NAMES = st.one_of(
    NAME, st.sampled_from([b"-rf", b"..a", b"\n", b"* ?", b"\xff\xfe", b".salle-lifted.1"])
).filter(lambda name: name not in (b".", b".."))
OWNERS = st.sampled_from([PUBLIC, OTHER])
LEAVES = st.sampled_from(["file", "link in", "link out", "link up", "hard link", "pipe", "broken link"])
TREES = st.recursive(
    st.tuples(LEAVES, OWNERS),
    lambda inner: st.tuples(st.dictionaries(NAMES, inner, max_size=4), OWNERS),
    max_leaves=12,
)


def own(path: bytes, owner: int) -> None:
    if ME == 0:
        os.chown(path, owner, owner, follow_symlinks=False)


def plant(path: bytes, tree: tuple, outside: bytes) -> None:
    """Make a tree of folders, files, links and pipes; links lead to the treasure that lies outside."""
    what, owner = tree
    if isinstance(what, dict):
        Path(os.fsdecode(path)).mkdir()
        for name, inner in what.items():
            plant(path + b"/" + name, inner, outside)
    elif what == "file":
        Path(os.fsdecode(path)).write_text("mine")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "hard link":
        os.link(outside + b"/treasure", path)
        return  # the file is somebody's: its owner stays
    else:
        targets = {"link in": b".", "link out": outside, "link up": b"../..", "broken link": b"nowhere"}
        Path(os.fsdecode(path)).symlink_to(os.fsdecode(targets[what]))
    own(path, owner)


def entries(folder: bytes) -> Iterator[bytes]:
    for there, inner, files in os.walk(folder):
        yield from (there + b"/" + name for name in (*inner, *files))


def picture(folder: bytes) -> dict[bytes, tuple]:
    """All that can be seen of a folder: names, kinds, owners, permissions, contents, targets."""
    seen = {}
    for path in (folder, *entries(folder)):
        found = os.lstat(path)
        content = Path(os.fsdecode(path)).read_bytes() if stat.S_ISREG(found.st_mode) else b""
        target = Path(os.fsdecode(path)).readlink() if stat.S_ISLNK(found.st_mode) else ""
        seen[path] = (found.st_mode, found.st_uid, found.st_gid, content, target)
    return seen


@pytest.fixture
def outside(tmp_path: Path) -> bytes:
    """A folder of the public account's own number, that no sweep was asked to empty."""
    return treasure(tmp_path)


def treasure(folder: Path) -> bytes:
    place = folder / "outside"
    (place / "inner").mkdir(parents=True)
    for file in (place / "treasure", place / "inner" / "more"):
        file.write_text("precious")
        own(os.fsencode(file), PUBLIC)
    own(os.fsencode(place), PUBLIC)
    return os.fsencode(place)


@settings(max_examples=60, deadline=None)
@given(trees=st.dictionaries(NAMES, TREES, max_size=5), deepest=st.sampled_from([1, 2, 64]))
def test_everything_in_a_home_goes_and_nothing_else_changes(trees: dict, deepest: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        beside, home = treasure(Path(folder)), os.fsencode(folder) + b"/home"
        plant(home, (trees, PUBLIC), beside)
        before = picture(beside)
        assert folders.clear(home, None, deepest) == []
        assert list(entries(home)) == []
        assert picture(beside) == before


@settings(max_examples=60, deadline=None)
@given(trees=st.dictionaries(NAMES, TREES, max_size=5), deepest=st.sampled_from([1, 2, 64]))
def test_where_everybody_writes_only_what_is_the_accounts_goes(trees: dict, deepest: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        beside, shared = treasure(Path(folder)), os.fsencode(folder) + b"/shared"
        Path(os.fsdecode(shared)).mkdir()
        for name, tree in trees.items():
            plant(shared + b"/" + name, tree, beside)
        before = picture(beside)
        others = files_of_others(shared)
        folders.clear(shared, PUBLIC, deepest)
        assert picture(beside) == before
        assert files_of_others(shared) == others
        if deepest == 64:  # what lies that deep below somebody else's folder is looked for
            assert [path for path in entries(shared) if os.lstat(path).st_uid == PUBLIC] == []


def files_of_others(folder: bytes) -> list[tuple]:
    """What belongs to somebody else, wherever it was moved to: kind, content, target."""
    found = []
    for path in entries(folder):
        there = os.lstat(path)
        if there.st_uid != PUBLIC and not stat.S_ISDIR(there.st_mode):
            content = Path(os.fsdecode(path)).read_bytes() if stat.S_ISREG(there.st_mode) else b""
            target = str(Path(os.fsdecode(path)).readlink()) if stat.S_ISLNK(there.st_mode) else ""
            found.append((there.st_mode, there.st_uid, content, target))
    return sorted(found)


def test_a_folder_of_eight_hundred_levels_goes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    there = os.open(home, os.O_RDONLY)
    for _ in range(800):
        os.mkdir("deep", dir_fd=there)
        inner = os.open("deep", os.O_RDONLY, dir_fd=there)
        os.close(there)
        there = inner
    os.close(there)
    assert folders.clear(home, None) == []
    assert list(home.iterdir()) == []


def test_what_is_swapped_for_a_link_while_it_is_deleted_leads_nowhere(
    tmp_path: Path, outside: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that still runs puts a link to other people's things where a folder was just seen."""
    home = tmp_path / "home"
    (home / "bait" / "inner").mkdir(parents=True)
    before, swapped, real = picture(outside), [], os.stat

    def stat_and_swap(name: str, **how) -> os.stat_result:
        found = real(name, **how)
        if name in ("bait", "inner") and "dir_fd" in how:
            os.rename(name, f"moved-{name}", src_dir_fd=how["dir_fd"], dst_dir_fd=how["dir_fd"])
            os.symlink(outside, name, dir_fd=how["dir_fd"])
            swapped.append(name)
        return found

    monkeypatch.setattr(folders.os, "stat", stat_and_swap)
    left = folders.clear(home, None)
    monkeypatch.undo()
    assert swapped
    assert left
    assert picture(outside) == before
    assert folders.clear(home, None) == []
    assert picture(outside) == before


def test_a_folder_that_is_a_link_is_not_opened(tmp_path: Path, outside: bytes) -> None:
    (tmp_path / "link").symlink_to(os.fsdecode(outside))
    before = picture(outside)
    with suppress(OSError):
        folders.clear(tmp_path / "link", None)
    assert picture(outside) == before


def test_a_place_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    assert folders.clear(tmp_path / "nowhere", 2000) == []
