# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays the portal's files in their places, all in one go: a task for each would take a minute.

Runs on the machine: ``python3 -c <this file> write|look``, with ``{"files": {path: text}, "folders":
[path]}`` on standard input.  Writes what differs, removes from the folders, which are ours alone, what
is not named, and prints the paths concerned; with ``look`` it only prints them.  Standard library only.
"""

import json
import os
import sys
from pathlib import Path


def differs(path, text):
    """Whether the file must be written: its content, mode or owner is not as it shall be."""
    try:
        found = path.stat()
        return (path.read_bytes(), found.st_mode, found.st_uid, found.st_gid) != (text, 0o100644, 0, 0)
    except OSError:
        return True


def write(path, text):
    """Replace the file at once, so that nobody reads half of it."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.salle")
    new.unlink(missing_ok=True)
    with new.open("xb") as file:
        file.write(text)
        os.fchmod(file.fileno(), 0o644)
        os.fchown(file.fileno(), 0, 0)
    new.replace(path)


def main():
    """Do it."""
    os.umask(0o022)
    told = json.load(sys.stdin)
    wanted = {Path(path): text.encode() for path, text in told["files"].items()}
    there = [path for folder in told["folders"] for path in Path(folder).rglob("*") if not path.is_dir()]
    surplus = [path for path in there if path not in wanted]
    missing = [path for path, text in wanted.items() if differs(path, text)]
    if sys.argv[1] == "write":
        for path in surplus:
            path.unlink()
        for path in missing:
            write(path, wanted[path])
    print(json.dumps(sorted(map(str, surplus + missing))))


main()
