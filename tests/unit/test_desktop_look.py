# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role desktop sees on a machine: entries of autostart, dconf's profile."""

import os
from pathlib import Path
from types import ModuleType

import pytest
from role_files import load


@pytest.fixture
def look() -> ModuleType:
    """The script, as a module."""
    return load("desktop/files/look.py")


ENTRY = "[Desktop Entry]\nExec=magnifier\nAutostartCondition=GSettings a b\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ENTRY, ENTRY.replace("[Desktop Entry]\n", "[Desktop Entry]\nNotShowIn=XFCE;\n")),
        (ENTRY + "NotShowIn=KDE;\n", ENTRY + "NotShowIn=KDE;XFCE;\n"),
        (ENTRY + "NotShowIn=XFCE;KDE;\n", ENTRY + "NotShowIn=KDE;XFCE;\n"),
        (ENTRY + "OnlyShowIn=GNOME;XFCE;MATE;\n", ENTRY + "OnlyShowIn=GNOME;MATE;\n"),
    ],
)
def test_one_desktop_passes_over_an_entry_and_the_others_heed_it(
    look: ModuleType, before: str, after: str
) -> None:
    assert look.left_out(before, "XFCE") == after
    assert look.left_out(look.left_out(before, "XFCE"), "XFCE") == after


def test_only_entries_with_a_condition_for_this_desktop_are_changed(look: ModuleType, tmp_path: Path) -> None:
    look.AUTOSTART = tmp_path
    (tmp_path / "a.desktop").write_text(ENTRY)
    (tmp_path / "b.desktop").write_text("[Desktop Entry]\nExec=applet\n")
    (tmp_path / "c.desktop").write_text(ENTRY + "OnlyShowIn=MATE;\n")
    assert list(look.unheeded("XFCE")) == [str(tmp_path / "a.desktop")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "user-db:user\nsystem-db:salle\n"),
        ("user-db:user\nsystem-db:local\n", "user-db:user\nsystem-db:salle\nsystem-db:local\n"),
        ("service-db:x\nuser-db:user\n", "service-db:x\nuser-db:user\nsystem-db:salle\n"),
        (
            "user-db:user\nsystem-db:site\nsystem-db:salle\n",
            "user-db:user\nsystem-db:site\nsystem-db:salle\n",
        ),
    ],
    ids=["none", "a site's own", "other order", "there already"],
)
def test_our_database_is_put_into_a_profile_that_is_there(
    look: ModuleType, tmp_path: Path, before: str, after: str
) -> None:
    look.PROFILE = tmp_path / "user"
    if before:
        look.PROFILE.write_text(before)
    assert look.profile() == after


def test_a_database_that_is_older_than_its_texts_is_stale(look: ModuleType, tmp_path: Path) -> None:
    look.DATABASE = tmp_path / "salle"
    assert not look.stale()
    folder = tmp_path / "salle.d"
    folder.mkdir()
    (folder / "50-desktop").write_text("[a]\n")
    assert look.stale()
    look.DATABASE.write_text("compiled")
    newer = max(path.stat().st_mtime for path in (folder, folder / "50-desktop")) + 1
    os.utime(look.DATABASE, (newer, newer))
    assert not look.stale()


def test_of_an_entry_and_its_copy_the_packages_own_is_named(
    look: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is made later in the same deployment: a second one must not write another panel."""
    assert look.APPLICATIONS[-1] == "/usr/share/applications"
    ours, theirs = tmp_path / "local", tmp_path / "share"
    for folder in (ours, theirs):
        folder.mkdir()
        (folder / "browser.desktop").touch()
    (ours / "web.desktop").touch()
    monkeypatch.setattr(look, "APPLICATIONS", (ours, theirs))
    assert look.entries() == {
        "browser.desktop": str(theirs / "browser.desktop"),
        "web.desktop": str(ours / "web.desktop"),
    }
