# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What should not be the same on two machines of a room, and is; what should be, and is not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from salle.i18n import N_
from salle.verify.facts import Facts
from salle.verify.results import MachineVerdict

Having = Mapping[str, Sequence[str]]
"""Value -> the machines that have it."""


@dataclass(frozen=True)
class Kind:
    """Something that each machine has for itself."""

    name: str
    values: Callable[[Facts], Iterable[str]]
    told: str
    """What it means that two have the same, marked for translation."""
    remedy: str
    """What to do, likewise."""


KINDS = (
    Kind(
        "machine_id",
        lambda facts: [facts.machine_id],
        N_("%(machines)s have the same machine id: they are copies of one installation."),
        N_("On all but one: sudo rm /etc/machine-id && sudo systemd-machine-id-setup, then start it again."),
    ),
    Kind(
        "host_key",
        lambda facts: facts.host_keys,
        N_("%(machines)s have the same SSH host key: each can pass for the other."),
        N_("On all but one: sudo rm /etc/ssh/ssh_host_* && sudo ssh-keygen -A, then trust its new key."),
    ),
    Kind(
        "hostname",
        lambda facts: [facts.hostname],
        N_("%(machines)s call themselves by the same name."),
        N_("Deploy the role base on them: each gets its own name."),
    ),
    Kind(
        "mac",
        lambda facts: facts.macs,
        N_("%(machines)s have a network card of the same address (MAC): they disturb each other."),
        N_("See whether they are one computer that the site names twice; else change one card's address."),
    ),
    Kind(
        "serial",
        lambda facts: [facts.serial],
        N_("%(machines)s have the same serial number."),
        N_("See whether they are one computer that the site names twice; else their maker numbered them so."),
    ),
)


@dataclass(frozen=True)
class Twins:
    """Machines that share what each should have for itself."""

    kind: str
    sentence: str
    remedy: str
    machines: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Something that machines which were promised the same have in several ways."""

    what: str
    """A package, or ``system``."""
    values: tuple[tuple[str, tuple[str, ...]], ...]
    """Each version, empty where it is not installed, and the machines that have it."""


def twins(verdicts: Iterable[MachineVerdict], words: NullTranslations) -> tuple[Twins, ...]:
    """The machines that share what each should have for itself; one pair is told once for each kind."""
    known = {verdict.machine: verdict.facts for verdict in verdicts if verdict.facts}
    return tuple(twin for kind in KINDS for twin in _of_kind(kind, known, words.gettext))


def _of_kind(kind: Kind, known: Mapping[str, Facts], _: Callable[[str], str]) -> Iterator[Twins]:
    by_value = _by(known, lambda facts: filter(None, kind.values(facts)))
    for machines in dict.fromkeys(tuple(names) for names in by_value.values() if len(names) > 1):
        sentence = _(kind.told) % {"machines": ", ".join(machines)}
        yield Twins(kind.name, sentence, _(kind.remedy), machines)


def differences(verdicts: Iterable[MachineVerdict]) -> tuple[Difference, ...]:
    """What is not the same on machines that were promised the same programs.

    Their system first; then the packages of those that have the same system.
    """
    alike: dict[str, dict[str, Facts]] = {}
    for verdict in verdicts:
        if verdict.facts and verdict.promised:
            alike.setdefault(verdict.promised.alike, {})[verdict.machine] = verdict.facts
    found = []
    for machines in alike.values():
        systems = _by(machines, lambda facts: [facts.system])
        if len(systems) > 1:
            found.append(Difference("system", _values(systems)))
        for names in systems.values():
            found += _packages({name: machines[name] for name in names})
    return tuple(found)


def _packages(machines: Mapping[str, Facts]) -> Iterator[Difference]:
    """The packages that these machines do not have in the same version."""
    names = sorted({package for facts in machines.values() for package in facts.packages})
    told = {machine: facts for machine, facts in machines.items() if facts.packages}
    for package in names:
        versions = _by(told, lambda facts, name=package: [facts.packages.get(name, "")])  # type: ignore[misc]
        if len(versions) > 1:
            yield Difference(package, _values(versions))


def _by(machines: Mapping[str, Facts], values: Callable[[Facts], Iterable[str]]) -> Having:
    found: dict[str, list[str]] = {}
    for machine, facts in machines.items():
        for value in values(facts):
            found.setdefault(value, []).append(machine)
    return found


def _values(found: Having) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((value, tuple(machines)) for value, machines in sorted(found.items()))
