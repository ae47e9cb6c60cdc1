# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Chromium that pages are looked at with, and the report that two browsers are shown."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import report_room
from PIL import Image
from salle.report.write import write_report
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

Start = Callable[..., AbstractContextManager[Chrome]]


@contextmanager
def started(logs: Mapping[str, str], preferences: Mapping[str, Any] | None = None) -> Iterator[Chrome]:
    """A headless Chromium that keeps these logs; it ends with the context."""
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
        "--headless=new",
        "--no-sandbox",  # the tests may run as root
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
    ):
        options.add_argument(argument)
    if preferences:
        options.add_experimental_option("prefs", dict(preferences))
    options.set_capability("goog:loggingPrefs", dict(logs))
    driver = Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def chromium() -> Start:
    """Starts a Chromium, see :func:`started`."""
    return started


@pytest.fixture(scope="module", params=["fr", "en"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a room in which everything happened, in each language."""
    folder = tmp_path_factory.mktemp("run")
    photo = folder / "screen.png"
    Image.new("RGB", (1280, 800), "#0e3f55").save(photo)
    return write_report(report_room.room(photo), folder, request.param)
