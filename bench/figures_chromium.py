# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of Chromium, measured on a machine; runs there, beside the checks, as root.

On a machine of public use.  Five rows: Chromium as Debian gives it; with the rules of a shared computer but
its profile on the disk (what policies alone reach); with all that a shared computer gets; as for an owner; as
the demonstration starts it to show what trackers see.
"""

import contextlib
import json
import signal
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chromium_promise import promised_policies, recommended_policies
from chromium_session import Chromium, program
from demonstration_session import entry_command
from fake_pages import TRACKERS
from new_user import NewUser
from salle_check import System, wait_until

FOLDER = Path("/etc/chromium/policies")
NAME = "60-salle.json"
QUIET, MEMORY = (Path("/etc/chromium.d") / name for name in ("zz-salle-quiet", "61-salle-in-memory"))
MINUTE = 60
READY_SECONDS = 20
WRITE_SECONDS = 3
"""What people do after a visit: nothing, for a moment in which Chromium may write."""
WAYS = {"quit": None, "SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}
DEMONSTRATION = "demonstration"
IN_MEMORY = ("public", DEMONSTRATION)
MODES = ("without", "public, profile on the disk", "public", "personal", DEMONSTRATION)

Figures = dict[str, Any]
"""``idle_sites`` and ``idle_attempts`` in the first minute, ``trackers`` reached of how many ``asked``,
``left``: how it ended -> files and bytes that hold the name of a visited site."""


def measure(promise: dict[str, Any]) -> dict[str, Figures]:
    """The figures by mode."""
    found: dict[str, Figures] = {}
    for mode in MODES:
        with rules(promise["browser"], mode), contextlib.closing(NewUser()) as user:
            found[mode] = one(user, mode)
    return found


def one(user: NewUser, mode: str) -> Figures:
    """The figures of one mode."""
    chromium = start(user, mode)
    try:
        began = time.monotonic()
        wait_until(lambda: time.monotonic() - began >= MINUTE, MINUTE + 5)
        idle = list(chromium.web.contacted)
        reached = trackers(chromium, patient=mode not in ("without", DEMONSTRATION))
    finally:
        chromium.close()
    return {
        "idle_sites": sorted(set(idle)),
        "idle_attempts": len(idle),
        "trackers": sorted(reached),
        "asked": len(TRACKERS),
        "left": {way: left(user, mode, number) for way, number in WAYS.items()},
    }


def start(user: NewUser, mode: str) -> Chromium:
    """Chromium as people start it; headless, it is told the folder that it would take by itself."""
    if mode == DEMONSTRATION:
        return Chromium(user, entry_command("unprotected", user, "chromium"))
    folder = user.home / ".config" / f"chromium-{uuid.uuid4().hex[:8]}"
    return Chromium(user, [str(program())], *([] if mode in IN_MEMORY else [f"--user-data-dir={folder}"]))


def trackers(chromium: Chromium, *, patient: bool) -> frozenset[str]:
    """The trackers that are reached; with patience, once a blocker is ready."""
    tab = chromium.tab()

    def reached() -> frozenset[str]:
        page = chromium.web.page("journal", uuid.uuid4().hex)
        return frozenset(set(chromium.visit(tab, page)) & set(TRACKERS))

    wait_until(lambda: not reached(), READY_SECONDS if patient else 0)
    return reached()


def left(user: NewUser, mode: str, number: signal.Signals | None) -> dict[str, int]:
    """What is left on disk of one visit."""
    chromium = start(user, mode)
    try:
        word = "visit" + uuid.uuid4().hex
        chromium.visit(chromium.tab(), chromium.web.page("journal", word))
        wait_until(lambda: False, WRITE_SECONDS)
        chromium.end(number) if number else chromium.quit()
        files = [Path(file) for file in chromium.traces(word, memory=False)]
        return {"files": len(files), "bytes": sum(file.stat().st_size for file in files)}
    finally:
        chromium.close()


@contextlib.contextmanager
def rules(browser: dict[str, Any], mode: str) -> Iterator[None]:
    """The rules of a mode in force while it lasts: what the role writes, as the unit tests prove."""
    use = "personal" if mode == "personal" else "public"
    told = {**browser, "browser_use": use}
    wanted: dict[Path, str | None] = {
        FOLDER / "managed" / NAME: json.dumps(promised_policies(told, System().key)),
        FOLDER / "recommended" / NAME: json.dumps(recommended_policies(told)),
        QUIET: QUIET.read_text("utf-8"),
        MEMORY: MEMORY.read_text("utf-8") if mode in IN_MEMORY else None,
    }
    if mode == "without":
        wanted = dict.fromkeys(wanted)
    before = {path: path.read_text("utf-8") if path.is_file() else None for path in wanted}
    put(wanted)
    try:
        yield
    finally:
        put(before)


def put(texts: Mapping[Path, str | None]) -> None:
    """Make these files so; None takes one away."""
    for path, text in texts.items():
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
