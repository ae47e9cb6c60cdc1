# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One machine, and the room, as every form of the report tells them: verdict first, in words."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from gettext import NullTranslations
from pathlib import Path

from salle.i18n import speech
from salle.report.differences import Difference, Twins, differences, twins
from salle.report.drift import Drift
from salle.report.judgement import judge
from salle.report.model import Report
from salle.report.text import plain
from salle.run.model import Outcome, State
from salle.verify.facts import Facts, Promised, Transaction
from salle.verify.results import CheckResult, MachineVerdict, Verdict, worst


@dataclass(frozen=True)
class MachineView:
    """All that the report says of one machine."""

    name: str
    label: str
    seat: str
    verdict: Verdict
    sentence: str
    """The verdict in words."""
    reason: str = ""
    """What the machine or the run said of it."""
    remedy: str = ""
    """What to type when the machine as a whole has trouble."""
    results: tuple[CheckResult, ...] = ()
    outcome: Outcome | None = None
    answered: bool = True
    """False when it could not be reached."""
    problem: str = ""
    seconds: float = 0.0
    """Setting up and checking together."""
    photo: Path | None = None
    drift: Drift | None = None
    """What is otherwise than last time; None when it was not verified before."""
    facts: Facts | None = None
    """What it told of itself; None when it did not answer."""
    promised: Promised | None = None
    """What it was promised, in a few words."""

    def of(self, verdict: Verdict) -> tuple[CheckResult, ...]:
        """Its checks with that verdict."""
        return tuple(result for result in self.results if result.verdict is verdict)

    @property
    def since_then(self) -> tuple[Transaction, ...]:
        """What apt did on it since it was last verified."""
        if self.facts is None or self.drift is None:
            return ()
        then = self.drift.since.timestamp()
        return tuple(one for one in self.facts.transactions if one.at >= then)


@dataclass(frozen=True)
class RoomView:
    """The whole room; machines in the site's order, then any the site does not name."""

    title: str
    verdict: Verdict
    sentence: str
    machines: tuple[MachineView, ...]
    twins: tuple[Twins, ...] = ()
    """Machines that share what each should have for itself."""
    differences: tuple[Difference, ...] = ()
    """What is not the same on machines that were promised the same."""

    @property
    def labels(self) -> dict[str, str]:
        """What people call each machine."""
        return {machine.name: machine.label for machine in self.machines}

    def count(self, verdict: Verdict) -> int:
        """How many machines have that verdict."""
        return sum(machine.verdict is verdict for machine in self.machines)


def view(report: Report, lang: str = "") -> RoomView:
    """Everything a report says, before it takes the form of a page, lines, JSON or XML."""
    words = speech(lang)
    verdicts = {verdict.machine: verdict for verdict in report.verdicts}
    outcomes = {outcome.machine: outcome for outcome in report.run.outcomes}
    known = {machine.name: machine for machine in report.site.machines}
    machines = []
    for name in dict.fromkeys((*known, *outcomes, *verdicts)):
        seat, label = (known[name].seat, known[name].label) if name in known else ("", "")
        verdict, outcome = verdicts.get(name), outcomes.get(name)
        state, sentence, reason = judge(verdict, outcome, words)
        machines.append(
            MachineView(
                name,
                label or name,
                seat,
                state,
                sentence,
                plain(reason, lang),
                _remedy(report, name, verdict, outcome),
                verdict.results if verdict else (),
                outcome,
                not _unreachable(verdict, outcome),
                verdict.problem if verdict else "",
                (verdict.seconds if verdict else 0.0) + (outcome.seconds if outcome else 0.0),
                report.photos.get(name),
                report.drifts.get(name),
                verdict.facts if verdict else None,
                verdict.promised if verdict else None,
            )
        )
    return _room(report, tuple(machines), words)


def _unreachable(verdict: MachineVerdict | None, outcome: Outcome | None) -> bool:
    if verdict:
        return verdict.unreachable
    return bool(outcome and outcome.state is State.UNREACHABLE)


def _remedy(report: Report, name: str, verdict: MachineVerdict | None, outcome: Outcome | None) -> str:
    """The command that tries again; empty when each check has its own."""
    if outcome and outcome.state is not State.OK:
        verb = "deploy"
    elif verdict is None or verdict.problem or not verdict.results:
        verb = "verify"
    else:
        return ""
    words = ["salle", verb, shlex.quote(report.site.name), report.options, "--limit", shlex.quote(name)]
    return " ".join(word for word in words if word)


def _room(report: Report, machines: tuple[MachineView, ...], words: NullTranslations) -> RoomView:
    verdict = worst(machine.verdict for machine in machines)
    found = twins(report.verdicts, words), differences(report.verdicts)
    room = RoomView(report.site.title, verdict, "", machines, *found)
    return replace(room, sentence=_room_sentence(room, words))


def _room_sentence(room: RoomView, words: NullTranslations) -> str:
    _, ngettext = words.gettext, words.ngettext
    total = len(room.machines)
    if not total:
        return _("No machine belongs to this report.")
    if room.verdict is Verdict.GREEN:
        sentence = ngettext("The machine is as promised.", "All %(n)d machines are as promised.", total)
        return sentence % {"n": total}
    if total == 1:
        return room.machines[0].sentence
    good = _("%(good)d of %(total)d machines are as promised.") % {
        "good": room.count(Verdict.GREEN),
        "total": total,
    }
    return " ".join((good, *_what_is_left(room, ngettext)))


def _what_is_left(room: RoomView, ngettext: Callable[[str, str, int], str]) -> list[str]:
    said = []
    if red := room.count(Verdict.RED):
        said.append(
            ngettext("%(n)d has something to put right.", "%(n)d have something to put right.", red)
            % {"n": red}
        )
    if orange := room.count(Verdict.ORANGE):
        said.append(ngettext("%(n)d needs a look.", "%(n)d need a look.", orange) % {"n": orange})
    return said
