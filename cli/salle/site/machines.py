# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with machines taken together, once each has all its variables."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from salle.i18n import _
from salle.site.find import shown
from salle.site.host_keys import plain_mac
from salle.site.inventory import Inventory
from salle.site.model import Place, Problem
from salle.site.nodes import Kind, Setting
from salle.site.specs import Option
from salle.site.validate import missing
from salle.site.wording import show

Merged = Mapping[str, Mapping[str, Setting]]
"""The variables of each machine."""


def cross_check(
    folder: Path, inventory: Inventory, merged: Merged, known: Mapping[str, Option]
) -> Iterator[Problem]:
    """Machines without address, twins, and required variables that are missing.

    Args:
        folder: the site's folder.
        inventory: where each machine is listed.
        merged: the variables of each machine.
        known: the variables a site may set.
    """
    for name, settings in merged.items():
        if "ansible_host" not in settings:
            message = _("%(name)s has no address; write one: ansible_host: 192.0.2.11") % {"name": name}
            yield Problem(inventory.hosts[name].place, message)
    for value, message in (
        (_address, _("%(name)s has the same address as %(other)s (%(where)s): %(value)s.")),
        (_seat, _("%(name)s has the same seat as %(other)s (%(where)s): %(value)s.")),
        (_mac, _("%(name)s has the same mac as %(other)s (%(where)s): %(value)s.")),
    ):
        yield from _twins(merged, value, message)
    for option in known.values():
        if option.required and merged:
            yield from _required(option.name, folder, inventory, merged)


def _twins(
    merged: Merged, value: Callable[[Mapping[str, Setting]], tuple[str, Setting] | None], message: str
) -> Iterator[Problem]:
    seen: dict[str, tuple[str, Setting]] = {}
    for name, settings in merged.items():
        found = value(settings)
        if found is None:
            continue
        other, first = seen.setdefault(found[0], (name, found[1]))
        if other != name:
            where, node = _where(first, found[1]), found[1].node
            text = {"name": name, "other": other, "where": where, "value": show(node.text)}
            yield Problem(node.place, message % text)


def _where(first: Setting, second: Setting) -> str:
    place = first.node.place
    if place.file == second.node.place.file:
        return _("line %(line)d") % {"line": place.line}
    return f"{place.file}:{place.line}"


def _text(settings: Mapping[str, Setting], name: str) -> Setting | None:
    setting = settings.get(name)
    return setting if setting and setting.node.kind is Kind.TEXT else None


def _address(settings: Mapping[str, Setting]) -> tuple[str, Setting] | None:
    """The address with its port: behind one router, two machines differ by the port alone."""
    if (setting := _text(settings, "ansible_host")) is None:
        return None
    address = setting.node.value.casefold()
    with suppress(ValueError):
        address = str(ipaddress.ip_address(address))
    port = settings["ansible_port"].node.value if "ansible_port" in settings else 22
    return f"{address} {port}", setting


def _seat(settings: Mapping[str, Setting]) -> tuple[str, Setting] | None:
    setting = _text(settings, "seat")
    return (setting.node.value.casefold().strip(), setting) if setting else None


def _mac(settings: Mapping[str, Setting]) -> tuple[str, Setting] | None:
    setting = _text(settings, "mac")
    return (plain_mac(setting.node.value), setting) if setting else None


def _required(name: str, folder: Path, inventory: Inventory, merged: Merged) -> Iterator[Problem]:
    without = [machine for machine, settings in merged.items() if name not in settings]
    if len(without) == len(merged):
        yield missing(name, Place(shown(folder / "group_vars" / "all" / "site.yml")))
        return
    for machine in without:
        yield missing(name, inventory.hosts[machine].place, machine)
