# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is otherwise than when the machine was last verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from salle.verify.results import CheckResult, MachineVerdict, Verdict


@dataclass(frozen=True)
class Change:
    """A check whose verdict is another now."""

    check: str
    title: str
    before: Verdict
    now: Verdict


@dataclass(frozen=True)
class Drift:
    """A machine since it was last verified; ``since`` is when that was."""

    since: datetime
    changes: tuple[Change, ...] = ()

    @property
    def worse(self) -> tuple[Change, ...]:
        """What held then and does not now."""
        return tuple(one for one in self.changes if one.before is Verdict.GREEN)


def drifted(
    before: Mapping[str, tuple[datetime, Sequence[CheckResult]]], now: Sequence[MachineVerdict]
) -> dict[str, Drift]:
    """Machine -> what changed; of machines that answered both times.

    Args:
        before: machine -> when it was last verified, and what was seen.
        now: what is seen.
    """
    return {
        verdict.machine: Drift(
            before[verdict.machine][0], _changes(before[verdict.machine][1], verdict.results)
        )
        for verdict in now
        if verdict.machine in before and verdict.results
    }


def _changes(before: Sequence[CheckResult], now: Sequence[CheckResult]) -> tuple[Change, ...]:
    then = {result.check: result.verdict for result in before if not result.locked}
    return tuple(
        Change(result.check, result.title, then[result.check], result.verdict)
        for result in now
        if not result.locked and then.get(result.check, result.verdict) is not result.verdict
    )
