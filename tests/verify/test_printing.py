# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Printing works without anybody's driver, as far as that can be seen without paper."""

from __future__ import annotations

import re
from typing import Any

from new_user import NewUser
from salle_check import N_, check, compare, expect, load_promise, say

PRINTERS = load_promise().get("printing", {}).get("printing_printers", [])


@check("printing.ready", N_("This computer takes pages to print"))
def test_cups_answers_a_new_person(new_user: NewUser) -> None:
    answer = new_user.run(["lpstat", "-r"], env={"LC_ALL": "C"}).stdout.strip()
    compare(expected="scheduler is running", found=answer)


@check("printing.found", N_("Printers of the network and on USB are found by themselves"))
def test_printers_are_found(host: Any, new_user: NewUser) -> None:
    methods = new_user.run(["/usr/sbin/lpinfo", "--include-schemes", "dnssd", "-v"]).stdout
    facts = {
        "avahi-daemon": host.service("avahi-daemon").is_enabled or host.service("avahi-daemon").is_running,
        "dnssd": "dnssd" in methods or host.file("/usr/lib/cups/backend/dnssd").exists,
        "driverless": host.file("/usr/lib/cups/driver/driverless").exists,
        "ipp-usb": host.exists("/usr/sbin/ipp-usb"),
    }
    wrong = [name for name, right in facts.items() if not right]
    expect(
        not wrong,
        expected=", ".join(facts),
        found=say(N_("not so: %(names)s"), names=", ".join(wrong)) if wrong else ", ".join(facts),
    )


if PRINTERS:

    @check("printing.printers", N_("The printers of this place are there"))
    def test_the_printers_of_the_place_are_there(new_user: NewUser) -> None:
        wanted = {one["name"]: one["address"] for one in PRINTERS}
        lines = new_user.run(["lpstat", "-v"], env={"LC_ALL": "C"}).stdout
        there = dict(re.findall(r"(?m)^device for (\S+): (\S+)$", lines))
        compare(expected=wanted, found={name: there.get(name, "") for name in wanted})


@check("printing.paper", N_("Pages have the size that this place uses"))
def test_pages_have_the_right_size(promise: dict[str, Any], new_user: NewUser) -> None:
    found = new_user.run(["paperconf"]).stdout.strip()
    compare(expected=promise["printing"]["printing_paper"].lower(), found=found.lower())
