# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In continuous integration a test that did not run is a failure (tests/conftest.py)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"

SKIPPING = {
    "by a mark": "import pytest\n@pytest.mark.skip(reason='no reason')\ndef test_it(): pass\n",
    "in its body": "import pytest\ndef test_it(): pytest.skip('no reason')\n",
    "in a fixture": "import pytest\n@pytest.fixture\ndef f(): pytest.skip('no')\ndef test_it(f): pass\n",
    "as a module": "import pytest\npytest.importorskip('no_such_module')\ndef test_it(): pass\n",
    "as expected to fail": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n",
}


def run_pytest(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(CONFTEST, folder)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)],
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("source", SKIPPING.values(), ids=SKIPPING)
def test_a_test_skipped_in_ci_fails(tmp_path: Path, source: str) -> None:
    (tmp_path / "test_one.py").write_text(source)
    ended = run_pytest(tmp_path, ci="true")
    assert ended.returncode != 0, ended.stdout
    assert re.search(r"=+ 1 (failed|error)", ended.stdout), ended.stdout


def test_a_test_skipped_elsewhere_is_only_skipped(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(SKIPPING["by a mark"])
    ended = run_pytest(tmp_path, ci="")
    assert ended.returncode == 0, ended.stdout
    assert "1 skipped" in ended.stdout


def test_a_test_that_passes_in_ci_passes(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_it(): pass\n")
    assert run_pytest(tmp_path, ci="true").returncode == 0
