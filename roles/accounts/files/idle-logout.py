#!/usr/bin/python3 -Es
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends the public account's session when nobody has touched the computer for a while, after a warning.

    idle-logout.py NAME MINUTES SECONDS

Started by each session (autostart); it goes away at once in anybody else's. MINUTES (or a part of one)
without key, mouse or touch, then a warning that counts SECONDS down: any of them takes it away. What was open
when the session ends is lost, and the warning says so. Ends with 0 in a session that is not that account's.
"""

import os
import pwd
import re
import subprocess
import sys

WORDS = {
    "fr": (
        "Vous êtes toujours là ?",
        "La séance se termine dans {} s. Ce qui n’est pas enregistré ailleurs sera perdu.",
        "Je continue",
    ),
    "en": (
        "Are you still there?",
        "The session ends in {} s. What is not saved elsewhere will be lost.",
        "I go on",
    ),
}
SHORTEST, LONGEST = 1, 60
"""Seconds between two looks."""


X = ("xprintidle",)
MUTTER = (
    *("gdbus", "call", "--session", "--dest", "org.gnome.Mutter.IdleMonitor"),
    *("--object-path", "/org/gnome/Mutter/IdleMonitor/Core"),
    *("--method", "org.gnome.Mutter.IdleMonitor.GetIdletime"),
)
"""GNOME's own clock. Without an X server of the session's own, X knows only what its old programs were told,
and would send people away who are there."""


def idle():
    """For how many seconds nobody has touched anything; both tell milliseconds.

    Where nobody can tell, somebody may be there: none. A session that begins may answer a minute later.
    """
    words = MUTTER if os.environ.get("XDG_SESSION_TYPE") == "wayland" else X
    try:
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 0
    return int(re.search(r"(\d+)\D*$", said)[1]) / 1000


class Watch:
    """When to warn, and when to end: told how long nobody touched anything, it says what to do.

    Attributes:
        left: seconds until the session ends; None while there is no warning.
    """

    def __init__(self, minutes, seconds):
        self._limit, self._warning, self.left = minutes * 60, seconds, None

    def look(self, still):
        """What nobody having touched anything for so many seconds means; seconds until the next look."""
        if still < self._limit:
            self.left = None
            return min(max(self._limit - still, SHORTEST), LONGEST)
        self.left = max(0, round(self._limit + self._warning - still))
        return SHORTEST


def words():
    """The texts in the session's language."""
    language = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return WORDS["fr" if language.startswith("fr") else "en"]


def end():
    """End every session of this account, at once: whoever asked to be remembered would hold it up."""
    subprocess.run(["loginctl", "terminate-user", str(os.getuid())], check=False)


def run(watch):
    """Watch until the session ends, with a window that warns."""
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import GLib, Gtk, Pango

    title, text, stay = words()
    window = Gtk.Window(title=title, window_position=Gtk.WindowPosition.CENTER_ALWAYS, resizable=False)
    window.set_keep_above(True)
    window.stick()
    window.connect("delete-event", lambda *_: True)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=24, margin=36)
    large, normal = Pango.AttrList(), Pango.AttrList()
    large.insert(Pango.attr_scale_new(2))
    normal.insert(Pango.attr_scale_new(1.4))
    head = Gtk.Label(label=title, attributes=large)
    told = Gtk.Label(label=text, attributes=normal, wrap=True, max_width_chars=44)
    box.add(head)
    box.add(told)
    box.add(Gtk.Button(label=stay, halign=Gtk.Align.CENTER))  # the click itself is the sign of life
    window.add(box)
    box.show_all()

    def look():
        pause = watch.look(idle())
        if watch.left is None:
            window.hide()
        elif watch.left == 0:
            end()
        else:
            told.set_text(text.format(watch.left))
            window.present()
        GLib.timeout_add_seconds(max(1, round(pause)), look)
        return GLib.SOURCE_REMOVE

    look()
    Gtk.main()


def main(name, minutes, seconds):
    """Watch, if this is that account's session."""
    if pwd.getpwuid(os.getuid()).pw_name == name and float(minutes) > 0:
        run(Watch(float(minutes), int(seconds)))


if __name__ == "__main__":
    main(*sys.argv[1:])
