# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The few questions that matter when a site is created; a wrong answer is asked for again."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from salle.errors import SalleError
from salle.i18n import N_, _
from salle.site.addresses import addresses
from salle.site.new import MOST_MACHINES, USES, Answers
from salle.site.specs import load_specs
from salle.site.text import forbidden_in

Given = Mapping[str, Any]
"""The answers there are already, by name."""


def ask(given: Given, usual: Answers) -> Answers:
    """Ask what no flag answered.

    Args:
        given: what flags answered.
        usual: what an empty answer means.

    Raises:
        click.Abort: the keyboard was closed.
    """
    answers = dict(given)
    for name, question in QUESTIONS.items():
        if name not in answers:
            answers[name] = question(usual, answers)
    return Answers(**answers)


def _text(words: str) -> Callable[[Answers, Given], str]:
    """A question that may be left unanswered."""

    def question(_usual: Answers, _given: Given) -> str:
        return str(click.prompt(_(words), default="", show_default=False, value_proc=_clean))

    return question


def _clean(text: str) -> str:
    if message := forbidden_in(text):
        raise click.UsageError(message)
    return text.strip()


def _name(_usual: Answers, _given: Given) -> str:
    return str(click.prompt(_("Name of the place, as people know it"), value_proc=_some))


def _some(text: str) -> str:
    if not _clean(text):
        raise click.UsageError(_("A name was expected."))
    return _clean(text)


def _machines(usual: Answers, _given: Given) -> int:
    numbers = click.IntRange(1, MOST_MACHINES)
    return int(click.prompt(_("How many machines"), default=usual.machines, type=numbers))


def _first_address(usual: Answers, given: Given) -> str:
    def good(text: str) -> str:
        try:
            addresses(text.strip(), given["machines"])
        except SalleError as error:
            raise click.UsageError(error.what) from error
        return text.strip()

    words = _("Network address of the first machine; the others follow it")
    return str(click.prompt(words, default=usual.first_address, value_proc=good))


def _use(usual: Answers, _given: Given) -> str:
    words = _("public: shared by everybody; personal: each machine leaves with its owner")
    return str(click.prompt(words, default=usual.use, type=click.Choice(USES)))


def _profiles(usual: Answers, _given: Given) -> tuple[str, ...]:
    """The names are those the role accepts, as its specification lists them."""
    known = [str(choice) for choice in load_specs()["software_profiles"].choices]

    def good(text: str) -> tuple[str, ...]:
        names = tuple(text.replace(",", " ").split())
        if not names:
            raise click.UsageError(_("At least one profile was expected."))
        if wrong := [name for name in names if name not in known]:
            raise click.UsageError(_("There is no profile called %(name)s.") % {"name": wrong[0]})
        return names

    words = f"{_('Applications: one or more profiles')} ({', '.join(known)})"
    answer: tuple[str, ...] = click.prompt(words, default=" ".join(usual.profiles), value_proc=good)
    return answer


QUESTIONS: Mapping[str, Callable[[Answers, Given], Any]] = {
    "name": _name,
    "contact": _text(N_("Whom to ask for help, and how (may be left empty)")),
    "opening_hours": _text(N_("Opening hours (may be left empty)")),
    "url": _text(N_("Web address of the place (may be left empty)")),
    "machines": _machines,
    "first_address": _first_address,
    "use": _use,
    "profiles": _profiles,
}
"""What is asked, in this order; everything else keeps its usual value until a file is edited."""
