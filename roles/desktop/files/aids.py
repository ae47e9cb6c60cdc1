#!/usr/bin/python3 -Es
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help to see, to read and to write, for the session that is open: one window with a switch for each.

    aids                opens the window
    aids NAME on|off    contrast, text, pointer, magnifier, reader or keyboard, without a window
    aids list           the names that this session and this computer can do, one a line

Each desktop keeps such things in another place; :data:`PLACES` knows where. On a public computer all is as
before in the next session, for nothing of a session stays. Ends with 2 for a name it does not know.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

NAMES = ("contrast", "text", "pointer", "magnifier", "reader", "keyboard")
WORDS = {
    "fr": {
        "title": "Mieux voir, lire et écrire",
        "contrast": "Contraste fort",
        "text": "Texte plus grand",
        "pointer": "Pointeur plus grand",
        "magnifier": "Loupe sous la souris",
        "reader": "Lecture de l’écran à voix haute",
        "keyboard": "Clavier à l’écran",
        "note": "Les fenêtres déjà ouvertes changent parfois seulement quand on les rouvre.",
        "close": "Fermer",
    },
    "en": {
        "title": "See, read and write with ease",
        "contrast": "Strong contrast",
        "text": "Larger text",
        "pointer": "Larger pointer",
        "magnifier": "Magnifier under the mouse",
        "reader": "Read the screen aloud",
        "keyboard": "Keyboard on the screen",
        "note": "Some windows that are open change only when they are opened again.",
        "close": "Close",
    },
}
PROGRAMS = {"magnifier": "magnus", "reader": "orca", "keyboard": "onboard"}
USUAL_DPI, LARGE_DPI = 96, 134
"""Dots per inch: the usual ones, and those that make letters 1.4 times as large."""


def said(*words):
    """What a command prints; nothing when it fails or is missing."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


class Xfconf:
    """A setting of Xfce."""

    def __init__(self, name, kind, value):
        self._query, self._kind, self._value = ["xfconf-query", "-c", "xsettings", "-p", name], kind, value

    def is_on(self):
        """Whether it is switched on."""
        return said(*self._query) == self._value

    def switch(self, on):
        """Switch it on, or back to what it was."""
        change = ["-n", "-t", self._kind, "-s", self._value] if on else ["-r"]
        said(*self._query, *change)


class Gsettings:
    """A setting of MATE, Cinnamon or GNOME."""

    def __init__(self, schema, key, value):
        self._place, self._value = [schema, key], value

    def is_on(self):
        """Whether it is switched on."""
        return said("gsettings", "get", *self._place).strip("'") == self._value

    def switch(self, on):
        """Switch it on, or back to what it was."""
        said("gsettings", *(["set", *self._place, self._value] if on else ["reset", *self._place]))


class Resource:
    """The dots per inch that programs ask the X server for when they start: of LXQt and Plasma."""

    def is_on(self):
        """Whether it is switched on."""
        return f"Xft.dpi:\t{LARGE_DPI}" in said("xrdb", "-query")

    def switch(self, on):
        """Switch it on, or back to what it was."""
        dpi = f"Xft.dpi: {LARGE_DPI if on else USUAL_DPI}\n"
        subprocess.run(["xrdb", "-merge"], input=dpi, text=True, check=False, timeout=20)


class Program:
    """A program that runs, or does not."""

    def __init__(self, name):
        self._path = shutil.which(name)

    def _running(self):
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")[:2]
                if folder.stat().st_uid == os.getuid() and os.fsencode(self._path) in words:
                    yield int(folder.name)

    def is_on(self):
        """Whether it is switched on."""
        return any(self._running())

    def switch(self, on):
        """Switch it on, or back to what it was."""
        if not on:
            for process in self._running():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGTERM)
        elif not self.is_on():
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.Popen([self._path], start_new_session=True, **quiet)


# What newer programs look at, whatever the desktop (libadwaita).
NEW_CONTRAST = Gsettings("org.gnome.desktop.a11y.interface", "high-contrast", "true")
PLACES = {
    "XFCE": {
        "contrast": [Xfconf("/Net/ThemeName", "string", "HighContrast"), NEW_CONTRAST],
        "text": [Xfconf("/Xft/DPI", "int", str(LARGE_DPI))],
        "pointer": [Xfconf("/Gtk/CursorThemeSize", "int", "64")],
    },
    "MATE": {
        "contrast": [Gsettings("org.mate.interface", "gtk-theme", "HighContrast"), NEW_CONTRAST],
        "text": [Gsettings("org.mate.font-rendering", "dpi", f"{LARGE_DPI}.0")],
        "pointer": [
            Gsettings("org.mate.peripherals-mouse", "cursor-theme", "Adwaita"),
            Gsettings("org.mate.peripherals-mouse", "cursor-size", "64"),
        ],
    },
    "X-Cinnamon": {
        "contrast": [Gsettings("org.cinnamon.desktop.interface", "gtk-theme", "HighContrast"), NEW_CONTRAST],
        "text": [Gsettings("org.cinnamon.desktop.interface", "text-scaling-factor", "1.4")],
        "pointer": [
            Gsettings("org.cinnamon.desktop.interface", "cursor-theme", "Adwaita"),
            Gsettings("org.cinnamon.desktop.interface", "cursor-size", "64"),
        ],
    },
    "GNOME": {
        "contrast": [NEW_CONTRAST],
        "text": [Gsettings("org.gnome.desktop.interface", "text-scaling-factor", "1.4")],
        "pointer": [Gsettings("org.gnome.desktop.interface", "cursor-size", "64")],
    },
    "LXQt": {"text": [Resource()]},
    "KDE": {"text": [Resource()]},
}


def aids():
    """What this session and this computer can do: name -> its settings, in the order of the window."""
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    places = next((PLACES[one] for one in desktops if one in PLACES), {})
    programs = {name: [Program(program)] for name, program in PROGRAMS.items() if shutil.which(program)}
    return {name: {**places, **programs}[name] for name in NAMES if name in {**places, **programs}}


def is_on(settings):
    """Whether all of it is switched on."""
    return all(one.is_on() for one in settings)


def switch(settings, on):
    """Switch all of it on, or back to what it was."""
    for one in settings:
        one.switch(on)


def words():
    """The texts in the session's language."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return WORDS["fr" if next(filter(None, named), "").startswith("fr") else "en"]


