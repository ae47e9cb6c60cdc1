# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks are given: the promise, the system, a new user, a display."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
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


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark that makes a test a check."""
    config.addinivalue_line("markers", "salle(id, title, weight, remedy): a check that a person reads")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the checks that end Firefox come last: those of other roles use it too."""
    items.sort(key=lambda item: item.path.stem == LAST)


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
def firefoxes(
    new_user: NewUser, promise: dict[str, Any], protected: Protected | str
) -> Iterator[Firefoxes | str]:
    """Three Firefoxes for all checks of Firefox, or why they did not start."""
    from firefox_room import open_room

    with open_room(new_user, promise, protected) as there:
        yield there


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
