# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked at from the coordinator's computer: a machine that lies cannot colour it.

Its host key, whether its SSH server takes passwords, and which of its ports answer.
"""

import asyncio
import re
import subprocess
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from salle.i18n import N_, _
from salle.verify.remote import CONNECT_SECONDS, Connection, ssh_command
from salle.verify.results import CheckResult, Verdict

SSH = 22
PORTS = (
    *range(1, 1025),
    *(1714, 1716, 2049, 3000, 3128, 3306, 3389, 3689, 4713, 5000, 5355, 5432, 5900, 5901, 6000, 6001, 6010),
    *(6379, 8000, 8080, 8081, 8443, 8470, 8631, 8888, 9000, 9090, 9100, 9418, 11211, 17500, 27017, 32400),
)
"""The ports of the system (RFC 6335: 1 to 1023), and those of services that come with desktops or by hand."""
AT_ONCE = 200
PATIENCE = 1.5
"""Seconds in which a port of the same network answers, or refuses."""
METHODS = re.compile(r"Permission denied \(([^)]*)\)")
OTHER_KEY = re.compile(r"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed")
BY_PASSWORD = ("password", "keyboard-interactive")
RELOAD_SECONDS = 4
"""For how long a server may refuse: sshd answers nobody for a moment when it reads its settings again."""


@dataclass(frozen=True)
class Heard:
    """What the SSH server said to somebody who shows no key and knows no password."""

    text: str

    @property
    def other_key(self) -> bool:
        """Whether it is not the server whose key the site noted."""
        return bool(OTHER_KEY.search(self.text))

    @property
    def methods(self) -> tuple[str, ...]:
        """The ways to come in that it offers; none when it did not get so far."""
        found = METHODS.search(self.text)
        return tuple(found[1].split(",")) if found else ()


def hear(connection: Connection, machine: str) -> Heard:
    """Knock at the machine's SSH server, again while it refuses, and stay outside."""
    until = time.monotonic() + RELOAD_SECONDS
    heard = _knock(connection, machine)
    while not heard.methods and not heard.other_key and time.monotonic() < until:
        time.sleep(0.5)
        heard = _knock(connection, machine)
    return heard


def _knock(connection: Connection, machine: str) -> Heard:
    words = ssh_command(connection, machine)
    knock = ["-o", "PreferredAuthentications=none", "-o", "LogLevel=ERROR"]
    try:
        done = subprocess.run(
            [words[0], *knock, *words[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=CONNECT_SECONDS + 5,
        )
    except subprocess.TimeoutExpired:
        return Heard("")
    return Heard(done.stderr)


def open_ports(address: str, ports: Collection[int] = PORTS) -> set[int]:
    """The TCP ports of that computer that take a connection."""

    async def one(port: int, turn: asyncio.Semaphore) -> int:
        async with turn:
            try:
                _reader, writer = await asyncio.wait_for(asyncio.open_connection(address, port), PATIENCE)
            except (OSError, TimeoutError):
                return 0
            writer.close()
            return port

    async def all_of_them() -> list[int]:
        turn = asyncio.Semaphore(AT_ONCE)
        return await asyncio.gather(*(one(port, turn) for port in ports))

    return set(asyncio.run(all_of_them())) - {0}


def look(
    connection: Connection, machine: str, promised: Mapping[str, Any], site: str
) -> tuple[CheckResult, ...]:
    """The checks from outside on one machine.

    Args:
        connection: how verification reaches the machines.
        machine: its name.
        promised: what it was promised.
        site: its site, and the options with which a remedy comes to it.
    """
    begun = time.monotonic()
    heard, variables = hear(connection, machine), connection.variables[machine]
    results = [_host_key(heard)]
    accounts = promised.get("accounts", {})
    if accounts.get("accounts_public") and not accounts.get("accounts_ssh_passwords"):
        results.append(_passwords(heard))
    own = int(variables.get("ansible_port", SSH))
    allowed = {own, *map(int, promised.get("base", {}).get("base_open_ports", ()))}
    results.append(_ports(allowed, open_ports(variables["ansible_host"], {*PORTS, *allowed}), own))
    seconds = time.monotonic() - begun
    remedies = {
        "host_key": _("Ask at the computer for its key (ssh-keyscan localhost) before you note another one."),
        "ssh_passwords": f"salle deploy {site} --limit {machine} --tags accounts",
        "ports": _(
            "On the computer, sudo ss -ltnp tells which program answers there: remove it, or allow its port "
            "in the site (base_open_ports)."
        ),
    }
    return tuple(
        CheckResult(
            machine=machine,
            role=role,
            check=f"outside.{name}",
            title=_("%(title)s (seen from the computer that verifies)") % {"title": _(title)},
            verdict=verdict,
            expected=expected,
            found=found,
            remedy=remedies[name] if verdict is Verdict.RED else "",
            seconds=round(seconds / len(results), 3),
        )
        for name, role, title, verdict, expected, found in results
    )


Seen = tuple[str, str, str, Verdict, str, str]
"""Name, role, title, verdict, what was expected and what was found."""


def _host_key(heard: Heard) -> Seen:
    title = N_("The computer answers with the key that the site noted")
    good = _("the noted key")
    if heard.other_key:
        return "host_key", "base", title, Verdict.RED, good, _("another key")
    if not heard.methods:
        return "host_key", "base", title, Verdict.ORANGE, "", _("its SSH server did not answer")
    return "host_key", "base", title, Verdict.GREEN, good, good


def _passwords(heard: Heard) -> Seen:
    title = N_("Nobody comes in from the network with a password")
    if not heard.methods:
        why = _("its SSH server did not answer")
        return "ssh_passwords", "accounts", title, Verdict.ORANGE, "", why
    taken = [one for one in heard.methods if one in BY_PASSWORD]
    verdict = Verdict.RED if taken else Verdict.GREEN
    return "ssh_passwords", "accounts", title, verdict, _("keys only"), ", ".join(heard.methods)


def _ports(allowed: set[int], found: set[int], own: int) -> Seen:
    title = N_("Only the promised services answer on the network")
    verdict = Verdict.RED if found - allowed else Verdict.GREEN
    return "ports", "base", title, verdict, _named(allowed, own), _named(found, own)


def _named(ports: set[int], own: int) -> str:
    return ", ".join(f"{port} (SSH)" if port == own else str(port) for port in sorted(ports)) or "-"
