# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report for the terminal: one line per machine, what to put right, and a closing sentence."""

from collections.abc import Iterator

from salle.i18n import label, language, speech
from salle.report.differences import Twins
from salle.report.model import Report
from salle.report.page import moment
from salle.report.text import one_line
from salle.report.view import MachineView, view
from salle.verify.results import Verdict

SIGNS = {Verdict.GREEN: "✓", Verdict.ORANGE: "?", Verdict.RED: "✗"}


def lines(report: Report, lang: str = "") -> list[str]:
    """The report in plain lines, without colour; safe to print whatever machines said.

    Args:
        report: what it tells.
        lang: language of the sentences, empty for the one in use.
    """
    room = view(report, lang)
    told = [line for machine in room.machines for line in _machine(machine, lang)]
    told += [line for twin in room.twins for line in _twins(twin, lang)]
    said = any(machine.sentence == room.sentence for machine in room.machines)  # of the only one
    return told if said else [*told, "", room.sentence]


def _twins(twin: Twins, lang: str) -> Iterator[str]:
    _ = speech(lang).gettext
    yield f"! {one_line(twin.sentence, lang)}"
    yield "    " + _("What to do: %(remedy)s") % {"remedy": one_line(twin.remedy, lang)}


def _machine(machine: MachineView, lang: str) -> Iterator[str]:
    _ = speech(lang).gettext
    name = one_line(machine.label, lang)
    if machine.label != machine.name:
        name += f" ({one_line(machine.name, lang)})"
    yield f"{SIGNS[machine.verdict]} {label(name, one_line(machine.sentence, lang), _)}"
    if machine.reason:
        yield f"    {one_line(machine.reason, lang)}"
    if machine.remedy:
        yield "    " + _("What to do: %(remedy)s") % {"remedy": one_line(machine.remedy, lang)}
    if machine.drift and machine.drift.worse:
        since = moment(machine.drift.since, lang or language())
        yield "    " + _("Since %(moment)s, no longer as promised:") % {"moment": since}
        yield from (f"      {one_line(one.title, lang)}" for one in machine.drift.worse)
    for result in machine.of(Verdict.RED):
        yield f"    ✗ {one_line(result.title, lang)}"
        if result.found:
            yield "      " + label(_("Found"), one_line(result.found, lang), _)
        if result.remedy:
            yield "      " + _("What to do: %(remedy)s") % {"remedy": one_line(result.remedy, lang)}
