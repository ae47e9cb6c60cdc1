# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The launcher in a copy of the checkout whose lock file is empty: a real .venv, no network.

``cli/salle`` is replaced by a module that tells where it runs, so that only the launcher is under test.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAYS_WHERE = "import os, sys\nprint(os.getcwd(), *sys.argv[1:])\n"
ENGLISH = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LANG": "C", "SALLE_LANG": "en"}
TOOLS = (
    "bash",
    "readlink",
    "sha256sum",
    "flock",
    "dirname",
    "grep",
    "tail",
    "rm",
    "mv",
    "sleep",
    "env",
    "id",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a folder with spaces"
    package = folder / "cli" / "salle"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "salle", folder / "salle")
    (folder / "requirements.lock").write_text("# nothing\n")
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(SAYS_WHERE)
    return folder


def start(checkout: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "salle", *words],
        env={**ENGLISH, **env},
        cwd=checkout.parent,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )


def is_ready(checkout: Path) -> None:
    """A start that says nothing of a set-up: all was there."""
    ended = start(checkout, "hello")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"{checkout.parent} hello\n"


def computer_with(tmp_path: Path, programs: dict[str, str]) -> str:
    """A PATH on which only the launcher's own tools and these scripts are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(str(shutil.which(tool)))
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_the_first_start_sets_up_and_the_second_says_nothing_of_it(checkout: Path) -> None:
    first = start(checkout, "hello", "two words")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"{checkout.parent} hello two words\n"
    assert "Setting salle up" in first.stderr
    is_ready(checkout)


def test_it_speaks_the_language_asked_for(checkout: Path) -> None:
    assert "Mise en place de salle" in start(checkout, SALLE_LANG="fr").stderr
    (checkout / ".venv" / "salle-stamp").unlink()
    assert "making it again" in start(checkout, "--lang", "en", SALLE_LANG="fr").stderr


def test_it_works_through_a_link(checkout: Path, tmp_path: Path) -> None:
    link = tmp_path / "bin" / "salle"
    link.parent.mkdir()
    link.symlink_to(checkout / "salle")
    ended = subprocess.run([link, "hello"], env=ENGLISH, cwd="/", capture_output=True, text=True)
    assert ended.stdout == "/ hello\n", ended.stderr
    assert (checkout / ".venv" / "salle-stamp").exists()


def lose_the_stamp(checkout: Path) -> Path:
    (checkout / ".venv" / "salle-stamp").unlink()
    return checkout


def move(checkout: Path) -> Path:
    return checkout.rename(checkout.with_name("elsewhere"))


def lose_python(checkout: Path) -> Path:
    (checkout / ".venv" / "bin" / "python").unlink()
    return checkout


def lose_a_package(checkout: Path) -> Path:
    for folder in (checkout / ".venv").glob("lib/python*/site-packages/pip-*.dist-info"):
        shutil.rmtree(folder)
    return checkout


def put_a_file_in_its_place(checkout: Path) -> Path:
    shutil.rmtree(checkout / ".venv")
    (checkout / ".venv").write_text("")
    return checkout


@pytest.mark.parametrize(
    "damage",
    [lose_the_stamp, move, lose_python, lose_a_package, put_a_file_in_its_place],
    ids=lambda d: d.__name__,
)
def test_damage_is_named_and_mended(checkout: Path, damage) -> None:
    assert start(checkout).returncode == 0
    checkout = damage(checkout)
    mended = start(checkout, "hello")
    assert mended.returncode == 0, mended.stderr
    assert "making it again" in mended.stderr
    assert mended.stdout.endswith(" hello\n")
    is_ready(checkout)


def test_a_click_that_does_not_import_is_mended(checkout: Path) -> None:
    shutil.copy(ROOT / "cli" / "salle" / "__main__.py", checkout / "cli" / "salle")
    (checkout / "cli" / "salle" / "main.py").write_text(
        "def main() -> int:\n    print('ran')\n    return 0\n"
    )
    (checkout / "cli" / "click.py").write_text("")
    assert start(checkout).stdout == "ran\n"
    # Null bytes are what a stick pulled out too early leaves in a file.
    (checkout / "cli" / "click.py").write_bytes(b"\0" * 20)
    ended = start(checkout)
    assert "making it again" in ended.stderr
    assert ended.stderr.count("making it again") == 1, "it must not try for ever"
    assert ended.returncode == 1


def test_a_changed_lock_file_brings_the_packages_up_to_date(checkout: Path) -> None:
    assert start(checkout).returncode == 0
    (checkout / "requirements.lock").write_text("# changed\n")
    ended = start(checkout)
    assert "bringing what it uses up to date" in ended.stderr
    assert ended.returncode == 0
    is_ready(checkout)


def test_of_two_at_once_one_sets_up_and_the_other_waits(checkout: Path) -> None:
    both = [
        subprocess.Popen(
            [checkout / "salle", "hello"],
            env=ENGLISH,
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ended = [process.communicate(timeout=300) for process in both]
    assert [out for out, _ in ended] == ["/ hello\n"] * 2, ended
    assert sorted("waiting until" in err for _, err in ended) == [False, True]
    assert sorted("salle is ready" in err for _, err in ended) == [False, True]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
def test_a_set_up_cut_half_way_is_finished_by_the_next_start(checkout: Path, how: signal.Signals) -> None:
    cut = subprocess.Popen(
        [checkout / "salle"],
        env=ENGLISH,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # tests that were started in the background ignore Ctrl-C, and so would what they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not (checkout / ".venv" / "pyvenv.cfg").exists():
        time.sleep(0.02)
    os.killpg(cut.pid, how)
    said = cut.communicate(timeout=60)[1]
    assert cut.returncode != 0
    if how == signal.SIGINT:
        assert cut.returncode == 130
        assert "Start salle again" in said
    ended = start(checkout, "hello")
    assert "making it again" in ended.stderr
    assert ended.returncode == 0
    is_ready(checkout)


def test_too_old_a_python_is_refused_with_its_number(checkout: Path, tmp_path: Path) -> None:
    old = 'case "$2" in *version_info*) exit 1 ;; *platform*) echo 3.10.12 ;; esac'
    ended = start(checkout, PATH=computer_with(tmp_path, {"python3": old}))
    assert ended.returncode == 5
    assert "needs Python 3.11 or newer; this computer has 3.10.12" in ended.stderr


def test_a_newer_python_beside_too_old_a_one_is_found(checkout: Path, tmp_path: Path) -> None:
    path = computer_with(tmp_path, {"python3": "exit 1"})
    (Path(path) / "python3.11").symlink_to(Path(sys.executable).resolve())
    assert start(checkout, "hello", PATH=path).returncode == 0


def test_without_apt_it_says_what_is_missing(checkout: Path, tmp_path: Path) -> None:
    no_venv = 'case "$2" in *ensurepip*) exit 1 ;; esac'
    ended = start(checkout, PATH=computer_with(tmp_path, {"python3": no_venv}))
    assert ended.returncode == 5
    assert "the module venv with pip" in ended.stderr


def test_a_folder_that_cannot_be_written_to_is_named(checkout: Path) -> None:
    ended = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
         'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && exec "$1/salle"', "sh", str(checkout)],
        env=ENGLISH, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 5, ended.stderr
    assert f"the folder {checkout} cannot be written to" in ended.stderr


def test_newer_texts_are_compiled_at_the_next_start(checkout: Path) -> None:
    texts = checkout / "cli" / "salle" / "locale" / "fr" / "LC_MESSAGES" / "salle.po"
    texts.parent.mkdir(parents=True)
    texts.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    ended = start(checkout, "hello")
    assert "speaks English for now" in ended.stderr, "babel is not in an empty lock file, and that is said"
    assert ended.returncode == 0
