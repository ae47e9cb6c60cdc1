# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The place's slide: whole, shown to a new person, on a screen nobody knows, behind the greeter."""

import configparser
import hashlib
import re
import struct
import zlib
from pathlib import Path

import pytest
from desktops import desktop_session
from salle_check import N_, cannot, check, compare, expect, say, wait_until

FOLDER = Path("/usr/share/salle/wallpaper")
USUAL = (1920, 1080)
"""What a machine without a known screen gets."""


@pytest.fixture
def pictures(promise):
    """The pictures that were promised: name -> width, height, sha256."""
    promised = promise.get("generated", {}).get("wallpaper") or {}
    if not promised:
        cannot(say(N_("no wallpaper was promised to this computer")))
    return promised


def png_size(data):
    """Width and height of a PNG whose every pixel can be read; ValueError otherwise (RFC 2083)."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG file")
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if zlib.crc32(kind + body) != struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]:
            raise ValueError("damaged PNG file")
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    if len(zlib.decompress(packed)) != height * (1 + (width * samples * depth + 7) // 8):
        raise ValueError("truncated PNG file")
    return width, height


def wrong_with(path, told):
    """What is wrong with a picture; empty when it is the promised one."""
    try:
        data = path.read_bytes()
        size = png_size(data)
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError, KeyError, struct.error, zlib.error) as error:
        return str(error)
    if size != (told["width"], told["height"]):
        return f"{size[0]}x{size[1]}"
    return "" if hashlib.sha256(data).hexdigest() == told["sha256"] else "another picture"


def best(pictures, kind, width, height):
    """The promised picture whose shape, then whose width, is nearest to a screen's."""

    def distance(name):
        told = pictures[name]
        return abs(told["width"] / told["height"] - width / height), abs(told["width"] - width)

    return min((name for name in sorted(pictures) if name.startswith(f"{kind}-")), key=distance)


@check("wallpaper.pictures", N_("The pictures of the place are whole and unchanged"))
def test_the_pictures_are_the_promised_ones(pictures):
    wrong = {name: wrong_with(FOLDER / name, told) for name, told in pictures.items()}
    bad = [f"{name}: {reason}" for name, reason in wrong.items() if reason]
    expect(not bad, expected=", ".join(sorted(pictures)), found=", ".join(bad or sorted(pictures)))


def machine_screen():
    """Width and height of the screen that is plugged in, as the kernel tells (drm)."""
    for folder in sorted(Path("/sys/class/drm").glob("card*-*")):
        size = re.match(r"(\d+)x(\d+)", (folder / "modes").read_text("ascii"))
        if size and (folder / "status").read_text("ascii").strip() == "connected":
            return int(size[1]), int(size[2])
    return USUAL


def suiting(session, pictures, promise):
    """The slide that each screen of the session shall show: screen -> name."""
    screens = session.screens()
    if not session.screen_by_screen:
        # One picture for all screens; where nobody may change it, it was chosen for the machine's own screen.
        fixed = promise["wallpaper"]["wallpaper_locked"]
        first = machine_screen() if fixed else next(iter(screens.values()), USUAL)
        return dict.fromkeys(screens, best(pictures, "slide", *first))
    return {screen: best(pictures, "slide", *size) for screen, size in screens.items()}


@check("wallpaper.desktop", N_("A new person sees the slide of the place, in the shape of their screen"))
def test_a_new_person_sees_the_slide(new_user, display, promise, pictures):
    session = desktop_session(new_user, display, promise)
    wanted = suiting(session, pictures, promise)
    # The session itself gives each screen the slide of its shape, shortly after it began.
    wait_until(lambda: {at: path.name for at, path in session.wallpapers().items()} == wanted, 15, every=0.5)
    found = session.wallpapers()
    wrong = [
        f"{screen}: {path}"
        for screen, path in found.items()
        if path.name != wanted[screen] or wrong_with(path, pictures[wanted[screen]])
    ]
    expect(
        found and not wrong and session.zoomed(),
        expected=", ".join(f"{screen}: {name}" for screen, name in wanted.items()),
        found=", ".join(wrong or [f"{screen}: {path.name}" for screen, path in found.items()])
        or say(N_("no screen")),
    )


@check("wallpaper.unknown_screen", N_("A screen that is plugged in for the first time shows the slide, too"))
def test_an_unknown_screen_shows_the_slide(new_user, display, promise, pictures):
    shown = desktop_session(new_user, display, promise).on_unknown_screens()
    good = [
        path
        for path in shown
        if path.name in pictures
        and path.name.startswith("slide-")
        and not wrong_with(path, pictures[path.name])
    ]
    expect(
        shown and good == shown,
        expected=str(FOLDER / "slide-*.png"),
        found=", ".join(str(path) for path in shown) or say(N_("no screen")),
    )


@check("wallpaper.greeter", N_("The login screen shows the background of the place"), root=True)
def test_the_greeter_shows_the_background(host, pictures):
    # The order in which the greeter reads them (its own manual): packages, then the administrator's.
    files = sorted(Path("/usr/share/lightdm/lightdm-gtk-greeter.conf.d").glob("*.conf"))
    files += sorted(Path("/etc/lightdm/lightdm-gtk-greeter.conf.d").glob("*.conf"))
    files.append(Path("/etc/lightdm/lightdm-gtk-greeter.conf"))
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read(files, "utf-8")
    shown = Path(parser.get("greeter", "background", fallback=""))
    readable = host.run("runuser -u lightdm -- test -r %s", str(shown)).rc == 0
    good = (
        shown.name in pictures
        and shown.name.startswith("plain-")
        and not wrong_with(shown, pictures[shown.name])
    )
    expect(good and readable, expected=str(FOLDER / "plain-*.png"), found=str(shown) if shown.name else "-")


@check("wallpaper.choice", N_("People may choose their own picture, or not, as the site says"))
def test_people_may_choose_as_the_site_says(new_user, display, promise, pictures):
    session = desktop_session(new_user, display, promise)
    compare(expected=not promise["wallpaper"]["wallpaper_locked"], found=session.lets_choose())
