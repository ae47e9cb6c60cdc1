# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache folder, and the package cache that serves the practice room.

apt-cacher-ng is run by us, with our own settings, folder and port, on the
bridge only.  A system service of that name, if the package started one, is
neither used nor touched.
"""

import http.client
import os
import pwd
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs

from salle.errors import SalleError
from salle.i18n import _
from salle.rehearsal.mirrors import Mirrors
from salle.rehearsal.processes import Process, spawn
from salle.rehearsal.tools import tail

USER = "apt-cacher-ng"
"""The account that Debian's package makes; our cache runs as it, not as root."""


def cache_folder() -> Path:
    """Where base images, packages and the practice room lie: SALLE_CACHE, or /var/cache/salle for root."""
    if chosen := os.environ.get("SALLE_CACHE"):
        return Path(chosen).absolute()
    return Path("/var/cache/salle") if os.geteuid() == 0 else platformdirs.user_cache_path("salle")


def settings(packages: Path, logs: Path, address: str, port: int, mirrors: Mirrors) -> str:
    """The settings file: Debian's ordinary names are answered from this computer's own mirror.

    The words are those of apt-cacher-ng's manual, chapter 3 (configuration
    directives) and 4.3 (repositories and URL mapping).
    """
    lines = [
        f"CacheDir: {packages}",
        f"LogDir: {logs}",
        f"BindAddress: {address}",
        f"Port: {port}",
        "ForeGround: 1",
        "ExThreshold: 30",
        "Remap-debian: http://deb.debian.org/debian http://ftp.debian.org/debian ; " + mirrors.debian,
        "Remap-security: http://deb.debian.org/debian-security http://security.debian.org/debian-security"
        " ; " + mirrors.security,
    ]
    if mirrors.proxy:
        lines.append(f"Proxy: {mirrors.proxy}")
    return "\n".join(lines) + "\n"


def free_port(address: str, first: int = 3143) -> int:
    """A port nobody listens on at that address, from ``first`` on."""
    for port in range(first, first + 1000):
        with socket.socket() as probe:
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise SalleError(_("No free port was found at %(address)s.") % {"address": address})


def start_cacher(
    cache: Path,
    room: Path,
    address: str,
    port: int,
    mirrors: Mirrors,
    written_down: Callable[[Process], None],
) -> Process:
    """Start the package cache and wait until it answers.

    Args:
        cache: the cache folder; the packages outlive the room there.
        room: the room's folder; settings and logs go with it.
        address: this computer's address on the bridge.
        port: a free port.
        mirrors: where packages come from.
        written_down: keeps the process in the state file before it starts.

    Raises:
        SalleError: it ended, or does not answer within 20 seconds.
    """
    packages, folder = cache / "packages", room / "package-cache"
    logs = folder / "logs"
    for each in (packages, logs):
        each.mkdir(parents=True, exist_ok=True)
        if packages.owner() != USER or each == logs:
            shutil.chown(each, USER, USER)
    (folder / "acng.conf").write_text(settings(packages, logs, address, port, mirrors))
    log = folder / "output"
    process = spawn(["/usr/sbin/apt-cacher-ng", "-c", str(folder)], log, written_down, user=USER)
    _wait_for_answer(process, address, port, log)
    return process


def has_cacher_account() -> bool:
    """Whether Debian's package has made its account on this computer."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


def _wait_for_answer(process: Process, address: str, port: int, log: Path, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while process.alive and time.monotonic() < deadline:
        if answers(address, port):
            return
        time.sleep(0.05)
    raise SalleError(_("The package cache of the practice room did not start."), why=tail(log))


def answers(address: str, port: int) -> bool:
    """Whether an HTTP server answers there, whatever it says."""
    connection = http.client.HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
