# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on one machine, from what the run did and what its checks found."""

from collections.abc import Mapping
from gettext import NullTranslations

from salle.i18n import N_
from salle.report.text import plain
from salle.run.model import Outcome, State
from salle.run.role_texts import in_language
from salle.verify.results import MachineVerdict, Verdict, worst

UNREACHED = N_(
    "It could not be reached, so nothing is known of it. See that it is on and has network, then try again."
)

Judgement = tuple[Verdict, str, str]
"""The verdict, that verdict in words, and the reason given."""


def judge(verdict: MachineVerdict | None, outcome: Outcome | None, words: NullTranslations) -> Judgement:
    """A machine's verdict, that verdict in words, and the reason given.

    A set-up that failed keeps a machine red even where all checks hold: what the
    run promised was not done.  Without a single check nothing is green.
    """
    for judgement in (_set_up, _answer, _checks):
        if told := judgement(verdict, outcome, words):
            return told
    return Verdict.ORANGE, words.gettext("It was not part of this run, so nothing is known of it."), ""


def _set_up(
    verdict: MachineVerdict | None, outcome: Outcome | None, words: NullTranslations
) -> Judgement | None:
    _ = words.gettext
    if outcome is None or outcome.state is State.OK:
        return None
    reason = in_language(outcome.message, _)
    if outcome.state is State.UNREACHABLE:
        answered = verdict is not None and not verdict.unreachable
        if not answered:
            return Verdict.ORANGE, _(UNREACHED), reason
        return Verdict.RED, _("It was lost on the way while it was set up."), reason
    if outcome.state is State.INTERRUPTED:
        state = worst((Verdict.ORANGE, verdict.verdict)) if verdict else Verdict.ORANGE
        return state, _("The run was interrupted while it was set up."), reason
    if outcome.task:
        sentence = _("Setting it up failed at this step: %(step)s") % {"step": plain(_(outcome.task))}
    else:
        sentence = _("Setting it up did not come to its end.")
    return Verdict.RED, sentence, reason


def _answer(
    verdict: MachineVerdict | None, outcome: Outcome | None, words: NullTranslations
) -> Judgement | None:
    _ = words.gettext
    if verdict is None:
        return (Verdict.ORANGE, _("It was set up, but not checked."), "") if outcome else None
    if verdict.problem and verdict.unreachable:
        return Verdict.ORANGE, _(UNREACHED), verdict.problem
    if verdict.problem:
        return Verdict.RED, _("It answered, but not as it should."), verdict.problem
    if not verdict.results:
        return Verdict.ORANGE, _("No check was run on it."), ""
    return None


def _checks(
    verdict: MachineVerdict | None, _outcome: Outcome | None, words: NullTranslations
) -> Judgement | None:
    ngettext = words.ngettext
    if verdict is None:
        return None
    locked = sum(result.locked for result in verdict.results)
    count = {v: sum(result.verdict is v for result in verdict.results) for v in Verdict}
    count[Verdict.ORANGE] -= locked
    beside = ngettext(
        "%(n)d check was not run: it needs an administrator's password.",
        "%(n)d checks were not run: they need an administrator's password.",
        locked,
    ) % {"n": locked}
    state, sentence = _told(count, locked, words)
    return state, f"{sentence} {beside}" if locked else sentence, ""


def _told(count: Mapping[Verdict, int], locked: int, words: NullTranslations) -> tuple[Verdict, str]:
    """The verdict on checks that were counted, and that in words; the locked ones are told beside it."""
    ngettext = words.ngettext
    if red := count[Verdict.RED]:
        sentence = ngettext("%(n)d thing is not as promised.", "%(n)d things are not as promised.", red)
        return Verdict.RED, sentence % {"n": red}
    if orange := count[Verdict.ORANGE]:
        sentence = ngettext(
            "Nothing is wrong that was checked; %(n)d thing needs a look.",
            "Nothing is wrong that was checked; %(n)d things need a look.",
            orange,
        )
        return Verdict.ORANGE, sentence % {"n": orange}
    green = count[Verdict.GREEN]
    if locked:
        sentence = ngettext(
            "Nothing is wrong that was checked: %(n)d check.",
            "Nothing is wrong that was checked: %(n)d checks.",
            green,
        )
        return Verdict.ORANGE, sentence % {"n": green}
    sentence = ngettext("All is as promised: %(n)d check.", "All is as promised: %(n)d checks.", green)
    return Verdict.GREEN, sentence % {"n": green}
