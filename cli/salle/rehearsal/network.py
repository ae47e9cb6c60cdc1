# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network: one bridge that leads nowhere but to this computer.

Machines get no gateway and no name server.  Whatever the site's data says, a
practice machine can only reach this computer, and only this computer can reach
it; packages come through the cache that listens on the bridge.
"""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.rehearsal.tools import run, works

PREFIX = "salle"
"""Every interface of ours is called salle<number> or, a machine's cable, vb-salle<number>-<machine>."""


@dataclass(frozen=True)
class Bridge:
    """A bridge of ours: its number makes its name and its addresses."""

    number: int
    mac: str

    @property
    def name(self) -> str:
        """The interface's name."""
        return f"{PREFIX}{self.number}"

    @property
    def subnet(self) -> IPv4Network:
        """Its addresses; private ones (RFC 1918)."""
        return subnet(self.number)

    @property
    def address(self) -> str:
        """This computer's own address on it."""
        return str(self.subnet[1])

    def machine_address(self, number: int) -> str:
        """The address of the machine of that number, counted from 1."""
        return str(self.subnet[10 + number])


def subnet(number: int) -> IPv4Network:
    """The subnet of the bridge of that number, 0 to 255."""
    return ip_network(f"10.87.{number}.0/24")  # type: ignore[return-value]


def new_mac() -> str:
    """A random hardware address, marked as locally administered (IEEE 802, second bit)."""
    return "02:" + ":".join(f"{byte:02x}" for byte in secrets.token_bytes(5))


def networks_in_use() -> list[IPv4Network]:
    """What this computer already has addresses or routes for, the default route apart."""
    routes = json.loads(run(["ip", "-json", "-4", "route", "show", "table", "all"]) or "[]")
    words = [route["dst"] for route in routes if route.get("dst", "default") != "default"]
    return [IPv4Network(word, strict=False) for word in words]


def interfaces() -> dict[str, str]:
    """Every network interface of this computer, with its hardware address."""
    links = json.loads(run(["ip", "-json", "link", "show"]) or "[]")
    return {link["ifname"]: link.get("address", "") for link in links}


def free_numbers(taken: Iterable[IPv4Network], names: Iterable[str], avoid: Iterable[str]) -> list[int]:
    """The bridge numbers whose name and addresses are free.

    Args:
        taken: networks this computer knows already.
        names: interfaces that exist.
        avoid: addresses of the site's real machines: a practice machine never bears one.
    """
    real = [address for word in avoid if (address := _address(word))]
    nets, existing = list(taken), set(names)
    return [
        number
        for number in range(256)
        if f"{PREFIX}{number}" not in existing
        and not any(subnet(number).overlaps(net) for net in nets if net.prefixlen)
        and not any(address in subnet(number) for address in real)
    ]


def _address(word: str) -> IPv4Address | None:
    try:
        address = ip_address(word)
    except ValueError:
        return None
    return address if isinstance(address, IPv4Address) else None


def make_bridge(avoid: Iterable[str], written_down: Callable[[Bridge], None]) -> Bridge:
    """Make a bridge with a free name and free addresses.

    Raises:
        SalleError: every number is taken, or this computer does not let us.
    """
    for number in free_numbers(networks_in_use(), interfaces(), avoid):
        bridge = Bridge(number, new_mac())
        written_down(bridge)
        if not works(["ip", "link", "add", bridge.name, "address", bridge.mac, "type", "bridge"]):
            continue  # somebody else was quicker with this name
        run(["ip", "address", "add", f"{bridge.address}/24", "dev", bridge.name])
        run(["ip", "link", "set", bridge.name, "up"])
        return bridge
    raise SalleError(
        _("No practice network could be made: none of the networks 10.87.0.0/24 to 10.87.255.0/24 is free."),
        hint=_("Look at what uses them: ip address"),
        code=Exit.LACKING,
    )


def remove_bridge(name: str, mac: str) -> None:
    """Remove the bridge of that name if it is the one we made, known by its hardware address."""
    if name.startswith(PREFIX) and mac and interfaces().get(name) == mac:
        run(["ip", "link", "delete", name])
