# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mediator's sheet on the machines and the one in the documentation say the same."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = tomllib.loads((ROOT / "roles/portal/files/share/guide.toml").read_text("utf-8"))
PAGE = (ROOT / "docs/volunteer/demonstration.md").read_text("utf-8")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_the_documentation_says_what_the_machines_say(language: str) -> None:
    told = GUIDE[language]
    page = PAGE.partition(f"## {told['title']}\n")[2].partition("\n## ")[0]
    assert told["intro"] in page
    assert re.findall(r"(?m)^### (.+)$", page) == [part["title"] for part in told["parts"]]
    lines = [line for part in told["parts"] for line in part["lines"]]
    assert re.findall(r"(?m)^(?:-|\d+\.) (.+)$", page) == lines


def test_the_menu_entries_have_the_names_that_the_sheet_says() -> None:
    entries = (ROOT / "roles/browser/vars/demonstration.yml").read_text("utf-8")
    for key, language in (("Name[fr]", "fr"), ("Name", "en")):
        said = " ".join(line for part in GUIDE[language]["parts"] for line in part["lines"])
        names = re.findall(rf"(?m)^ +- {re.escape(key)}=([^(\n]+)$", entries)
        assert len(names) == 2
        for name in names:
            assert name in said
