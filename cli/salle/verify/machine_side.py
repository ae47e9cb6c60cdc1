# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of verification that runs on a machine: pytest inside, JSON out.

It is packed as the bundle's entry point and uses the standard library, pytest,
testinfra and our own :mod:`salle.verify.machine_facts` only.  Whatever the
checks print goes to standard error, so that standard output holds one JSON
document and nothing else.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from salle.verify.machine_facts import gather

PROGRESS = "salle-checked"
"""Begins a line on standard error that tells how many checks have been run, of how many."""


class Collector:
    """A pytest plugin that turns each test into one result."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []
        self.broken: list[str] = []
        self._begun = 0.0
        self._total = 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Know how many there are, so that a person can be told how far they are."""
        self._total = len(session.items)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A check file that cannot be read is told, never passed over."""
        if report.failed:
            self.broken.append(f"{report.nodeid}: {last_line(report.longreprtext)}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Any:
        """Time the whole check, its fixtures included."""
        from salle_check import Evidence  # type: ignore[import-not-found]

        Evidence.clear()
        self._begun = time.monotonic()
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Run no check that needs root without being root."""
        if needs_root(item) and os.geteuid() != 0:
            from salle_check import LOCKED, cannot, say

            cannot(say(LOCKED))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """One result per check, from the phase that decided it."""
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo):
            self.results.append(self._result(item, call))
            print(f"\n{PROGRESS} {len(self.results)}/{self._total}", file=sys.stderr, flush=True)
        return report

    def _result(self, item: pytest.Item, call: pytest.CallInfo[None]) -> dict[str, Any]:
        from salle_check import Evidence

        mark = item.get_closest_marker("salle")
        facts: dict[str, Any] = dict(mark.kwargs) if mark else {"id": item.nodeid, "title": item.name}
        names = {name: value for name, value in parameters(item).items() if isinstance(value, str)}
        role = role_of(Path(str(item.path)))
        verdict, found = judge(call, facts.get("weight", "must"), Evidence.found)
        return {
            "check": fill(facts["id"], names),
            "role": role,
            "title": {"say": facts["title"], "values": names},
            "weight": facts.get("weight", "must"),
            "verdict": verdict,
            "expected": Evidence.expected,
            "found": found,
            "remedy": facts.get("remedy", ""),
            "locked": needs_root(item) and os.geteuid() != 0,
            "seconds": round(time.monotonic() - self._begun, 3),
        }


def role_of(file: Path) -> str:
    """The role that a file of checks proves: ``test_<role>.py`` or ``test_<role>_<subject>.py``."""
    return file.stem.removeprefix("test_").partition("_")[0]


def files_of(folder: Path, parts: Sequence[str]) -> list[str]:
    """The files of checks of these parts; one without any is left for pytest to complain of.

    Args:
        folder: where the files lie.
        parts: ``<role>`` for all of a role's files, ``<role>:<subject>`` for one (``<role>:`` the first).
    """
    there = sorted(folder.glob("test_*.py"))
    found = {part: [file for file in there if belongs(file, part)] for part in parts}
    return [str(file) for part in parts for file in found[part] or [folder / f"test_{part}.py"]]


def belongs(file: Path, part: str) -> bool:
    """Whether a file of checks belongs to the part."""
    role, colon, subject = part.partition(":")
    return file.stem == f"test_{role}_{subject}".rstrip("_") if colon else role_of(file) == role


def needs_root(item: pytest.Item) -> bool:
    """Whether a check needs an administrator's rights."""
    mark = item.get_closest_marker("salle")
    return bool(mark and mark.kwargs.get("root"))


def parameters(item: pytest.Item) -> dict[str, Any]:
    """What a parametrized test was given."""
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec else {}


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its ``%(name)s`` filled in."""
    return text % values if values else text


def judge(call: pytest.CallInfo[None], weight: str, found: Any) -> tuple[str, Any]:
    """The verdict, and what was found in words.

    A check that says "this does not hold" is red (orange if it is advice); one
    that could not run is orange with the reason.
    """
    if call.excinfo is None:
        return "green", found
    error = call.excinfo.value
    if hasattr(error, "reason") and type(error).__name__ == "CannotCheck":
        return "orange", error.reason
    if isinstance(error, AssertionError):
        return ("red" if weight == "must" else "orange"), found or first_line(str(error))
    return "orange", {
        "say": "the check itself could not run: %(error)s",
        "values": {"error": f"{type(error).__name__}: {first_line(str(error))}"},
    }


def first_line(text: str) -> str:
    """The first line that says something, cut to a readable length."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:500]


def last_line(text: str) -> str:
    """The last line that says something: where Python puts the error's name."""
    return first_line("\n".join(reversed(text.splitlines())))


def main() -> int:
    """Run the checks named on the command line; the answer goes to standard output."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    folder = Path(__file__).resolve().parent / "checks"
    files = files_of(folder, sys.argv[1:])
    collector = Collector()
    facts = gather()
    options = [
        "-q",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--hosts=local://",
        "--import-mode=prepend",
    ]
    code = pytest.main([*options, "--rootdir", str(folder), *(files or [str(folder)])], plugins=[collector])
    json.dump(
        {"results": collector.results, "broken": collector.broken, "facts": facts, "pytest": int(code)},
        answer,
        ensure_ascii=False,
    )
    answer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
