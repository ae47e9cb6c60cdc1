# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Printing works without anybody's driver, as far as that can be seen without paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from new_user import NewUser
from salle_check import N_, Text, check, compare, enabled, expect, load_promise, say

PRINTERS = load_promise().get("printing", {}).get("printing_printers", [])


def told(user: NewUser, words: Sequence[str], **env: str) -> str:
    """What a program prints for a new person; nothing where there is no such program."""
    try:
        return user.run(words, env=env).stdout.strip()
    except FileNotFoundError:
        return ""


def or_nothing(text: str) -> Text:
    """The text, or that there is no printing on this computer."""
    return text or say(N_("nothing on this computer prints"))


@check("printing.ready", N_("This computer takes pages to print"))
def test_cups_answers_a_new_person(new_user: NewUser) -> None:
    answer, good = told(new_user, ["lpstat", "-r"], LC_ALL="C"), "scheduler is running"
    expect(answer == good, expected=good, found=or_nothing(answer))


@check("printing.found", N_("Printers of the network and on USB are found by themselves"))
def test_printers_are_found(host: Any, new_user: NewUser) -> None:
    methods = told(new_user, ["/usr/sbin/lpinfo", "--include-schemes", "dnssd", "-v"])
    facts = {
        "avahi-daemon": enabled(host, "avahi-daemon") or host.service("avahi-daemon").is_running,
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
        lines = told(new_user, ["lpstat", "-v"], LC_ALL="C")
        there = dict(re.findall(r"(?m)^device for (\S+): (\S+)$", lines))
        compare(expected=wanted, found={name: there.get(name, "") for name in wanted})


@check("printing.paper", N_("Pages have the size that this place uses"))
def test_pages_have_the_right_size(promise: dict[str, Any], new_user: NewUser) -> None:
    wanted, found = promise["printing"]["printing_paper"].lower(), told(new_user, ["paperconf"]).lower()
    expect(found == wanted, expected=wanted, found=or_nothing(found))
