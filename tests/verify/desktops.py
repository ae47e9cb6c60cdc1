# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktops that a machine may have been promised, and the session of one of them."""

from __future__ import annotations

from typing import Any

from desktop_dconf import Cinnamon, Gnome, Mate
from desktop_qt import Kde, Lxqt
from desktop_session import DesktopSession
from desktop_xfce import Xfce
from new_user import Display, NewUser

DESKTOPS: dict[str, type[DesktopSession]] = {
    "xfce": Xfce,
    "mate": Mate,
    "cinnamon": Cinnamon,
    "gnome": Gnome,
    "lxqt": Lxqt,
    "kde": Kde,
}
"""By what ``desktop_environment`` says."""

_running: dict[int, DesktopSession] = {}


def promised_desktop(promise: dict[str, Any]) -> type[DesktopSession]:
    """What the machine was promised."""
    return DESKTOPS[promise["desktop"]["desktop_environment"]]


def desktop_session(user: NewUser, display: Display, promise: dict[str, Any]) -> DesktopSession:
    """The session of that user; started at the first call."""
    if id(user) not in _running:
        public = promise["desktop"]["desktop_use"] == "public"
        _running[id(user)] = promised_desktop(promise)(user, display, public=public)
    return _running[id(user)]
