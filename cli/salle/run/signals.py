# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals during a run: they are noted, and the run's own loop acts on them.

SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal was closed) mean the same
here: stop in good order.  A second one means: at once.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Interruption:
    """How often we were asked to stop."""

    count: int = 0

    @property
    def asked(self) -> bool:
        """Whether somebody asked us to stop."""
        return self.count > 0

    @property
    def forced(self) -> bool:
        """Whether somebody asked a second time."""
        return self.count > 1

    def note(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Count one; this is the signal handler, so it does no more."""
        self.count += 1


@contextmanager
def noted() -> Iterator[Interruption]:
    """Note the signals in this block; the former handlers come back afterwards."""
    interruption = Interruption()
    former = {number: signal.signal(number, interruption.note) for number in SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
