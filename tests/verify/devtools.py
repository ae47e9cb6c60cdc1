# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire to a running Chromium: the DevTools protocol over two pipes.

``--remote-debugging-pipe`` makes Chromium read commands from file descriptor 3
and write answers to 4, one JSON document each, ended by a zero byte
(content/browser/devtools/devtools_pipe_handler.cc).  Unlike its port, nobody
else on the machine can connect to it, and the standard library is enough.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("commands", "answers")
JOINED = 'exec "$@" 3<"$0/commands" 4>"$0/answers"'
"""What ``sh -c`` runs, with the folder of the pipes first: the program, its descriptors 3 and 4 joined."""


class DevToolsError(Exception):
    """Chromium did not answer, or answered with an error; the text is its own."""


class DevTools:
    """Speaks with one Chromium.

    Attributes:
        events: what Chromium told unasked, oldest first.
    """

    def __init__(
        self, folder: Path, owner: tuple[int, int], alive: Callable[[], bool] = lambda: True
    ) -> None:
        """Make the pipes in a folder that exists; the program started with :data:`JOINED` finds them there.

        Args:
            folder: where to.
            owner: user and group id of who starts Chromium.
            alive: whether it still runs; asked while we wait.
        """
        self.events: list[dict[str, Any]] = []
        self.alive = alive
        self._number = 0
        self._read = b""
        for name in NAMES:
            os.mkfifo(folder / name, 0o600)
            os.chown(folder / name, *owner)
        # for both directions: such an opening does not wait for the other side (fifo(7))
        self._commands, self._answers = (os.open(folder / name, os.O_RDWR) for name in NAMES)

    def call(self, method: str, session: str = "", seconds: float = 20, **parameters: Any) -> dict[str, Any]:
        """Have Chromium do something and wait for its answer, at most so many seconds.

        Raises:
            DevToolsError: it refused, ended, or did not answer in time.
        """
        self._number += 1
        told = {"id": self._number, "method": method, "params": parameters}
        self._write(json.dumps({**told, **({"sessionId": session} if session else {})}).encode() + b"\0")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            message = self._next(deadline)
            if message is None:
                continue
            if message.get("id") != self._number:
                self.events.append(message)
            elif "error" in message:
                raise DevToolsError(f"{method}: {message['error'].get('message', message['error'])}")
            else:
                return dict(message["result"])
        raise DevToolsError(f"{method}: no answer after {seconds:.0f} s")

    def close(self) -> None:
        """Let go of the pipes."""
        for pipe in (self._commands, self._answers):
            os.close(pipe)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._commands, data) :]

    def _next(self, deadline: float) -> dict[str, Any] | None:
        """The next message; None when there is none yet, after a short while."""
        while b"\0" not in self._read:
            if not select.select([self._answers], [], [], min(0.2, max(0.0, deadline - time.monotonic())))[0]:
                if not self.alive():
                    raise DevToolsError("Chromium ended")
                return None
            self._read += os.read(self._answers, 1 << 16)
        text, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message
