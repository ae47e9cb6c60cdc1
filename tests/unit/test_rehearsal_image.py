# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A base image is there whole or not at all; a stand-in plays mmdebstrap (the real one: tests/room)."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.rehearsal.image import DAYS, Recipe, ensure_images, sweep
from salle.rehearsal.processes import Process, spawn

MAKE = 'for word; do case $word in */root) mkdir -p "$word/etc"; esac; done'
WELL = f"{MAKE}; echo done"
HALF = f'{MAKE}; echo "E: no such suite" >&2; exit 25'
LONG = "sleep 600"


def play(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(exist_ok=True)
    program = folder / "mmdebstrap"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def images(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / "images").iterdir() if path.is_dir())


def test_images_of_both_releases_are_made_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    play(WELL, tmp_path / "bin", monkeypatch)
    made = ensure_images(["trixie", "bookworm"], tmp_path, "http://proxy", said.append)
    assert images(tmp_path) == sorted(Recipe(release).name for release in made)
    assert all((root / "etc").is_dir() for root in made.values())
    assert len(said) == 2
    play(HALF, tmp_path / "bin", monkeypatch)
    assert ensure_images(["trixie", "bookworm"], tmp_path, "http://proxy", said.append) == made
    assert len(said) == 2


def test_an_image_that_could_not_be_made_leaves_nothing_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(HALF, tmp_path / "bin", monkeypatch)
    with pytest.raises(SalleError) as failed:
        ensure_images(["trixie"], tmp_path, "http://proxy", print)
    assert failed.value.code == Exit.LACKING
    assert "image of Debian 13" in failed.value.what
    assert failed.value.why == "E: no such suite"
    assert images(tmp_path) == []


def make_old(cache: Path) -> Path:
    image = cache / "images" / Recipe("trixie").name
    made = json.loads((image / "made.json").read_text())
    made["made"] -= (DAYS + 1) * 86400
    (image / "made.json").write_text(json.dumps(made))
    (image / "old").touch()
    return image


def test_an_old_image_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(WELL, tmp_path / "bin", monkeypatch)
    ensure_images(["trixie"], tmp_path, "http://proxy", print)
    image = make_old(tmp_path)
    ensure_images(["trixie"], tmp_path, "http://proxy", print)
    assert images(tmp_path) == [image.name]
    assert not (image / "old").exists()


def test_without_a_network_the_old_image_is_used_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(WELL, tmp_path / "bin", monkeypatch)
    ensure_images(["trixie"], tmp_path, "http://proxy", print)
    image = make_old(tmp_path)
    said: list[str] = []
    play(HALF, tmp_path / "bin", monkeypatch)
    assert ensure_images(["trixie"], tmp_path, "http://proxy", said.append) == {"trixie": image / "root"}
    assert "the old one is used" in said[-1]
    assert (image / "old").exists()


def test_an_image_of_another_recipe_is_removed_once_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "images" / "trixie-000000000000").mkdir(parents=True)
    play(HALF, tmp_path / "bin", monkeypatch)
    with pytest.raises(SalleError):
        ensure_images(["trixie"], tmp_path, "http://proxy", print)
    assert images(tmp_path) == ["trixie-000000000000"]
    play(WELL, tmp_path / "bin", monkeypatch)
    ensure_images(["trixie"], tmp_path, "http://proxy", print)
    assert images(tmp_path) == [Recipe("trixie").name]


def test_what_a_killed_making_left_is_ended_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(LONG, tmp_path / "bin", monkeypatch)
    folder = tmp_path / "images" / ".making-trixie-12345678"
    (folder / "root").mkdir(parents=True)

    def written_down(process: Process) -> None:
        (folder / "process.json").write_text(json.dumps(asdict(process)))

    making = spawn(["mmdebstrap"], folder / "log", written_down)
    sweep(tmp_path / "images", "bookworm")
    assert making.alive
    sweep(tmp_path / "images", "trixie")
    assert not making.alive
    assert images(tmp_path) == []
