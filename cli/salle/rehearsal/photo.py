# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of what a machine really shows after it was switched on."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salle.errors import SalleError
from salle.i18n import _
from salle.rehearsal import xwd
from salle.rehearsal.room import Room
from salle.rehearsal.screen import PICTURE
from salle.rehearsal.tools import Say

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS = 120
"""How long a session may take to be drawn."""

STILL_SECONDS = 2.0
"""A picture is drawn when it has not changed for this long."""

FEWEST_COLOURS = 32
"""A screen with fewer is still empty: a cursor on a plain ground."""

EMPTY = 0.97
"""A screen of which one colour has this share is still empty: the cursor alone has many colours."""

LOOK = """
export DISPLAY=:0 XAUTHORITY=/run/lightdm/root/:0 LC_ALL=C
lightdm --show-config 2>&1 | sed -n 's/.*autologin-user=/expected=/p'
for session in $(loginctl list-sessions --no-legend | awk '{print $1}'); do
  loginctl show-session "$session" -p Name -p Class -p Type -p State | tr '\\n' ' '; echo
done
manager=$(xprop -root _NET_SUPPORTING_WM_CHECK | grep -o '0x[0-9a-f]*' | head -1)
[ -z "$manager" ] || xprop -id "$manager" _NET_WM_NAME | sed -n 's/.*= "\\(.*\\)"$/manager=\\1/p'
for window in $(xprop -root _NET_CLIENT_LIST | grep -o '0x[0-9a-f]*'); do
  xprop -id "$window" _NET_WM_WINDOW_TYPE
done
true
"""
"""Run on the machine as root: who shall be logged in by itself, which sessions and windows there are."""

FURNITURE = {"GNOME Shell": frozenset[str](), "Mutter (Muffin)": frozenset({"DESKTOP"})}
"""Window managers that draw the panel themselves, the background too: the windows they leave to others."""

KIND = re.compile(r"(?<![A-Z])_NET_WM_WINDOW_TYPE_([A-Z_]+)")
"""A window may say several kinds, the fittest first."""

ASK_WHO = "/etc/lightdm/lightdm.conf.d/95-salle-practice-greeter.conf"
"""While it is there, nobody is logged in by itself, and the greeter stays."""


@dataclass(frozen=True)
class Screen:
    """What is known of a machine's screen.

    ``expected``: who shall be in session there; ``user``: who is; ``greeter``: whether it is the
    greeter's; ``windows``: their kinds; ``manager``: the window manager's name.
    """

    expected: str
    user: str
    greeter: bool
    windows: frozenset[str]
    manager: str = ""

    @property
    def drawn(self) -> bool:
        """Whether wallpaper and panel are there or, where nobody logs in by itself, the greeter."""
        if not self.expected:
            return self.greeter
        wanted = FURNITURE.get(self.manager, frozenset({"DESKTOP", "DOCK"}))
        return self.user == self.expected and wanted <= self.windows

    @property
    def words(self) -> str:
        """What is there, for a person who asks why there is no picture."""
        who = self.user or (_("the greeter") if self.greeter else _("nobody"))
        kinds = ", ".join(sorted(self.windows)).lower() or _("none")
        return _("On the screen: %(who)s; windows: %(kinds)s.") % {"who": who, "kinds": kinds}


def read_screen(output: str) -> Screen:
    """Understand what LOOK has printed."""
    expected, user, greeter, manager, windows = "", "", False, "", set()
    for line in output.splitlines():
        values = dict(word.split("=", 1) for word in line.split() if "=" in word)
        if line.startswith("expected="):
            expected = line.removeprefix("expected=").strip()
        elif line.startswith("manager="):
            manager = line.removeprefix("manager=").strip()
        elif values.get("Type") in ("x11", "wayland") and values.get("State") != "closing":
            greeter = greeter or values.get("Class") == "greeter"
            user = values["Name"] if values.get("Class") == "user" else user
        elif "_NET_WM_WINDOW_TYPE_" in line:
            windows.update(KIND.findall(line))
    return Screen(expected, user, greeter, frozenset(windows), manager)


def take_photos(room: Room, names: Sequence[str], folder: Path, say: Say) -> Mapping[str, Path]:
    """Switch machines off and on, as people will, and take a picture of each screen.

    Args:
        room: the room.
        names: the machines; those that were deployed to.
        folder: receives <machine>.png; made when missing.
        say: told of each machine whose picture could not be taken, and why.

    Returns:
        The pictures, by machine; one that could not be taken is missing.
    """
    room.power_off(*names)
    room.power_on(names)
    folder.mkdir(parents=True, exist_ok=True)
    photos = {}
    for name in names:
        try:
            photos[name] = take_photo(room, name, folder / f"{name}.png")
        except SalleError as error:
            say(str(error))
    return photos


def take_photo(room: Room, name: str, file: Path, seconds: float = SECONDS) -> Path:
    """Wait until a machine's screen is drawn and still, then save it as PNG.

    Raises:
        SalleError: it was not drawn within that time; with what is there instead.
    """
    deadline = time.monotonic() + seconds
    screen = Screen("", "", False, frozenset())
    while time.monotonic() < deadline:
        screen = read_screen(room.run_on(name, f"sudo -n sh -c {_quoted(LOOK)}"))
        if screen.drawn and (picture := _still(room, name, deadline)):
            picture.save(file)
            return file
        time.sleep(0.5)
    raise SalleError(
        _("No picture of %(name)s could be taken: its desktop was not there after %(seconds)d seconds.")
        % {"name": name, "seconds": seconds},
        why=screen.words,
    )


def take_greeter_photo(room: Room, name: str, file: Path, seconds: float = SECONDS) -> Path:
    """Take a picture of a machine's greeter, whoever is logged in by itself otherwise.

    Whoever is in session there loses it; afterwards the machine starts as before.

    Raises:
        SalleError: the greeter was not drawn within that time.
    """
    restart = "systemctl restart display-manager.service"
    write = f"printf '[Seat:*]\\nautologin-user=\\n' > {ASK_WHO}"
    room.run_on(name, f"sudo -n sh -c {_quoted(f'{write} && {restart}')}")
    try:
        return take_photo(room, name, file, seconds)
    finally:
        room.run_on(name, f"sudo -n sh -c {_quoted(f'rm {ASK_WHO}; {restart}')}")


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _still(room: Room, name: str, deadline: float) -> "Image | None":
    """The picture, once it is more than an empty screen and no longer changes; None when it never does."""
    before, since = b"", time.monotonic()
    while time.monotonic() < deadline:
        dump = picture_file(room, name).read_bytes()
        if dump != before:
            before, since = dump, time.monotonic()
        elif time.monotonic() - since >= STILL_SECONDS:
            picture = xwd.read(dump)
            return picture if has_content(picture) else None
        time.sleep(0.25)
    return None


def picture_file(room: Room, name: str) -> Path:
    """Where this computer finds the picture that the machine's display draws in."""
    return Path(f"/proc/{room.init(name).pid}/root/{PICTURE}")


def has_content(picture: "Image") -> bool:
    """Whether anything is drawn: an empty screen has a few colours only, or one colour and a cursor."""
    from PIL.Image import Resampling

    if picture.getcolors(maxcolors=FEWEST_COLOURS) is not None:
        return False
    small = picture.resize((64, 36), Resampling.NEAREST)
    return max(count for count, _ in small.getcolors(64 * 36) or []) < EMPTY * 64 * 36
