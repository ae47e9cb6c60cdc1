# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stamp that only a whole reset writes; without it nobody gets in.

In /run, which a start of the machine finds empty: after a power cut the account counts as not reset.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path("/run/salle")
STAMP = FOLDER / "public-ready"
OPENED = FOLDER / "public-opened"
LOCK = FOLDER / "public-lock"


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other reset runs, and keep others out meanwhile."""
    FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    with LOCK.open("a") as file:
        LOCK.chmod(0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def forget() -> None:
    """From here on the account counts as not reset."""
    STAMP.unlink(missing_ok=True)
    OPENED.unlink(missing_ok=True)


def write(kind: str, invocation: str) -> None:
    """A reset was whole: on which occasion, and in which run of the unit (INVOCATION_ID; systemd.exec(5))."""
    draft = STAMP.with_suffix(".draft")
    draft.write_text(f"{kind} {invocation}\n", "ascii")
    draft.chmod(0o644)
    draft.replace(STAMP)


def read() -> tuple[str, str]:
    """Occasion and run of the last whole reset; empty words when there was none."""
    try:
        kind, _, invocation = STAMP.read_text("ascii").strip().partition(" ")
    except OSError:
        return "", ""
    return kind, invocation


def opened() -> list[str]:
    """The sessions that were let in since the last reset."""
    try:
        return OPENED.read_text("ascii").split()
    except OSError:
        return []


def note(session: str) -> None:
    """Write down a session that is let in."""
    with OPENED.open("a", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(session + "\n")
