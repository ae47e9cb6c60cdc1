# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of tests that no stage runs proves nothing."""

import re

from house import ROOT, files

ON_THE_MACHINES = "verify"
"""These travel to the machines: `salle verify` runs them, and the room tests run that."""


def test_every_folder_of_tests_is_a_stage() -> None:
    folders = {file.parent.name for file in files("tests/*/test_*.py")} - {ON_THE_MACHINES}
    runner = (ROOT / "tests/run").read_text(encoding="utf-8")
    run = set(
        re.findall(r"^stage_\w+\(\) \{.*(?:pytest|in_room) tests/(\w+); \}$", runner, flags=re.MULTILINE)
    )
    assert folders <= run
    named = set(" ".join(re.findall(r"^(?:quick|every)=\((.*)\)$", runner, flags=re.MULTILINE)).split())
    assert run <= named


def test_every_stage_that_is_named_is_written() -> None:
    runner = (ROOT / "tests/run").read_text(encoding="utf-8")
    named = set(
        re.findall(r"[a-z-]+", " ".join(re.findall(r"^(?:quick|every)=\((.*)\)$", runner, flags=re.M)))
    )
    written = {name.replace("_", "-") for name in re.findall(r"^stage_(\w+)\(\)", runner, flags=re.MULTILINE)}
    assert named - {"quick"} == written
