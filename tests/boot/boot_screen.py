# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer started from a disk image, in software (QEMU's TCG): its screen, its keys, its serial port."""

import io
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

Seen = TypeVar("Seen")
GROUND = (0xFF, 0xD2, 0x3F)
"""The colour of the selected line."""
SECONDS = 240.0
"""A start takes 9 s on an idle computer, and two minutes on one with much else to do."""


class Screen:
    """The started computer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._monitor = socket.socket(socket.AF_UNIX)

    def connect(self) -> None:
        """Reach QEMU's monitor."""
        wait_for(lambda: self._monitor.connect_ex(str(self.folder / "monitor")) == 0)
        self._monitor.settimeout(SECONDS)
        self._answer()

    def say(self, command: str) -> None:
        """Give the monitor a command."""
        self._monitor.sendall(command.encode() + b"\n")
        self._answer()

    def _answer(self) -> None:
        said = b""
        while not said.endswith(b"(qemu) "):
            said += self._monitor.recv(65536)

    def photo(self) -> Image.Image:
        """What the screen shows."""
        place = self.folder / "screen.ppm"
        self.say(f"screendump {place}")
        return Image.open(io.BytesIO(place.read_bytes())).convert("RGB")

    def serial(self) -> bytes:
        """All that came out of the first serial port."""
        return (self.folder / "serial").read_bytes()


@contextmanager
def started(image: Path, folder: Path) -> Iterator[Screen]:
    """Start a computer from the disk image, which is not changed by it."""
    folder.mkdir(parents=True)
    words = [
        "qemu-system-x86_64", "-accel", "tcg", "-m", "128", "-display", "none", "-vga", "std", "-nic", "none",
        "-drive", f"file={image},format=raw,if=ide,snapshot=on", "-serial", f"file:{folder}/serial",
        "-monitor", f"unix:{folder}/monitor,server,nowait",
    ]  # fmt: skip
    with subprocess.Popen(words, stdin=subprocess.DEVNULL) as qemu:
        try:
            screen = Screen(folder)
            screen.connect()
            yield screen
        finally:
            qemu.kill()


def wait_for(look: Callable[[], Seen], seconds: float = SECONDS) -> Seen:
    """Look again and again until there is something to see; the last look fails the test."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, "nothing came in time"
        time.sleep(0.2)
    return seen


def selected(photo: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the selected line is: left, top, right, bottom; None when no line is selected."""
    # A line that is looked at near its left end, where no letter is; the countdown lies below the menu.
    height, x = int(photo.height * 0.78), photo.width // 10
    column = [y for y in range(height) if near(photo.getpixel((x, y)), GROUND)]
    if not column:
        return None
    row = [x for x in range(photo.width) if near(photo.getpixel((x, column[0] + 2)), GROUND)]
    return row[0], column[0], row[-1] + 1, column[-1] + 1


def letters(photo: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Where the black letters in a line are, seen from that line."""
    line = photo.crop((box[0] + 4, box[1] + 4, box[2] - 4, box[3] - 4)).convert("L")
    found = line.point(lambda value: 255 if value < 80 else 0).getbbox()
    assert found, "the selected line is empty"
    return found


def near(pixel: Any, colour: tuple[int, ...]) -> bool:
    """Whether a pixel has a colour, within what a screen of 16 bit loses."""
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))
