# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tells a machine apart from its copies, what is installed on it, and who installed what last.

It runs on the machine, with the standard library alone, and asks for nothing: what cannot be read without
rights, or is not there, is left out.
"""

import base64
import gzip
import hashlib
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_TRANSACTIONS = 40
"""The newest that are told; a computer that updates itself has one or two a day."""
MOST_NAMES = 8
"""Packages of a transaction that are told by name."""
NO_SERIAL = re.compile(r"^$|^0+$|o\.?e\.?m|default|not |none|invalid|system serial|123456", re.IGNORECASE)
"""What makers write where a serial number belongs."""
DOING = ("Install", "Upgrade", "Reinstall", "Downgrade", "Remove", "Purge")
"""The lines of apt's history that name packages."""


def gather(root: Path = Path("/")) -> dict[str, Any]:
    """All that is told of a machine.

    Args:
        root: where its file system begins.
    """
    return {
        "hostname": socket.gethostname(),
        "machine_id": line_of(root / "etc/machine-id"),
        "host_keys": list(host_keys(root / "etc/ssh")),
        "macs": list(network_cards(root / "sys/class/net")),
        "serial": serial_number(root),
        "system": system_name(root / "etc/os-release"),
        "packages": installed(),
        "transactions": list(transactions(root / "var/log/apt"))[-MOST_TRANSACTIONS:],
    }


def line_of(file: Path) -> str:
    """The first line of a file; empty when it cannot be read."""
    with suppress(OSError):
        return file.read_text("utf-8", "replace").partition("\n")[0].strip()
    return ""


def host_keys(folder: Path) -> Iterator[str]:
    """The fingerprints by which ssh knows this machine (ssh-keygen(1), -l)."""
    for file in sorted(folder.glob("ssh_host_*_key.pub")):
        with suppress(ValueError):
            key = base64.b64decode(line_of(file).split(" ")[1] if " " in line_of(file) else "", validate=True)
            if key:
                told = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
                yield f"SHA256:{told}"


def network_cards(folder: Path) -> Iterator[str]:
    """The addresses of the machine's own network cards; bridges and the like have no device."""
    for card in sorted(folder.glob("*")):
        address = line_of(card / "address")
        if (card / "device").exists() and address.replace(":", "").strip("0"):
            yield address.lower()


def serial_number(root: Path) -> str:
    """What its maker numbered it by; a container sees that of the computer it runs on, which is not told."""
    if (root / "run/systemd/container").exists():
        return ""
    told = line_of(root / "sys/class/dmi/id/product_serial")
    return "" if NO_SERIAL.search(told) else told


def system_name(file: Path) -> str:
    """The system in the words of os-release(5)."""
    with suppress(OSError):
        lines = file.read_text("utf-8", "replace").splitlines()
        found = dict(line.split("=", 1) for line in lines if "=" in line)
        return found.get("PRETTY_NAME", "").strip('"')
    return ""


def installed() -> dict[str, str]:
    """Package -> version, of those that are installed and set up."""
    words = ["dpkg-query", "--show", "--showformat", "${db:Status-Abbrev} ${Package} ${Version}\n"]
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(words, capture_output=True, text=True, timeout=30).stdout
        rows = (line.split() for line in told.splitlines())
        return {row[1]: row[2] for row in rows if len(row) == 3 and row[0] == "ii"}
    return {}


def transactions(folder: Path) -> Iterator[dict[str, Any]]:
    """What apt did, the oldest first, as its history tells: this month's and the month's before."""
    for name in ("history.log.1.gz", "history.log"):
        with suppress(OSError, EOFError):
            content = (folder / name).read_bytes()
            text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8", "replace")
            for part in text.split("\n\n"):
                yield from transaction(part)


def transaction(part: str) -> Iterator[dict[str, Any]]:
    """One transaction of apt's history, if that is what it is."""
    fields = dict(line.split(": ", 1) for line in part.splitlines() if ": " in line)
    with suppress(ValueError):
        at = time.mktime(time.strptime(" ".join(fields.get("Start-Date", "").split()), "%Y-%m-%d %H:%M:%S"))
        names = [
            re.split("[: ]", one.strip(), maxsplit=1)[0]
            for kind in DOING
            for one in re.sub(r"\([^)]*\)", "", fields.get(kind, "")).split(",")
            if one.strip()
        ]
        yield {
            "at": at,
            "by": fields.get("Requested-By", "").partition(" ")[0],
            "command": fields.get("Commandline", "")[:200],
            "packages": names[:MOST_NAMES],
            "count": len(names),
        }
