# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of Firefox, measured on a machine; runs there, beside the checks, as root."""

import contextlib
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from browser_promise import promised_policies
from demonstration_session import Unprotected, entry_command
from fake_pages import TRACKERS
from firefox_endings import visited
from firefox_probes import Probes
from firefox_session import Firefox, program
from new_user import NewUser
from salle_check import wait_until

POLICIES = Path("/etc/firefox/policies/policies.json")
MINUTE = 60
READY_SECONDS = 20
WRITE_SECONDS = 3
"""What people do after a visit: nothing, for a moment in which Firefox may write."""
WAYS = {"quit": 0, "SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}
DEMONSTRATION = "demonstration"
"""The browser that shows what trackers see, as its menu entry starts it."""
MODES = ("without", "public", "personal", DEMONSTRATION)

Figures = dict[str, Any]
"""``idle_sites`` and ``idle_attempts`` in the first minute, ``trackers`` reached of how many ``asked``,
``left``: how it ended -> files and bytes that hold the name of a visited site."""


def measure(promise: dict[str, Any]) -> dict[str, Figures]:
    """The figures by mode; ``without`` is Firefox as its maker gives it, without extensions."""
    found: dict[str, dict[str, int]] = {}
    for mode in MODES:
        with rules(promise["browser"], mode), contextlib.closing(NewUser()) as user:
            found[mode] = one(user, mode)
    return found


def start(user: NewUser, mode: str) -> Firefox:
    """Firefox as people start it."""
    if mode == DEMONSTRATION:
        return Unprotected(user, entry_command("unprotected", user))
    return Firefox(user, [str(program())], bare=mode == "without")


def one(user: NewUser, mode: str) -> Figures:
    """The figures of one mode."""
    firefox = start(user, mode)
    try:
        wait_until(lambda: time.monotonic() - firefox.began >= MINUTE, MINUTE + 5)
        idle = list(firefox.web.contacted)
        firefox.connect()
        return {
            "idle_sites": sorted(set(idle)),
            "idle_attempts": len(idle),
            "trackers": sorted(trackers(firefox, patient=mode not in ("without", DEMONSTRATION))),
            "asked": len(TRACKERS),
            "left": left_by_new_ones(user, mode) if mode == DEMONSTRATION else left(firefox),
        }
    finally:
        firefox.close()


def trackers(firefox: Firefox, *, patient: bool) -> frozenset[str]:
    """The trackers that are reached; with patience, once the blocker is ready."""
    probes = Probes(firefox)
    wait_until(lambda: not probes.travel().trackers, READY_SECONDS if patient else 0)
    return probes.travel().trackers


def left(firefox: Firefox) -> dict[str, dict[str, int]]:
    """What is left on disk of one visit each time."""
    found: dict[str, dict[str, int]] = {}
    for way, number in WAYS.items():
        if found:
            firefox.again()
        found[way] = left_by(firefox, number)
    return found


def left_by_new_ones(user: NewUser, mode: str) -> dict[str, dict[str, int]]:
    """The same, each time of another one: its profile does not outlive it."""
    found: dict[str, dict[str, int]] = {}
    for way, number in WAYS.items():
        with contextlib.closing(start(user, mode)) as firefox:
            found[way] = left_by(firefox.connect(), number)
    return found


def left_by(firefox: Firefox, number: int) -> dict[str, int]:
    """What is left on disk of one visit once Firefox was ended by a signal; 0: by its menu."""
    word = visited(firefox)
    wait_until(lambda: False, WRITE_SECONDS)
    if number:
        firefox.end(number)
    else:
        firefox.quit()
    files = [Path(file) for file in firefox.traces(word)]
    return {"files": len(files), "bytes": sum(file.stat().st_size for file in files)}


@contextlib.contextmanager
def rules(browser: dict[str, Any], mode: str) -> Iterator[None]:
    """The rules of a mode in force while it lasts: what the role writes, as the unit tests prove."""
    before = POLICIES.read_text("utf-8")
    if mode in ("public", "personal"):
        policies = promised_policies({**browser, "browser_use": mode})
        POLICIES.write_text(json.dumps({"policies": policies}), "utf-8")
    try:
        yield
    finally:
        POLICIES.write_text(before, "utf-8")
