# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in its three forms, beside each other in the run folder."""

import json
from pathlib import Path

from salle.report.machine_readable import to_json, to_junit
from salle.report.model import Report
from salle.report.page import render_page
from salle.whole import write_whole


def write_report(report: Report, folder: Path, lang: str = "") -> Path:
    """Write report.html, report.json and report.xml (JUnit).

    Args:
        report: what they tell.
        folder: the run folder; made when missing.
        lang: language of the page, empty for the one in use.

    Returns:
        The path of the HTML page.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "report.html"
    told = json.dumps(to_json(report, lang), ensure_ascii=False, indent=2) + "\n"
    write_whole(folder / "report.json", told.encode())
    write_whole(folder / "report.xml", to_junit(report, lang).encode())
    write_whole(page, render_page(report, lang).encode())
    return page
