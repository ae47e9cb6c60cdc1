# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pictures a machine lacks, and which of them suits each of its screens.

Runs on the machine: ``python3 - JSON``.  Prints one JSON document.  Standard library only.
"""

import glob
import hashlib
import json
import os
import re
import subprocess
import sys

USUAL = (1920, 1080)
"""Shown when no screen tells its size."""
FALLBACK = re.compile(rb"/usr/share/backgrounds/xfce/xfce-(?:x|shapes)\.svg")
"""What xfdesktop shows on an unknown screen: xfce-shapes.svg in 4.18, xfce-x.svg in 4.20."""


def digest(path):
    """The checksum of a file that everybody may read; empty otherwise."""
    try:
        readable = os.stat(path).st_mode & 0o444 == 0o444 and not os.path.islink(path)
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest() if readable else ""
    except OSError:
        return ""


def screens():
    """Screens that are plugged in: name -> width and height, as the kernel tells (drm)."""
    found = {}
    for folder in sorted(glob.glob("/sys/class/drm/card*-*")):
        try:
            with open(folder + "/status") as status, open(folder + "/modes") as modes:
                size = re.match(r"(\d+)x(\d+)", modes.readline()) if status.read().strip() == "connected" else None
        except OSError:
            continue
        if size:
            kernel_name = os.path.basename(folder).split("-", 1)[1]
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
        with open("/usr/bin/xfdesktop", "rb") as program:
            found = FALLBACK.search(program.read())
    except OSError:
        return ""
    return found[0].decode() if found else ""


def look(wanted):
    """Everything the tasks need to know, at once."""
    folder, pictures = wanted["folder"], wanted["pictures"]
    here = screens()
    main = next(iter(here.values()), USUAL)
    aside = fallback()
    diversion = subprocess.run(["dpkg-divert", "--truename", aside or "/"], capture_output=True, text=True)
    there = {os.path.basename(path) for path in glob.glob(folder + "/*.png")}
    return {
        "folder": os.path.isdir(folder),
        "differing": sorted(n for n in pictures if digest(os.path.join(folder, n)) != pictures[n]["sha256"]),
        "surplus": sorted(there - set(pictures)),
        "screens": {name: nearest(pictures, "slide", *size) for name, size in here.items()},
        "slide": nearest(pictures, "slide", *main),
        "plain": nearest(pictures, "plain", *main),
        "fallback": aside,
        "diverted": bool(aside) and diversion.stdout.strip() not in ("", aside),
        "fallback_shows": os.path.realpath(aside) if aside else "",
    }


if __name__ == "__main__":
    print(json.dumps(look(json.loads(sys.argv[1]))))
