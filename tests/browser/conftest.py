# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Chromium that pages are looked at with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
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
