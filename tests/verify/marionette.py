# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small client for Marionette, the remote control that Firefox carries.

No Debian release packages geckodriver, and a machine of a room has no way to
fetch it, hence this client: Python's standard library only.  A message is
``<length>:<JSON>``; a request is ``[0, id, name, parameters]``, its answer
``[1, id, error, result]``, see
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import socket
from pathlib import Path
from typing import Any


class MarionetteError(Exception):
    """Firefox refused a command, or its connection ended."""


class Marionette:
    """One session with a Firefox that was started with ``--marionette``."""

    def __init__(self, port: int, timeout: float) -> None:
        """Open the session.

        Args:
            port: where Firefox listens on the loopback interface.
            timeout: how long an answer may take, in seconds.

        Raises:
            MarionetteError: what answered is not Firefox.
            OSError: nobody listens there.
        """
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self._buffer = b""
        self._id = 0
        greeting = self._receive()
        if not isinstance(greeting, dict) or greeting.get("marionetteProtocol") != 3:
            raise MarionetteError(f"not Firefox's remote control: {greeting!r}")
        self.call("WebDriver:NewSession", {"acceptInsecureCerts": True, "pageLoadStrategy": "none"})

    def call(self, name: str, parameters: dict[str, Any] | None = None) -> Any:
        """Send one command and give back its value.

        Raises:
            MarionetteError: Firefox refused it, with its own words.
        """
        self._id += 1
        message = json.dumps([0, self._id, name, parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._receive()
        if error or number != self._id:
            raise MarionetteError(f"{name}: {error}")
        return result.get("value") if isinstance(result, dict) else result

    def inside(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript with the browser's own rights; the script may ``await``.

        Raises:
            MarionetteError: the script failed.
        """
        self.call("Marionette:SetContext", {"value": "chrome"})
        body = f"const done = arguments[arguments.length - 1]; const given = [...arguments];{_WRAP % script}"
        answer = self.call(
            "WebDriver:ExecuteAsyncScript", {"script": body, "args": list(arguments), "sandbox": "system"}
        )
        if "error" in answer:
            raise MarionetteError(answer["error"])
        return answer["value"]

    def in_page(self, script: str) -> Any:
        """Run JavaScript as the page itself might; the script may ``await``.

        Raises:
            MarionetteError: the script failed.
        """
        self.call("Marionette:SetContext", {"value": "content"})
        body = f"const done = arguments[arguments.length - 1];{_WRAP % script}"
        answer = self.call("WebDriver:ExecuteAsyncScript", {"script": body, "args": [], "sandbox": "default"})
        if "error" in answer:
            raise MarionetteError(answer["error"])
        return answer["value"]

    def stay(self) -> None:
        """Go on in the first tab: the one before may be closed."""
        self.call("Marionette:SetContext", {"value": "content"})
        handles = self.call("WebDriver:GetWindowHandles")
        self.call("WebDriver:SwitchToWindow", {"handle": handles[0]})

    def visit(self, url: str) -> None:
        """Go to a page, without waiting for it."""
        self.call("Marionette:SetContext", {"value": "content"})
        self.call("WebDriver:Navigate", {"url": url})

    def type(self, words: dict[str, str], button: str) -> None:
        """Type into the fields of the page and press a button, as a person would.

        Args:
            words: CSS selector of a field -> what to type there.
            button: CSS selector of the button.
        """
        self.call("Marionette:SetContext", {"value": "content"})
        for field, text in words.items():
            self.call("WebDriver:ElementSendKeys", {"id": self._element(field), "text": text})
        self.call("WebDriver:ElementClick", {"id": self._element(button)})

    def _element(self, selector: str) -> str:
        found: dict[str, str] = self.call(
            "WebDriver:FindElement", {"using": "css selector", "value": selector}
        )
        return next(iter(found.values()))

    def quit(self) -> None:
        """Tell Firefox to end as by its menu."""
        self.call("Marionette:Quit", {"flags": ["eAttemptQuit"]})

    def close(self) -> None:
        """Hang up; Firefox goes on."""
        self._socket.close()

    def _receive(self) -> Any:
        while b":" not in self._buffer:
            self._buffer += self._more()
        length, _, self._buffer = self._buffer.partition(b":")
        while len(self._buffer) < int(length):
            self._buffer += self._more()
        message, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(message)

    def _more(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise MarionetteError("Firefox hung up")
        return data


_WRAP = """
(async () => { %s })().then(
  value => done({value: value === undefined ? null : value}),
  error => done({error: String(error)}));
"""


def port_of(profile: Path) -> int:
    """The port that this profile's Firefox listens on; 0 as long as it does not say."""
    try:
        return int((profile / "MarionetteActivePort").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
