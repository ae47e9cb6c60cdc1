# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what apt would download for some packages; sent to a machine and run there as root.

    python3 - [--look-only] [--recommends] PACKAGE...

apt's own resolution gives the figures.  Package lists that are missing, or that do not hold a name, are
fetched first: with --look-only into a temporary folder that is removed, otherwise where apt keeps them.

Prints one JSON object: packages (number to install), bytes (to download), unknown (names the lists do not
hold), problem (why apt could not resolve the rest), short (places with too little room: where, needs and
free, in bytes), lists (what went wrong when the lists were fetched).
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

UNKNOWN = re.compile(
    r"^E: (?:Unable to locate package (\S+)|Package '?([^' ]+)'? has no installation candidate)", re.M
)
INSTALLED = re.compile(r"^(\d+) upgraded, (\d+) newly installed", re.M)
UNPACKED = re.compile(r"After this operation, ([\d.,]+) (k|M|G)?B of additional disk space", re.M)
URI = re.compile(r"^'[^']+' \S+ (\d+) ", re.M)
UNITS = {None: 1, "k": 1000, "M": 1000**2, "G": 1000**3}
MARGIN = 100 * 1000**2
"""Bytes that stay free: dpkg keeps a second copy of its status and of each file it replaces."""
PATIENCE = 600
"""Seconds to wait for another program that holds the lock of the package lists."""


def apt(*words):
    """Run apt-get in plain English; nothing is asked."""
    env = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        ["apt-get", *words], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def resolve(names, options):
    """What apt would do, from the lists that the options name."""
    ran = apt("--print-uris", "-y", "-q", "-o", "Debug::NoLocking=1", *options, "install", *names)
    unknown = sorted({a or b.split(":")[0] for a, b in UNKNOWN.findall(ran.stderr)})
    numbers = INSTALLED.search(ran.stdout)
    unpacked = UNPACKED.search(ran.stdout)
    return {
        "packages": sum(map(int, numbers.groups())) if numbers else 0,
        "bytes": sum(map(int, URI.findall(ran.stdout))),
        "unpacked": float(unpacked[1].replace(",", "")) * UNITS[unpacked[2]] if unpacked else 0,
        "unknown": unknown,
        "problem": "" if unknown or ran.returncode == 0 else said(ran),
    }


def said(ran):
    """What apt said that matters; when it was not told in errors, all of it."""
    lines = [line for line in ran.stderr.splitlines() if line.startswith(("E:", "W:"))]
    unmet = re.findall(r"^ +\S+ : .*$", ran.stdout, re.M)
    return (
        " ".join(line.strip() for line in (unmet + lines)[:8]) or ran.stderr.strip() or "apt gave no reason."
    )


def fetch_lists(options):
    """Fetch the package lists; an empty text when all went well.

    Without Error-Mode an archive that cannot be reached is a warning, and apt-get ends well.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        ran = apt("update", "-q", "-o", "APT::Update::Error-Mode=any", *options)
        if "Could not get lock" not in ran.stderr or time.monotonic() > deadline:
            break
        time.sleep(5)
    return "" if ran.returncode == 0 else said(ran)


@contextlib.contextmanager
def lists_for(look_only):
    """The apt options that say where fetched lists go."""
    if not look_only:
        yield []
        return
    # not /tmp: lists take some 150 MB, and /tmp may be kept in memory
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="salle-lists-") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "partial").mkdir()
        yield [
            "-o",
            f"Dir::State::lists={folder}/",
            "-o",
            "Dir::Cache::pkgcache=",
            "-o",
            "Dir::Cache::srcpkgcache=",
        ]


def have_lists():
    """Whether the machine has package lists at all."""
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def free(place):
    """The file system of a folder, and the bytes root may still write there."""
    there = os.statvfs(place)
    return Path(place).stat().st_dev, there.f_bavail * there.f_frsize


def too_small(download, unpacked):
    """The places that cannot hold what comes."""
    archives, system = "/var/cache/apt/archives", "/usr"
    (device, room), (system_device, system_room) = free(archives), free(system)
    if device == system_device:
        needs = [("/", download + unpacked + MARGIN, system_room)]
    else:
        needs = [(archives, download + MARGIN, room), (system, unpacked + MARGIN, system_room)]
    return [{"where": where, "needs": int(need), "free": has} for where, need, has in needs if need > has]


def main(words):
    """Measure, and print what was found."""
    names = [word for word in words if not word.startswith("--")]
    recommends = ["-o", f"APT::Install-Recommends={int('--recommends' in words)}"]
    found, lists = None, ""
    if have_lists():
        found = resolve(names, recommends)
    if found is None or found["unknown"] or found["problem"]:
        with lists_for("--look-only" in words) as options:
            lists = fetch_lists(options)
            found = resolve(names, recommends + options)
    # one archive of several may fail to answer; that is no reason to stop when nothing was missing from it
    lists = lists if found["unknown"] or found["problem"] else ""
    found["short"] = too_small(found["bytes"], found.pop("unpacked"))
    print(json.dumps({**found, "lists": lists, "names": names}))


if __name__ == "__main__":
    main(sys.argv[1:])
