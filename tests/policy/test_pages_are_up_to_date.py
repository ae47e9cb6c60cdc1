# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages that are written by a program say what the program would say now."""

import re

import variables
from house import ROOT, files


def test_the_reference_of_variables_is_that_of_the_specifications() -> None:
    told = "write it again: .venv/bin/python tests/variables.py"
    assert variables.PAGE.read_text(encoding="utf-8") == variables.page(), told


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in files("*.md", "docs/**/*.md", "decisions/*.md", "roles/*/README.md", "bench/*.md"):
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
        assert lost == [], f"{page.relative_to(ROOT)}: {lost}"
