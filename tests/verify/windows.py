# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows that can be seen on a virtual display."""

from __future__ import annotations

import re
from collections.abc import Mapping

from new_user import Display, NewUser

SMALLEST = 60
"""Pixels: smaller windows are the toolkits' own helpers, which nobody sees."""

WINDOW = re.compile(r"^ +(0x[0-9a-f]+) .*?\)?  (\d+)x(\d+)\+", re.M)
TITLE = re.compile(r'^(?:_NET_WM_NAME|WM_NAME)\([A-Z0-9_]+\) = "(.*)"$', re.M)
SPLASH = "_NET_WM_WINDOW_TYPE_SPLASH"
"""A picture shown while a program loads (Extended Window Manager Hints): not yet the program."""


def window_titles(user: NewUser, display: Display) -> tuple[str, ...]:
    """The titles of the windows that can be seen on a display; splash screens are left out."""
    environment = {**display.env, "LC_ALL": "C.UTF-8"}
    tree = user.run(["xwininfo", "-root", "-children"], env=environment).stdout
    large = [name for name, width, height in WINDOW.findall(tree) if min(int(width), int(height)) >= SMALLEST]
    titles = (title(user, environment, name) for name in large if visible(user, environment, name))
    return tuple(one for one in titles if one is not None)


def visible(user: NewUser, environment: Mapping[str, str], window: str) -> bool:
    """Whether a window is mapped."""
    return "IsViewable" in user.run(["xwininfo", "-id", window, "-stats"], env=environment).stdout


def title(user: NewUser, environment: Mapping[str, str], window: str) -> str | None:
    """The title of a window, or an empty text; nothing for a splash screen."""
    words = ["xprop", "-id", window, "-f", "_NET_WM_NAME", "8u"]
    said = user.run([*words, "_NET_WM_NAME", "WM_NAME", "_NET_WM_WINDOW_TYPE"], env=environment).stdout
    found = TITLE.search(said)
    if SPLASH in said:
        return None
    return found.group(1) if found else ""
