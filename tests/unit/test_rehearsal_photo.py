# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what a practice machine's screen shows."""

import struct

import pytest
from PIL import Image
from salle.rehearsal import xwd
from salle.rehearsal.photo import LOOK, Screen, has_content, read_screen
from salle.rehearsal.screen import ADAPT_PAM, FILES, X_SERVER

SIZE = (3, 2)
COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (9, 8, 7), (0, 0, 0), (255, 255, 255)]


def dump(little: bool = True, bits: int = 32, version: int = 7) -> bytes:
    """What Xvfb writes for COLOURS: each line one pixel longer than shown, and a colour map before them."""
    width, height = SIZE
    words = [0] * 25
    words[:8] = [104, version, 2, 24, width, height, 0, 0 if little else 1]
    words[11], words[12], words[19] = bits, (width + 1) * 4, 2
    pixels = b""
    for row in range(height):
        for red, green, blue in COLOURS[row * width : (row + 1) * width]:
            pixels += bytes((blue, green, red, 0) if little else (0, red, green, blue))
        pixels += b"\xff" * 4
    return struct.pack(">25I", *words) + b"xy \0" + b"\0" * 24 + pixels


@pytest.mark.parametrize("little", [True, False])
def test_the_picture_has_the_colours_of_the_screen(little: bool) -> None:
    picture = xwd.read(dump(little))
    assert picture.size == SIZE
    assert [picture.getpixel((x, y)) for y in range(2) for x in range(3)] == COLOURS


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 200, dump(version=6), dump(bits=16), dump()[:-20]],
    ids=["empty", "zeros", "version", "16 bits", "cut"],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="X window dump"):
        xwd.read(data)


SESSION = "Name=public Type=x11 Class=user State=active\n"
LOOKED = """expected=public
Name=public Type=x11 Class=user State=active
Name=salle Type=tty Class=user State=active
_NET_WM_WINDOW_TYPE(ATOM) = _NET_WM_WINDOW_TYPE_DESKTOP
_NET_WM_WINDOW_TYPE(ATOM) = _NET_WM_WINDOW_TYPE_DOCK
"""


def test_a_session_with_wallpaper_and_panel_is_drawn() -> None:
    screen = read_screen(LOOKED)
    assert screen == Screen("public", "public", False, frozenset({"DESKTOP", "DOCK"}))
    assert screen.drawn


@pytest.mark.parametrize("missing", ["Name=public", "TYPE_DOCK", "TYPE_DESKTOP"])
def test_a_session_that_lacks_something_is_not(missing: str) -> None:
    lines = [line for line in LOOKED.splitlines() if missing not in line]
    assert not read_screen("\n".join(lines)).drawn


@pytest.mark.parametrize(
    ("manager", "windows", "drawn"),
    [("GNOME Shell", "", True), ("Mutter (Muffin)", "DESKTOP", True), ("Mutter (Muffin)", "", False)],
)
def test_a_desktop_that_draws_its_panel_itself_is_known_by_its_window_manager(
    manager: str, windows: str, drawn: bool
) -> None:
    told = f"_NET_WM_WINDOW_TYPE(ATOM) = _NET_WM_WINDOW_TYPE_{windows}\n" if windows else ""
    assert read_screen(f"expected=public\n{SESSION}manager={manager}\n{told}").drawn is drawn


def test_the_question_for_the_window_manager_reaches_the_machine_as_it_was_written() -> None:
    assert r"manager=\1" in LOOK


def test_a_window_may_say_several_kinds() -> None:
    more = ", _KDE_NET_WM_WINDOW_TYPE_OVERRIDE, _NET_WM_WINDOW_TYPE_NORMAL"
    told = LOOKED.replace("TYPE_DOCK", "TYPE_DOCK" + more)
    assert read_screen(told).windows == {"DESKTOP", "DOCK", "NORMAL"}


def test_the_greeter_is_no_session_of_the_public_account() -> None:
    greeter = "Name=lightdm Type=x11 Class=greeter State=active\n"
    assert not read_screen("expected=public\n" + greeter).drawn
    assert read_screen(greeter).drawn


def test_nothing_at_all_is_said_in_words() -> None:
    assert read_screen("").words == "On the screen: nobody; windows: none."


def test_an_empty_screen_has_no_content() -> None:
    plain = Image.new("RGB", (64, 64), (10, 20, 30))
    assert not has_content(plain)
    assert has_content(Image.linear_gradient("L").convert("RGB"))


def test_a_cursor_of_many_colours_on_a_plain_ground_is_no_content() -> None:
    screen = Image.new("RGB", (1366, 768), (0, 0, 0))
    screen.paste(Image.linear_gradient("L").convert("RGB").resize((24, 64)), (900, 500))
    assert not has_content(screen)


def test_what_is_put_on_a_practice_machine_is_told_by_its_name() -> None:
    assert FILES
    assert all("salle-practice" in name for name in FILES)
    assert all(script.startswith("#!/bin/sh\n") for script in (X_SERVER, ADAPT_PAM))
