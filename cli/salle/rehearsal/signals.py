# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C, SIGTERM and a closed terminal: all three end a rehearsal in the same orderly way."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def _handling(handler: "signal._HANDLER") -> Iterator[None]:
    """Handle the ending signals that way; only the main thread can, others leave them be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in ENDING}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def interruptible() -> Iterator[None]:
    """Each of the ending signals raises KeyboardInterrupt, so that clean-up runs."""
    with _handling(_interrupt):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no ending signal stop the clean-up half-way: a second Ctrl-C has to wait."""
    with _handling(signal.SIG_IGN):
        yield
