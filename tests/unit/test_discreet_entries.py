# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a menu entry starts is found behind whatever stands before it."""

import os
from pathlib import Path

import pytest
from discreet_role import entries


def entry(tmp_path: Path, text: str, name: str = "x.desktop") -> object:
    file = tmp_path / name
    file.write_text(f"[Desktop Entry]\nType=Application\n{text}\n", "utf-8")
    return entries.read(file)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/opt/zoom/ZoomLauncher %U", ["/opt/zoom/ZoomLauncher"]),
        ("env A=b C= zoom --x", ["zoom", "--x"]),
        ('sh -c "exec zoom %F"', ["zoom"]),
        ('"/opt/A b/c" %u', ["/opt/A b/c"]),
        ("it's broken", ["it's", "broken"]),
        ("", []),
    ],
)
def test_the_program_is_found_behind_what_stands_before_it(
    tmp_path: Path, command: str, words: list[str]
) -> None:
    assert entry(tmp_path, f"Exec={command}").words == words  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "flatpak", "snap"),
    [
        ("Exec=/usr/bin/flatpak run --branch=stable --file-forwarding com.x.Y @@u %U @@", "com.x.Y", ""),
        ("Exec=y\nX-Flatpak=com.x.Y", "com.x.Y", ""),
        ("Exec=env BAMF=1 /snap/bin/zoom-client.zoom %U", "", "zoom-client"),
        ("Exec=snap run spotify", "", "spotify"),
        ("Exec=flatpak", "", ""),
        ("Exec=zoom", "", ""),
    ],
)
def test_flatpaks_and_snaps_are_known_by_what_they_start(
    tmp_path: Path, text: str, flatpak: str, snap: str
) -> None:
    found = entry(tmp_path, text)
    assert (found.flatpak, found.snap) == (flatpak, snap)  # type: ignore[attr-defined]


def test_what_starts_nothing_is_no_entry(tmp_path: Path) -> None:
    assert entry(tmp_path, "Hidden=true") is None
    (tmp_path / "l.desktop").write_text("[Desktop Entry]\nType=Link\nExec=x\nURL=y\n", "utf-8")
    assert entries.read(tmp_path / "l.desktop") is None
    assert entries.read(tmp_path / "none.desktop") is None


def test_a_pipe_that_somebody_laid_in_their_home_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "trap.desktop")
    assert entries.read(tmp_path / "trap.desktop") is None


def test_an_entry_in_a_folder_has_the_folder_in_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "usr/share/applications/kde"
    folder.mkdir(parents=True)
    (folder / "x.desktop").write_text("[Desktop Entry]\nExec=x\n[Other]\nExec=y\n", "utf-8")
    (found,) = entries.entries(tmp_path)
    assert (found.id, found.words) == ("kde-x.desktop", ["x"])


def test_the_machines_preferred_browser_is_no_program_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "browser").symlink_to("/etc/alternatives/x-www-browser")
    (tmp_path / "real").write_text("#!/bin/sh\n")
    (tmp_path / "real").chmod(0o755)
    assert entries.program(["real"], str(tmp_path)) == str(tmp_path / "real")
    assert entries.program(["browser"], str(tmp_path)) == ""
    assert entries.program(["none"], str(tmp_path)) == ""
