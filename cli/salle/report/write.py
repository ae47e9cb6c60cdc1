# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in its three forms, beside each other in the run folder."""

import json
import os
from pathlib import Path

from salle.report.machine_readable import to_json, to_junit
from salle.report.model import Report
from salle.report.page import render_page


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
    _write(folder / "report.json", json.dumps(to_json(report, lang), ensure_ascii=False, indent=2) + "\n")
    _write(folder / "report.xml", to_junit(report, lang))
    _write(page, render_page(report, lang))
    return page


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a reader may open it while it is being written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
