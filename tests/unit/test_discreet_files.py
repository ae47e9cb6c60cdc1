# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was there before a file of ours comes back exactly, and nobody's later change is lost."""

import os
from pathlib import Path
from typing import Any

from discreet_role import files

Wish = files.Wish


def state_of(path: Path) -> tuple[Any, ...]:
    if path.is_symlink():
        return ("link", str(path.readlink()))
    found = path.stat()
    return (path.read_bytes(), found.st_mode, found.st_uid, found.st_gid, found.st_mtime_ns)


def wish(root: Path, text: str | None = "ours\n") -> Any:
    return Wish(root / "usr/local/share/applications/x.desktop", text)


def theirs(path: Path, text: str = "theirs\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o640)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def test_a_file_of_ours_alone_goes_without_a_trace(tmp_path: Path) -> None:
    one = wish(tmp_path)
    files.lay(tmp_path, one, None)
    assert files.is_so(one)
    assert files.bring_back(tmp_path, one.path, one.digest)
    assert not one.path.exists()
    assert not (tmp_path / "var").exists() or not any((tmp_path / files.KEPT).rglob("*"))


def test_somebodys_file_comes_back_exactly(tmp_path: Path) -> None:
    for text in ("ours\n", None):
        one = wish(tmp_path / str(text), text)
        before = state_of(theirs(one.path))
        files.lay(tmp_path / str(text), one, None)
        assert files.is_so(one)
        assert files.bring_back(tmp_path / str(text), one.path, one.digest)
        assert state_of(one.path) == before


def test_a_link_comes_back_as_a_link(tmp_path: Path) -> None:
    one = wish(tmp_path)
    one.path.parent.mkdir(parents=True)
    one.path.symlink_to("/nowhere/at/all")
    files.lay(tmp_path, one, None)
    assert not one.path.is_symlink()
    assert files.bring_back(tmp_path, one.path, one.digest)
    assert state_of(one.path) == ("link", "/nowhere/at/all")


def test_what_somebody_wrote_over_ours_is_kept_as_the_newest(tmp_path: Path) -> None:
    one = wish(tmp_path)
    theirs(one.path, "old\n")
    files.lay(tmp_path, one, None)
    theirs(one.path, "new\n")
    files.lay(tmp_path, one, one.digest)
    assert files.bring_back(tmp_path, one.path, one.digest)
    assert one.path.read_text("utf-8") == "new\n"


def test_what_somebody_wrote_over_ours_is_never_removed(tmp_path: Path) -> None:
    one = wish(tmp_path)
    files.lay(tmp_path, one, None)
    theirs(one.path, "new\n")
    assert not files.bring_back(tmp_path, one.path, one.digest)
    assert one.path.read_text("utf-8") == "new\n"


def test_a_run_that_was_cut_goes_on_without_keeping_our_own_file(tmp_path: Path) -> None:
    one = wish(tmp_path)
    theirs(one.path)
    files.lay(tmp_path, one, None)
    files.lay(tmp_path, one, one.digest)  # the record was written, the run cut, and it begins again
    assert files.kept_at(tmp_path, one.path).read_text("utf-8") == "theirs\n"


def test_a_file_that_others_cannot_read_is_not_as_it_shall_be(tmp_path: Path) -> None:
    one = wish(tmp_path)
    files.lay(tmp_path, one, None)
    one.path.chmod(0o600)
    assert not files.is_so(one)
