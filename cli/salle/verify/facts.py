# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine told of itself beside its checks; :mod:`salle.verify.machine_facts` gathers it there."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST = {"words": 200, "list": 50, "packages": 20_000}
"""What is kept of a text (in characters), a list and the packages: a machine may tell anything."""


@dataclass(frozen=True)
class Transaction:
    """Something that apt did on a machine."""

    at: float
    """When it began, in seconds since the epoch."""
    by: str
    """The account that asked for it through sudo; empty when it was root itself."""
    command: str
    packages: tuple[str, ...]
    """The first of them."""
    count: int
    """How many they were."""


@dataclass(frozen=True)
class Facts:
    """A machine, as it told of itself; whatever it could not tell is empty."""

    hostname: str = ""
    machine_id: str = ""
    host_keys: tuple[str, ...] = ()
    macs: tuple[str, ...] = ()
    serial: str = ""
    system: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    """Package -> version."""
    transactions: tuple[Transaction, ...] = ()


@dataclass(frozen=True)
class Promised:
    """What a machine was promised, in a few words."""

    digest: str = ""
    """SHA-256 of the whole promise, by which it is known again."""
    alike: str = ""
    """The same for machines that were promised the same programs."""
    profiles: tuple[str, ...] = ()
    desktop: str = ""
    use: str = ""
    """``public`` or ``personal``."""


def read_facts(told: Mapping[str, Any]) -> Facts:
    """The facts in a machine's answer, or as they were kept.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: they do not have the agreed form.
    """
    packages = list(told["packages"].items())[: MOST["packages"]]
    return Facts(
        hostname=_words(told["hostname"]),
        machine_id=_words(told["machine_id"]),
        host_keys=tuple(_words(one) for one in _list(told["host_keys"])),
        macs=tuple(_words(one) for one in _list(told["macs"])),
        serial=_words(told["serial"]),
        system=_words(told["system"]),
        packages={_words(name): _words(version) for name, version in packages},
        transactions=tuple(_transaction(one) for one in _list(told["transactions"])),
    )


def promised_of(promise: Mapping[str, Any]) -> Promised:
    """The few words on a promise, as :mod:`salle.preparation` makes it; what it lacks is empty."""
    software, desktop, browser = (promise.get(name, {}) for name in ("software", "desktop", "browser"))
    programs = [
        [one.get("id") for one in promise.get("applications", ())],
        promise.get("packages", {}).get("packages_extra", []),
        desktop.get("desktop_environment", ""),
        browser.get("browser_engines", []),
    ]
    return Promised(
        promise.get("attested", {}).get("promise", "") or _digest(promise),
        _digest(programs),
        tuple(str(one) for one in software.get("software_profiles", ())),
        str(desktop.get("desktop_environment", "")),
        str(browser.get("browser_use", "")),
    )


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _transaction(told: Mapping[str, Any]) -> Transaction:
    at, count = told["at"], told["count"]
    if not isinstance(at, int | float) or not math.isfinite(at) or not 0 <= at < 1e11:
        raise TypeError("seconds since the epoch expected")
    if not isinstance(count, int):
        raise TypeError("a number expected")
    names = tuple(_words(one) for one in _list(told["packages"]))
    return Transaction(float(at), _words(told["by"]), _words(told["command"]), names, count)


def _list(told: object) -> Sequence[Any]:
    if not isinstance(told, list | tuple):
        raise TypeError(f"list expected, {type(told).__name__} found")
    return told[: MOST["list"]]


def _words(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError(f"text expected, {type(told).__name__} found")
    return told[: MOST["words"]].encode("utf-8", "replace").decode("utf-8")
