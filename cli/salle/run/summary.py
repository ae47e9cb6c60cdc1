# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The last words of a run: what went well, what did not and why, what to type next."""

from collections.abc import Iterable, Sequence

from salle.i18n import N_, _, ngettext
from salle.run.causes import in_words
from salle.run.host_key import changed_key, describe
from salle.run.lanes import by_state
from salle.run.model import Outcome, State
from salle.run.wording import duration, role_words, step_words

_HEADINGS = {
    State.FAILED: N_("Did not succeed:"),
    State.UNFINISHED: N_("Did not finish:"),
    State.UNREACHABLE: N_("Could not be reached:"),
    State.INTERRUPTED: N_("Interrupted:"),
}


def summary(site: str, outcomes: Iterable[Outcome], *, verb: str = "deploy", options: str = "") -> str:
    """The whole summary; what to type next comes last, where the eye is.

    Args:
        site: the site's name, for the command.
        outcomes: what became of each machine.
        verb: the command to type again.
        options: those that belong to it, whatever is left to do.
    """
    outcomes = tuple(outcomes)
    sorted_ = by_state(outcomes)
    parts = [_well(sorted_[State.OK])]
    parts += [_section(_(heading), sorted_[state]) for state, heading in _HEADINGS.items()]
    parts += [_notes(outcomes), _leave_on(sorted_[State.INTERRUPTED])]
    parts += [_next(f"{site} {options}".strip(), outcomes, verb)]
    return "\n".join(part for part in parts if part)


def _well(outcomes: Sequence[Outcome]) -> str:
    """Who is as the site says; a long room is counted, then named."""
    if not outcomes:
        return ""
    head = ngettext("%(n)d machine is done:", "%(n)d machines are done:", len(outcomes)) % {
        "n": len(outcomes)
    }
    names = ", ".join(outcome.machine for outcome in outcomes)
    changed = sum(outcome.changed for outcome in outcomes)
    what = (
        ngettext("%(n)d change", "%(n)d changes", changed) % {"n": changed}
        if changed
        else _("nothing to change")
    )
    slowest = max(outcome.seconds for outcome in outcomes)
    return f"{head} {names} ({what}, {duration(slowest)})."


def _section(heading: str, outcomes: Sequence[Outcome]) -> str:
    return "\n".join([heading, *(_line(outcome) for outcome in outcomes)]) if outcomes else ""


def _line(outcome: Outcome) -> str:
    """One machine: where it was, why in words, what to do; the raw message where it says more."""
    sentence, advice = in_words(outcome.message)
    where = f" ({step_words(outcome.role, outcome.task)})" if _had_begun(outcome) else ""
    first, *rest = sentence.splitlines() or [""]
    lines = [f"  {outcome.machine}{where}: {first}".rstrip(), *(f"    {line}" for line in rest)]
    key = changed_key(outcome.message)
    more = [*([advice] if advice else []), *(describe(key).splitlines() if key else [])]
    return "\n".join([*lines, *(f"    {line}" for line in more)])


def _notes(outcomes: Sequence[Outcome]) -> str:
    """What roles said that somebody should know."""
    notes = [in_words(note)[0] for outcome in outcomes for note in outcome.notes]
    said = [line for note in notes for line in note.splitlines()]
    return "\n".join([_("To know:"), *(f"  {note}" for note in said)]) if said else ""


def _had_begun(outcome: Outcome) -> bool:
    return bool(outcome.task) and outcome.state is not State.UNREACHABLE


def _leave_on(interrupted: Sequence[Outcome]) -> str:
    """Who must not be switched off: a package installation goes on without us."""
    names = [outcome.machine for outcome in interrupted if outcome.role == "packages"]
    if not names:
        return ""
    text = ngettext(
        "%(names)s may still be installing %(what)s: leave it switched on.",
        "%(names)s may still be installing %(what)s: leave them switched on.",
        len(names),
    )
    return text % {"names": ", ".join(names), "what": role_words("packages")}


def _next(site: str, outcomes: Sequence[Outcome], verb: str) -> str:
    """The command that does what is left, and nothing else."""
    left = [outcome.machine for outcome in outcomes if outcome.state is not State.OK]
    if not left:
        return ""
    command = f"salle {verb} {site} --limit {','.join(left)}"
    return _("To do what is left, type: %(command)s") % {"command": command}
