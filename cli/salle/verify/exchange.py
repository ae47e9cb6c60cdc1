# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One exchange with a program, in practice ssh: what it is given, what it answers, and how that can end."""

import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from salle.i18n import _
from salle.verify.answer import MAX_BYTES

SSH_OWN_FAILURE = 255
"""ssh(1): 255 is ssh's own error; anything else is what the machine's command returned."""
Heard = Callable[[bytes], bool]
LONGEST_LINE = 65536
"""Bytes of standard error that are looked at at once."""


@dataclass(frozen=True)
class Reply:
    """What came back, or why nothing did."""

    output: bytes = b""
    problem: str = ""
    unreachable: bool = False


class Line:
    """Exchanges with programs, bounded in time and size; :meth:`cut` ends them all.

    Attributes:
        seconds: the longest that one may take.
        is_cut: whether they were ended from here; then what came back says nothing.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._open: set[subprocess.Popen[bytes]] = set()
        self.is_cut = False

    def exchange(self, words: Sequence[str], data: bytes, heard: Heard | None = None) -> Reply:
        """Give ``data`` to a program and take its answer.

        Args:
            heard: given each line of its standard error as it comes; true when it has taken the line.
        """
        pipe = subprocess.PIPE
        process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)
        self._open.add(process)
        timer = threading.Timer(0 if self.is_cut else self.seconds, process.kill)
        timer.start()
        try:
            return self._converse(process, data, heard)
        finally:
            timer.cancel()
            process.kill()
            process.wait()
            self._open.discard(process)

    def cut(self) -> None:
        """End every exchange; what runs on a machine ends by itself."""
        self.is_cut = True
        for process in tuple(self._open):
            process.kill()

    def _converse(self, process: "subprocess.Popen[bytes]", data: bytes, heard: Heard | None) -> Reply:
        errors = bytearray()
        threads = [
            threading.Thread(target=_feed, args=(process.stdin, data)),
            threading.Thread(target=_drain, args=(process.stderr, errors, heard)),
        ]
        for thread in threads:
            thread.start()
        output = process.stdout.read(MAX_BYTES + 1) if process.stdout else b""
        if len(output) > MAX_BYTES:
            process.kill()
        code = process.wait()
        for thread in threads:
            thread.join(5)
        return _reply(code, output, errors.decode("utf-8", "replace"), self.seconds)


def _feed(sink: IO[bytes] | None, data: bytes) -> None:
    if sink is None:
        return
    with suppress(OSError):  # the other side went away: its exit code and last words tell why
        sink.write(data)
    with suppress(OSError):
        sink.close()


def _drain(stream: IO[bytes] | None, kept: bytearray, heard: Heard | None) -> None:
    """Read to the end so that the program never waits for us; keep the last 20 kB."""
    while stream and (piece := stream.readline(LONGEST_LINE)):
        if heard and heard(piece):
            continue
        kept.extend(piece)
        del kept[:-20_000]


def _reply(code: int, output: bytes, errors: str, seconds: float) -> Reply:
    if len(output) > MAX_BYTES or (code == 0 and output):
        return Reply(output)
    last = next((line.strip() for line in reversed(errors.splitlines()) if line.strip()), "")
    if code == SSH_OWN_FAILURE:
        return Reply(problem=_("could not be reached: %(reason)s") % {"reason": last}, unreachable=True)
    if code < 0:
        return Reply(problem=_("did not finish its checks within %(seconds)d s") % {"seconds": seconds})
    return Reply(problem=_("could not run the checks: %(reason)s") % {"reason": last})
