# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What verification says: a verdict per check, per machine, per room."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from salle.verify.facts import Facts, Promised


class Verdict(StrEnum):
    """Green: seen to hold. Orange: could not be checked, or advice. Red: does not hold."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"


class Weight(StrEnum):
    """What a failed check costs: a ``must`` turns red, a ``should`` turns orange."""

    MUST = "must"
    SHOULD = "should"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of the whole: red beats orange beats green; nothing at all is orange.

    Nothing is reported green that was not run, hence the orange.
    """
    seen = set(verdicts)
    for verdict in (Verdict.RED, Verdict.ORANGE, Verdict.GREEN):
        if verdict in seen:
            return verdict
    return Verdict.ORANGE


@dataclass(frozen=True)
class CheckResult:
    """One thing verified on one machine; the texts are already in the reader's language."""

    machine: str
    role: str
    check: str
    """Stable id, ``role.thing``."""
    title: str
    verdict: Verdict
    weight: Weight = Weight.MUST
    expected: str = ""
    found: str = ""
    remedy: str = ""
    seconds: float = 0.0
    locked: bool = False
    """It was not run, for it needs an administrator's password."""


@dataclass(frozen=True)
class MachineVerdict:
    """All that is known of one machine after verification.

    ``problem`` says in words why there are no results (machine off, no answer);
    ``unreachable`` tells that apart from a machine that answered badly.
    """

    machine: str
    results: tuple[CheckResult, ...] = ()
    problem: str = ""
    unreachable: bool = False
    seconds: float = 0.0
    facts: Facts | None = None
    """What it told of itself; None when it did not answer."""
    promised: Promised | None = None
    """What it was promised, in a few words."""
    bundle: str = ""
    """SHA-256 of the bundle that checked it."""

    @property
    def verdict(self) -> Verdict:
        """Red when it answered badly, orange when it did not answer, else the worst of its checks."""
        if self.problem:
            return Verdict.ORANGE if self.unreachable else Verdict.RED
        return worst(result.verdict for result in self.results)
