# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheel alone, in an empty environment and an empty folder: what ``pipx install salle`` gives."""

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = (
    "salle/main.py",
    "salle/data/playbooks/deploy.yml",
    "salle/data/inventories/demo/hosts.yml",
    "salle/data/tests/verify/salle_check.py",
    "salle/data/catalogue/applications.yml",
    "salle/locale/fr/LC_MESSAGES/salle.mo",
)
LEFT_AT_HOME = ("tests/unit", "tests/policy", "__pycache__", "runs/", ".venv", "bench/")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive, built as an installer builds them."""
    folder = tmp_path_factory.mktemp("dist")
    ended = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it asks for, at the versions of the lock file."""
    folder = tmp_path_factory.mktemp("environment")
    pins = folder / "pins.txt"
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[^ ]+", locked, flags=re.MULTILINE)))
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    (wheel,) = built.glob("*.whl")
    ended = subprocess.run(
        [folder / "bin/python", "-m", "pip", "install", "--quiet", "--constraint", pins, wheel],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    return folder


def run(environment: Path, folder: Path, *words: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "SALLE_LANG": lang}
    return subprocess.run(
        [environment / "bin/salle", *words], cwd=folder, env=env, capture_output=True, text=True, timeout=120
    )


def names_in_wheel(built: Path) -> list[str]:
    (wheel,) = built.glob("*.whl")
    return zipfile.ZipFile(wheel).namelist()


def test_the_wheel_carries_what_a_run_needs(built: Path) -> None:
    names = names_in_wheel(built)
    assert [name for name in CARRIED if name not in names] == []
    here = {path.name for path in (ROOT / "roles").iterdir() if path.is_dir()}
    assert here
    assert {name.split("/")[3] for name in names if name.startswith("salle/data/roles/")} == here


def test_the_wheel_leaves_at_home_what_nobody_needs(built: Path) -> None:
    names = names_in_wheel(built)
    assert [name for name in names if any(part in name for part in LEFT_AT_HOME)] == []


def test_a_wheel_made_from_the_source_archive_is_the_same(built: Path, tmp_path: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as sources:
        sources.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    words = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        tmp_path / "again",
        folder,
    ]
    subprocess.run(words, check=True, capture_output=True)
    assert sorted(names_in_wheel(tmp_path / "again")) == sorted(names_in_wheel(built))


@pytest.mark.parametrize(("lang", "word"), [("en", "Usage: salle"), ("fr", "Utilisation")])
def test_help_answers_from_an_empty_folder(environment: Path, tmp_path: Path, lang: str, word: str) -> None:
    ended = run(environment, tmp_path, "--help", lang=lang)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(word)


def test_the_shipped_demo_is_right_from_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    ended = run(environment, tmp_path, "check", "demo")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.strip()


def test_looking_leaves_nothing_behind(environment: Path, tmp_path: Path) -> None:
    run(environment, tmp_path, "check", "demo")
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_rehearses_a_new_site_from_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    """The main job, whole: a machine comes up, is deployed and verified, and the page shows it green.

    A site of one's own with few applications; the demo, with all of them, is the matter of tests/job.
    """
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SALLE_LANG": "fr", "LANG": "C.UTF-8"}
    env |= {name: value for name, value in os.environ.items() if name == "SALLE_CACHE"}

    def typed(*words: str) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [environment / "bin/salle", *words],
            cwd=tmp_path,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=2400,
        )
        print(ended.stdout, ended.stderr, sep="\n")
        assert ended.returncode == 0
        return ended

    typed("init", "atelier", "--name", "L’atelier", "--machines", "2", "--profile", "accessibilite", "--yes")
    typed("rehearse", "atelier", "--machines", "1")
    folder = tmp_path / "runs" / "atelier" / "latest"
    told = json.loads((folder / "report.json").read_text("utf-8"))
    assert [machine["verdict"] for machine in told["machines"]] == ["green"]
    assert 'lang="fr"' in (folder / "report.html").read_text("utf-8")
    assert sorted(photo.name for photo in (folder / "photos").iterdir()) == ["poste-01.png"]
