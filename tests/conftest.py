# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""For every test: English by default, no language left behind, and nothing skipped in CI."""

import gettext
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

os.environ["PYTHONPATH"] = str(Path(__file__).parents[1] / "cli")
"""What tests start as programs of their own finds the package, too."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

NOT_RUN = "In continuous integration (CI=true) a test that is skipped has failed: "


@pytest.fixture(autouse=True)
def _one_language_per_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """``i18n.use`` changes the whole process; what one test chose must not reach the next."""
    monkeypatch.setenv("SALLE_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")
    domain = gettext.textdomain()
    yield
    gettext.textdomain(domain)


def _refuse(report: Report) -> Report:
    if os.environ.get("CI") == "true" and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{NOT_RUN}{reason}"
        vars(report).pop("wasxfail", None)  # pytest's own count of failures leaves these out
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skip in a test or its fixtures is a failure in CI."""
    return _refuse((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips itself is a failure in CI."""
    return _refuse((yield))
