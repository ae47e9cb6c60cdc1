# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What apt-get says becomes figures and words; a stand-in says it here, apt itself in the practice room."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "roles/packages/files/measure_download.py"

TWO_PACKAGES = """\
0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.
Need to get 3,000 kB of archives.
After this operation, 1,234 kB of additional disk space will be used.
'http://deb.debian.org/debian/pool/a.deb' a_1.0_all.deb 1000000 MD5Sum:aa
'http://deb.debian.org/debian/pool/b.deb' b_1%3a2_all.deb 2000000 SHA256:bb
"""


def measured(folder: Path, *, out: str = "", err: str = "", update: str = "", rc: int = 0) -> dict[str, Any]:
    """What the script prints when apt-get answers so; ``update`` is what fetching the lists complains of."""
    (folder / "out").write_text(out)
    (folder / "err").write_text(err)
    (folder / "update").write_text(update)
    apt = folder / "apt-get"
    apt.write_text(
        f'#!/bin/sh\ncd {folder}\nif [ "$1" = update ]; then cat update >&2; test ! -s update; exit; fi\n'
        f"cat out; cat err >&2; exit {rc}\n"
    )
    apt.chmod(0o755)
    ran = subprocess.run(
        [sys.executable, "-", "--look-only", "a", "b"],
        input=SCRIPT.read_text("utf-8"),
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.fixture(autouse=True)
def _a_debian_like_computer() -> None:
    if not Path("/var/cache/apt/archives").is_dir():
        pytest.skip("this computer has no apt")


def test_packages_and_bytes_are_counted(tmp_path: Path) -> None:
    found = measured(tmp_path, out=TWO_PACKAGES)
    assert (found["packages"], found["bytes"]) == (2, 3_000_000)
    assert (found["unknown"], found["problem"]) == ([], "")


def test_every_unknown_name_is_told(tmp_path: Path) -> None:
    err = (
        "E: Unable to locate package nosuch\n"
        "E: Package 'gone' has no installation candidate\n"
        "E: Unable to locate package other\n"
    )
    found = measured(tmp_path, err=err, rc=100)
    assert found["unknown"] == ["gone", "nosuch", "other"]


def test_a_conflict_is_told_in_apts_own_words(tmp_path: Path) -> None:
    out = "The following packages have unmet dependencies:\n a : Depends: b (= 1) but 2 is to be installed\n"
    found = measured(
        tmp_path, out=out, err="E: Unable to correct problems, you have held broken packages.\n", rc=100
    )
    assert "a : Depends: b (= 1)" in found["problem"]
    assert "held broken packages" in found["problem"]


def test_a_silent_apt_is_never_passed_on_as_silence(tmp_path: Path) -> None:
    assert measured(tmp_path, rc=100)["problem"] == "apt gave no reason."


def test_lists_that_cannot_be_fetched_are_told(tmp_path: Path) -> None:
    found = measured(
        tmp_path,
        err="E: Unable to locate package a\n",
        update="E: Failed to fetch http://x/InRelease  Could not connect\n",
        rc=100,
    )
    assert "Could not connect" in found["lists"]


def test_a_disk_that_is_too_small_is_told_with_figures(tmp_path: Path) -> None:
    huge = TWO_PACKAGES.replace("1,234 kB", "900,000 GB")
    short = measured(tmp_path, out=huge)["short"]
    assert short
    assert short[0]["needs"] > 900_000 * 10**9
    assert 0 < short[0]["free"] < short[0]["needs"]
