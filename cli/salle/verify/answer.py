# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a machine's answer to verdicts.

The answer is untrusted: a machine may lie, babble, or hold its tongue.  What
does not have the agreed form becomes a problem in words, never an exception.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from salle.i18n import N_, _
from salle.verify.facts import Facts, read_facts
from salle.verify.results import CheckResult, Verdict, Weight

CHECKED = re.compile(rb"salle-checked (\d{1,5})/(\d{1,5})\n")
"""What :mod:`salle.verify.machine_side` says after each check."""
MAX_BYTES = 4_000_000
"""A room's machine answers some 100 kB; forty times that is not an answer."""
MAX_TEXT = 2_000
"""Characters of one text that are kept."""


class BadAnswer(Exception):
    """The machine's answer does not have the agreed form; the text says how."""


@dataclass(frozen=True)
class Names:
    """What a remedy is filled in with."""

    site: str
    machine: str


@dataclass(frozen=True)
class Answer:
    """What a machine answered: the results of its checks, and what it told of itself."""

    results: tuple[CheckResult, ...]
    facts: Facts


def read_answer(data: bytes, names: Names) -> Answer:
    """A machine's answer, in the user's language.

    Raises:
        BadAnswer: it is too long, not JSON, or has another form.
    """
    if len(data) > MAX_BYTES:
        raise BadAnswer(_("its answer is longer than %(size)s MB") % {"size": MAX_BYTES // 1_000_000})
    try:
        answer = json.loads(data)
        results = [_result(item, names) for item in answer["results"]]
        broken = [_unread(str(text), names) for text in answer["broken"]]
        facts = read_facts(answer["facts"])
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError, AttributeError) as error:
        raise BadAnswer(_("its answer is not in the agreed form (%(error)s)") % {"error": error}) from error
    return Answer((*results, *broken), facts)


def _result(item: Mapping[str, Any], names: Names) -> CheckResult:
    role = _plain(item["role"])
    fill = {"site": names.site, "machine": names.machine, "role": role}
    return CheckResult(
        machine=names.machine,
        role=role,
        check=_plain(item["check"]),
        title=_text(item["title"]),
        verdict=Verdict(item["verdict"]),
        weight=Weight(item["weight"]),
        expected=_text(item["expected"]),
        found=_text(item["found"]),
        remedy=_filled(_plain(item["remedy"]), fill),
        seconds=_seconds(item["seconds"]),
        locked=item.get("locked") is True,
    )


def _unread(text: str, names: Names) -> CheckResult:
    return CheckResult(
        machine=names.machine,
        role="",
        check="verify.file",
        title=_("All check files could be read"),
        verdict=Verdict.ORANGE,
        found=text[:MAX_TEXT],
    )


def _plain(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, {type(value).__name__} found")
    return value[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")


def _seconds(value: object) -> float:
    seconds = float(value) if isinstance(value, int | float) else math.nan
    if not math.isfinite(seconds):
        raise TypeError("seconds expected")
    return seconds


def _text(value: object) -> str:
    """Data as it is, or a sentence translated and filled in."""
    if not isinstance(value, Mapping):
        return _plain(value)
    values = {_plain(name): _plain(text) for name, text in value["values"].items()}
    return _filled(_(_plain(value["say"])), values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    try:
        return text % values if values else text
    except (KeyError, ValueError, TypeError):
        return text


SAID_BY_THE_MACHINE_SIDE = (
    N_("the check itself could not run: %(error)s"),
    N_("this needs an administrator's password"),
)
"""Sentences that machine_side.py sends; it cannot import gettext's mark."""
