# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a program as a new user would and says what is seen of it: windows, titles, French texts.

Each program has a display and a message bus of its own, so that every window on it is
its own, and several can be started at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from french import French, Reads, evidence
from new_user import Display, NewUser
from windows import window_titles

WINDOW_SECONDS, HASTY_WINDOW = 90, 20
"""For a first window; LibreOffice's first start on an old PC with a hard disk takes over 40."""
FRENCH_SECONDS, HASTY_FRENCH = 60, 6
"""After the first window, which may be a picture shown while the program loads (LibreOffice)."""
OTHER_SECONDS = 15
"""The same for another language, which a program need not have."""
IN_VAIN = 3
"""After so many that were waited for in vain, the others get the second of these times."""
ONE_AT_A_TIME = threading.Lock()
"""Displays begin and end one after the other: a precaution, since their numbers are given out anew."""


@dataclass(frozen=True)
class Started:
    """What was seen of a program."""

    titles: tuple[str, ...] = ()
    """Titles of its visible windows; a window without a title counts as an empty text."""
    french: str = ""
    """The evidence of French: a file of French texts in use, or a title."""
    ended: bool = False
    """Every process of it was gone before a window showed."""
    output: str = ""
    """The last lines it printed."""
    seconds: float = 0.0

    @property
    def shown(self) -> bool:
        """Whether a window appeared."""
        return bool(self.titles)


@dataclass
class Patience:
    """How long programs are waited for: less once several were waited for in vain.

    A computer where no window opens, or none is French, must be told of before its time is over.
    """

    windows: int = 0
    """Programs whose window was waited for in vain."""
    words: int = 0
    """Programs whose French was waited for in vain."""

    @property
    def for_window(self) -> int:
        """Seconds for a first window."""
        return WINDOW_SECONDS if self.windows < IN_VAIN else HASTY_WINDOW

    def for_words(self, french: French) -> int:
        """Seconds for French after the first window."""
        if french.language != "fr":
            return OTHER_SECONDS
        return FRENCH_SECONDS if self.words < IN_VAIN else HASTY_FRENCH

    def learn(self, titles: Sequence[str]) -> None:
        """A program was waited for in vain: for its French, or for a window that would have a title."""
        self.windows += not titles
        self.words += bool(titles)


def start(user: NewUser, command: Sequence[str], french: French, patience: Patience) -> Started:
    """Start a program, look until its window and its French are there, and end it."""
    with ONE_AT_A_TIME:
        display = Display(user)
    mark = f"SALLE_PROGRAM={display.name}"
    with tempfile.NamedTemporaryFile(prefix="salle-output-") as output:
        name, _, value = mark.partition("=")
        environment = {**display.env, "XDG_CURRENT_DESKTOP": "XFCE", "NO_AT_BRIDGE": "1", name: value}
        begun = time.monotonic()
        with Reads(french.reads) as reads:
            process = user.start(command, env=environment, session=True, output=Path(output.name))
            try:
                seen = _watch(user, display, mark, french, reads, patience)
            finally:
                _end(mark)
                process.wait(10)
                with ONE_AT_A_TIME:
                    display.close()
        text = Path(output.name).read_text("utf-8", "replace").strip()
    return Started(*seen, output="\n".join(text.splitlines()[-5:]), seconds=time.monotonic() - begun)


def _watch(
    user: NewUser, display: Display, mark: str, french: French, reads: Reads, patience: Patience
) -> tuple[tuple[str, ...], str, bool]:
    """Look until all is seen, the program is gone, or the time is over."""
    deadline = time.monotonic() + patience.for_window
    titles: tuple[str, ...] = ()
    while time.monotonic() < deadline:
        time.sleep(0.3)
        processes = list(marked(mark))
        now = window_titles(user, display)
        if now and not titles:
            deadline = min(deadline, time.monotonic() + patience.for_words(french))
        titles = now or titles
        proof = evidence(french, titles, processes, reads)
        if titles and (proof or french.none):
            return titles, proof, False
        if not processes:
            return titles, proof, not titles
    patience.learn(titles)
    return titles, "", False


def marked(mark: str) -> Iterator[int]:
    """The processes that carry the mark in their environment, zombies left out."""
    wanted = mark.encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)


def _end(mark: str) -> None:
    """End every process that carries the mark: politely, then by force."""
    for signal_, rounds in ((signal.SIGTERM, 10), (signal.SIGKILL, 50)):
        for _ in range(rounds):
            left = list(marked(mark))
            for process in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal_)
            if not left:
                return
            time.sleep(0.1)
