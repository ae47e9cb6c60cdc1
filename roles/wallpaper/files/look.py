# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pictures a machine lacks, and which of them suits each of its screens.

Runs on the machine: ``python3 - JSON``.  Prints one JSON document.  Standard library only.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

USUAL = (1920, 1080)
"""Shown when no screen tells its size."""
FALLBACK = re.compile(rb"/usr/share/backgrounds/xfce/xfce-(?:x|shapes)\.svg")
"""What xfdesktop shows on an unknown screen: xfce-shapes.svg in 4.18, xfce-x.svg in 4.20."""


def digest(path):
    """The checksum of a file that everybody may read; empty otherwise."""
    try:
        readable = path.stat().st_mode & 0o444 == 0o444 and not path.is_symlink()
        return hashlib.sha256(path.read_bytes()).hexdigest() if readable else ""
    except OSError:
        return ""


PROGRAMS = {
    "xfce": "/usr/bin/xfdesktop",
    "mate": "/usr/bin/mate-session",
    "cinnamon": "/usr/bin/cinnamon-session",
    "gnome": "/usr/bin/gnome-shell",
    "lxqt": "/usr/bin/pcmanfm-qt",
    "kde": "/usr/bin/plasmashell",
}
"""What shows that a desktop is on the machine; there may be several."""
DATABASE = Path("/etc/dconf/db/salle")


def stale():
    """Whether dconf's database is older than the texts it is made from."""
    folder = Path(f"{DATABASE}.d")
    texts = [folder, folder / "locks", *folder.glob("*"), *(folder / "locks").glob("*")]
    made = DATABASE.stat().st_mtime if DATABASE.exists() else 0
    return any(path.stat().st_mtime > made for path in texts if path.exists())


def unlinked(folder, package, pictures):
    """Slides that Plasma's package of pictures lacks: the size that names it there -> the file."""
    if not Path(PROGRAMS["kde"]).exists():
        return {}
    slides = {
        f"{told['width']}x{told['height']}": name for name, told in pictures.items() if "slide-" in name
    }
    links = {size: package / "contents/images" / f"{size}.png" for size in slides}
    return {size: name for size, name in slides.items() if links[size].resolve() != folder / name}


def screens():
    """Screens that are plugged in: name -> width and height, as the kernel tells (drm)."""
    found = {}
    for folder in sorted(Path("/sys/class/drm").glob("card*-*")):
        try:
            plugged = (folder / "status").read_text("ascii").strip() == "connected"
            size = re.match(r"(\d+)x(\d+)", (folder / "modes").read_text("ascii"))
        except OSError:
            continue
        if plugged and size:
            kernel_name = folder.name.split("-", 1)[1]
            for name in {kernel_name, kernel_name.replace("HDMI-A-", "HDMI-")}:  # X drops the A
                found[name] = (int(size[1]), int(size[2]))
    return found


def nearest(pictures, kind, width, height):
    """The picture of that kind whose ratio, then whose size, is nearest to the screen's."""

    def distance(name):
        told = pictures[name]
        return abs(told["width"] / told["height"] - width / height), abs(told["width"] - width)

    names = [name for name in sorted(pictures) if name.startswith(kind + "-")]
    return min(names, key=distance) if names else ""


def fallback():
    """The picture compiled into xfdesktop; empty without xfdesktop."""
    try:
        found = FALLBACK.search(Path("/usr/bin/xfdesktop").read_bytes())
    except OSError:
        return ""
    return found[0].decode() if found else ""


def look(wanted):
    """Everything the tasks need to know, at once."""
    folder, pictures = Path(wanted["folder"]), wanted["pictures"]
    here = screens()
    main = next(iter(here.values()), USUAL)
    aside = fallback()
    diversion = subprocess.run(["dpkg-divert", "--truename", aside or "/"], capture_output=True, text=True)
    there = {file.name for file in folder.glob("*.png")}
    return {
        "folder": folder.is_dir(),
        "differing": sorted(n for n in pictures if digest(folder / n) != pictures[n]["sha256"]),
        "surplus": sorted(there - set(pictures)),
        "screens": {name: nearest(pictures, "slide", *size) for name, size in here.items()},
        "slide": nearest(pictures, "slide", *main),
        "plain": nearest(pictures, "plain", *main),
        "desktops": [name for name, program in PROGRAMS.items() if Path(program).exists()],
        "stale": stale(),
        "plasma": unlinked(folder, Path(wanted["plasma"]), pictures),
        "fallback": aside,
        "diverted": bool(aside) and diversion.stdout.strip() not in ("", aside),
        "fallback_shows": str(Path(aside).resolve()) if aside else "",
    }


if __name__ == "__main__":
    print(json.dumps(look(json.loads(sys.argv[1]))))