def window():
    """The window with the switches; until it is closed."""
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    text = words()
    shown = Gtk.Window(title=text["title"], resizable=False, border_width=24)
    shown.set_position(Gtk.WindowPosition.CENTER)
    shown.set_icon_name("preferences-desktop-accessibility")
    shown.connect("destroy", Gtk.main_quit)
    grid = Gtk.Grid(column_spacing=36, row_spacing=18)
    for row, (name, settings) in enumerate(aids().items()):
        label = Gtk.Label(xalign=0, hexpand=True)
        label.set_markup(f"<big>{text[name]}</big>")
        button = Gtk.Switch(active=is_on(settings), halign=Gtk.Align.END, valign=Gtk.Align.CENTER)
        button.connect("notify::active", lambda it, _, these=settings: switch(these, it.get_active()))
        label.set_mnemonic_widget(button)
        button.get_accessible().set_name(text[name])
        grid.attach(label, 0, row, 1, 1)
        grid.attach(button, 1, row, 1, 1)
    note = Gtk.Label(label=text["note"], xalign=0, wrap=True, max_width_chars=40)
    close = Gtk.Button(label=text["close"], halign=Gtk.Align.END)
    close.connect("clicked", lambda _: shown.destroy())
    grid.attach(note, 0, len(NAMES), 2, 1)
    grid.attach(close, 1, len(NAMES) + 1, 1, 1)
    shown.add(grid)
    shown.show_all()
    Gtk.main()


def main(arguments):
    """Do what the command line says."""
    known = aids()
    if not arguments:
        window()
    elif arguments == ["list"]:
        print("\n".join(known))
    elif len(arguments) == 2 and arguments[0] in known and arguments[1] in ("on", "off"):
        switch(known[arguments[0]], arguments[1] == "on")
    else:
        print(f"This session knows: {', '.join(known)}; each on or off", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
