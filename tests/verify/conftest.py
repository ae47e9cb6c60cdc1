# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks are given: the promise, the system, a new user, a display."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from new_user import Display, NewUser
from salle_check import N_, System, cannot, load_promise, say

if TYPE_CHECKING:
    from demonstration_session import Protected
    from desktop_session import DesktopSession
    from firefox_room import Firefoxes
    from firefox_rules import Rules
    from firefox_session import Firefox


LAST = "test_browser_traces"
FIREFOX = {"firefoxes", "protected"}
"""What the checks of Firefox ask for."""
ROOMY = 3 * 10**9
"""Bytes of free memory from which on Firefox is started beside other programs: three take 1.5 GB."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark that makes a test a check."""
    config.addinivalue_line("markers", "salle(id, title, weight, remedy): a check that a person reads")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the checks of Firefox come late, for it takes long to start, and those that end it come last."""
    items.sort(key=lambda item: (item.path.stem == LAST, of_firefox(item)))


def of_firefox(item: pytest.Item) -> bool:
    """Whether a check looks at a Firefox that runs."""
    return bool(FIREFOX & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def promise() -> dict[str, Any]:
    """What this machine was promised: role -> variable -> value, and machine, site, applications."""
    return load_promise()


@pytest.fixture(scope="session")
def system() -> System:
    """Which system this is."""
    return System()


@pytest.fixture(scope="session")
def new_user() -> Iterator[NewUser]:
    """Somebody who has never logged in."""
    user = NewUser()
    yield user
    user.close()


@pytest.fixture
def account(promise: dict[str, Any]) -> str:
    """The name of the public account; what looks at it needs it to be there."""
    name: str = promise["accounts"]["accounts_public_name"]
    try:
        return pwd.getpwnam(name).pw_name
    except KeyError:
        cannot(say(N_("there is no account %(name)s"), name=name))


@pytest.fixture(scope="session")
def protected(new_user: NewUser) -> Iterator[Protected | str]:
    """The machine's Firefox as the demonstration starts it, left idle; or why it does not start."""
    from demonstration_session import Protected  # here, for other roles' checks run without it
    from firefox_session import program

    if program() is None:
        yield "Firefox is not installed"
        return
    started = Protected(new_user)
    yield started
    started.close()


@pytest.fixture(scope="session")
def firefox_begun(
    new_user: NewUser, promise: dict[str, Any], protected: Protected | str
) -> Iterator[Future[Firefoxes | str]]:
    """Three Firefoxes for all checks of Firefox, in whose place there may be why they did not start."""
    from firefox_room import begin

    with ThreadPoolExecutor(1) as pool:
        begun = pool.submit(begin, new_user, promise, protected)
        yield begun
        if not isinstance(there := begun.result(), str):
            there.close()


@pytest.fixture(scope="session", autouse=True)
def _firefox_ahead(request: pytest.FixtureRequest) -> None:
    """Let Firefox start while the other checks are run, where there is memory for both."""
    free = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    if free >= ROOMY and any("firefoxes" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("firefox_begun")


@pytest.fixture(scope="session")
def firefoxes(firefox_begun: Future[Firefoxes | str]) -> Firefoxes | str:
    """The three of them, once they have started and tried everything, or why they did not."""
    return firefox_begun.result()


@pytest.fixture(scope="session")
def rules(promise: dict[str, Any]) -> Rules:
    """What this place wants of Firefox."""
    from firefox_rules import Rules

    return Rules(promise["browser"])


@pytest.fixture
def room(firefoxes: Firefoxes | str, promise: dict[str, Any]) -> Firefoxes:
    """Three Firefoxes, running by the rules of this place."""
    if promise["browser"]["browser_state"] == "absent":
        cannot(say(N_("the site asks for Firefox as it was before salle (browser_state)")))
    if isinstance(firefoxes, str):
        cannot(say(N_("Firefox does not start on this computer")))
    return firefoxes


@pytest.fixture
def firefox(room: Firefoxes) -> Firefox:
    """The machine's Firefox, running."""
    return room.main


@pytest.fixture(scope="session")
def display(new_user: NewUser) -> Iterator[Display]:
    """A virtual display for the new user."""
    if not shutil.which("Xvfb"):
        cannot(say(N_("this computer has no virtual display (package xvfb)")))
    shown = Display(new_user)
    yield shown
    shown.close()


@pytest.fixture
def session(new_user: NewUser, display: Display, promise: dict[str, Any]) -> DesktopSession:
    """A desktop that has appeared."""
    from desktops import desktop_session  # here, for checks of other roles run without it

    started = desktop_session(new_user, display, promise)
    if not started.complete:
        cannot(say(N_("the desktop did not appear")))
    return started
