# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check is written with.

This file travels to the machines with the checks; it uses the standard library
and pytest only.  A check proves one thing: it says what was expected and what
was found, and a person reads both.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., Any])
Text = str | dict[str, Any]
"""What is shown: data as it is, or what :func:`say` returns."""

REMEDY = "salle deploy %(site)s --limit %(machine)s --tags %(role)s"


class CheckFailed(AssertionError):
    """What was promised does not hold."""


class CannotCheck(Exception):
    """The check could not run here; the reason is for people."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


LOCKED = "this needs an administrator's password"
"""Why a check that needs one was not run; translated where the page is drawn."""


class Evidence:
    """What the running check has said so far; one check runs at a time."""

    expected: Text = ""
    found: Text = ""

    @classmethod
    def clear(cls) -> None:
        """Forget the check before."""
        cls.expected = cls.found = ""


def N_(message: str) -> str:
    """Mark a message for translation; the coordinator's computer translates it."""
    return message


def say(message: str, **values: Any) -> dict[str, Any]:
    """A sentence to translate, with the values that go into it."""
    return {"say": message, "values": {name: str(value) for name, value in values.items()}}


def check(
    id: str, title: str, *, weight: str = "must", remedy: str = REMEDY, root: bool = False
) -> Callable[[Test], Test]:
    """Declare a check.

    Args:
        id: stable name, ``role.thing``; ``%(application)s`` is filled from a parameter.
        title: what is good when it holds, in plain words, marked with N_.
        weight: ``must`` turns red when it fails, ``should`` turns orange.
        remedy: what to type; ``%(site)s``, ``%(machine)s`` and ``%(role)s`` are filled in.
        root: whether it needs an administrator's rights; without them it is told apart, and not run.
    """

    def mark(test: Test) -> Test:
        marked: Test = pytest.mark.salle(id=id, title=title, weight=weight, remedy=remedy, root=root)(test)
        return marked

    return mark


def compare(*, expected: Any, found: Any) -> None:
    """Hold what was promised against what is there; both are kept for the report."""
    expect(expected == found, expected=_shown(expected), found=_shown(found))


def expect(condition: object, *, expected: Text, found: Text) -> None:
    """State that the condition holds; both texts are kept for the report either way."""
    Evidence.expected, Evidence.found = expected, found
    if not condition:
        raise CheckFailed("not as expected")


def cannot(reason: Text) -> NoReturn:
    """End the check orange: it could not be done here, for this reason."""
    raise CannotCheck(reason)


def _shown(value: Any) -> str:
    return value or "-" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


Seen = TypeVar("Seen")


def wait_until(look: Callable[[], Seen], seconds: float, *, every: float = 0.1) -> Seen:
    """Look again and again until there is something to see, or the time is over.

    Returns:
        The first true value, or the last false one.
    """
    deadline = time.monotonic() + seconds
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(every)
    return seen


def enabled(host: Any, unit: str) -> bool:
    """Whether a unit starts by itself; of one that is not there, testinfra's own question fails."""
    return bool(host.run("systemctl is-enabled %s", unit).rc == 0)


def load_promise() -> dict[str, Any]:
    """What this machine was promised, as the coordinator's computer sent it."""
    promise: dict[str, Any] = json.loads(Path(os.environ["SALLE_PROMISE"]).read_text("utf-8"))
    return promise


class System:
    """Which system this is, by the names the catalogue uses (debian13, linuxmint22)."""

    def __init__(self, os_release: Path = Path("/etc/os-release")) -> None:
        pairs = (line.split("=", 1) for line in os_release.read_text("utf-8").splitlines() if "=" in line)
        facts = {name: value.strip('"') for name, value in pairs}
        self.general = facts.get("ID", "").lower()
        self.key = self.general + facts.get("VERSION_ID", "").split(".")[0]


def promised_applications() -> list[dict[str, Any]]:
    """The applications promised to this machine and to be had on its system.

    Usable while pytest collects: the promise is read from the file.
    """
    key = System()
    return [
        application
        for application in load_promise().get("applications", [])
        if application.get("web") or packages_on(application, key)
    ]


def packages_on(application: dict[str, Any], system: System) -> list[str]:
    """The application's packages on this system; none means it is not to be had there."""
    packages = on_system(application, "packages", system) or ()
    languages = on_system(application, "languages", system) or {}
    return [*packages, *languages.get(promised_language(), ())] if packages else []


def on_system(application: dict[str, Any], field: str, system: System) -> Any:
    """A field of the catalogue, or its exception for this system."""
    exceptions = application.get(f"{field}_on") or {}
    return exceptions.get(system.key, exceptions.get(system.general, application.get(field)))


def promised_language() -> str:
    """The language that applications were installed with, by its code (ISO 639-1)."""
    locale: str = load_promise()["software"]["software_locale"]
    return locale.partition(".")[0].partition("_")[0]
