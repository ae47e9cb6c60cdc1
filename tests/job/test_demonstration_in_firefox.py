# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration of tracking, walked through in the Firefoxes of its two menu entries, on a machine."""

import base64
import json
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from .conftest import Job

MACHINE = "poste-02"
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
WALK = Path(__file__).resolve().parents[1] / "demonstration_walk.py"
WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="module")
def walked(job: Job, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What both showed; the pictures are laid where the tests' other files are."""
    said = job.some_checks("portal").run_instead(WALK, AXE, machines=[MACHINE])[MACHINE]
    found: dict[str, Any] = json.loads(said)
    folder = tmp_path_factory.mktemp("demonstration")
    for how, one in found.items():
        for number, page in enumerate(one["pages"]):
            for width in WIDTHS:
                picture = base64.b64decode(page[width].pop("picture"))
                (folder / f"{how}-{number}-{width}.png").write_bytes(picture)
    return found


def test_the_same_walk_is_followed_without_protection_and_unknown_with_it(walked: dict[str, Any]) -> None:
    assert {how: one["conclusion"] for how, one in walked.items()} == {
        "unprotected": "followed",
        "protected": "nothing",
    }


def test_every_page_of_the_walk_is_accessible_on_a_desk_and_on_a_phone(walked: dict[str, Any]) -> None:
    pages = [page for one in walked.values() for page in one["pages"]]
    assert len(pages) == 12
    for page in pages:
        for name, width in WIDTHS.items():
            seen = page[name]
            assert seen["passes"] > 8, "axe looked at nothing"
            assert (page["url"], seen["violations"]) == (page["url"], [])
            assert (page["url"], seen["width"]) == (page["url"], [width, 0])
