# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML page that needs nothing else: no network, no script, no other file."""

import locale
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salle.i18n import label, language, speech
from salle.report.model import Report
from salle.report.photos import data_uri
from salle.report.seats import seat_plan
from salle.report.text import one_line, plain
from salle.report.view import view
from salle.run.role_texts import in_language
from salle.run.wording import ROLES
from salle.verify.facts import Transaction
from salle.verify.results import CheckResult, Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

LOCALES = {"en": "en_GB"}
"""How dates are written, where the language alone would mean another country's way."""
COMMANDS = ("salle ", "sudo ")
"""A remedy that begins so is shown as a command to copy; any other as a sentence."""

ORDER = (Verdict.RED, Verdict.ORANGE, Verdict.GREEN)
"""What needs somebody comes first; within a verdict, the site's order."""


MOST_DIFFERENCES = 40
"""Packages whose versions are told on the page; after an update of a part of a room there are hundreds."""


def render_page(report: Report, lang: str = "") -> str:
    """The page.

    Args:
        report: what it tells.
        lang: language of the page, empty for the one in use; results keep the language they were read in.
    """
    lang = lang or language()
    room = view(report, lang)
    return (
        environment(lang)
        .get_template("report.html.j2")
        .render(
            lang=lang,
            room=room,
            plan=seat_plan(room.machines),
            machines=sorted(room.machines, key=lambda machine: ORDER.index(machine.verdict)),
            kinds=[verdict for verdict in ORDER if room.count(verdict)],
            most=MOST_DIFFERENCES,
            report=report,
            run=report.run,
            site=report.site,
            Verdict=Verdict,
        )
    )


def environment(lang: str) -> "Environment":
    """What draws the templates: their words in that language, everything else escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent / "templates")
    words = speech(lang)
    surroundings = Environment(
        loader=folder,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    surroundings.install_gettext_translations(words, newstyle=False)  # type: ignore[attr-defined]
    surroundings.filters.update(_filters(lang, words))
    return surroundings


def _filters(lang: str, words: NullTranslations) -> dict[str, Callable[..., Any]]:
    return {
        "plain": partial(plain, lang=lang),
        "one_line": partial(one_line, lang=lang),
        "moment": partial(moment, lang=lang),
        "moment_of": lambda at: moment(datetime.fromtimestamp(at, UTC), lang),
        "transaction": partial(transaction, words=words, lang=lang),
        "named": lambda names, labels: ", ".join(one_line(labels.get(name, name), lang) for name in names),
        "duration": partial(duration, words=words),
        "verdict_word": partial(verdict_word, words=words),
        "is_command": is_command,
        "is_advice": is_advice,
        "photo": data_uri,
        "role": lambda name: words.gettext(ROLES[name]) if name in ROLES else one_line(name, lang),
        "label": partial(label, translate=words.gettext),
        "said": partial(in_language, translate=words.gettext),
        "anchor": lambda name: "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in name),
    }


def verdict_word(verdict: Verdict, words: NullTranslations) -> str:
    """The verdict in two or three words, beside its colour and its sign."""
    _ = words.gettext
    return {
        Verdict.GREEN: _("As promised"),
        Verdict.ORANGE: _("Needs a look"),
        Verdict.RED: _("To put right"),
    }[verdict]


def transaction(done: Transaction, words: NullTranslations, lang: str) -> str:
    """What apt did, in a line: the command, who asked for it, and for which packages."""
    told = done.command or words.gettext("without a command")
    who = words.gettext("by %(account)s") % {"account": done.by} if done.by else ""
    names = ", ".join((*done.packages, "…") if done.count > len(done.packages) else done.packages)
    packages = words.ngettext("%(n)d package", "%(n)d packages", done.count) % {"n": done.count}
    return " · ".join(
        one_line(part, lang) for part in (told, who, label(packages, names, words.gettext)) if part
    )


def is_command(remedy: str) -> bool:
    """Whether a remedy is something to type."""
    return remedy.startswith(COMMANDS) and "\n" not in remedy


def is_advice(result: CheckResult) -> bool:
    """An orange check that did run; the other ones could not, and ``found`` says why."""
    return bool(result.expected)


def moment(when: datetime, lang: str) -> str:
    """A date and time as people of that language write it, by the clock of this computer."""
    when = when.astimezone()
    try:
        from babel.dates import format_date, format_time
    except ImportError:  # on a machine of a room: its own locale knows how
        return moment_of_locale(when)

    locale = LOCALES.get(lang, lang)
    return f"{format_date(when, 'full', locale)}, {format_time(when, 'short', locale=locale)}"


def moment_of_locale(when: datetime) -> str:
    """The same by the C library, in the locale of this computer."""
    with suppress(locale.Error):
        locale.setlocale(locale.LC_TIME, "")
    return when.strftime("%A %d %B %Y, %H:%M").replace(" 0", " ", 1)


def duration(seconds: float, words: NullTranslations) -> str:
    """A duration in minutes and seconds; a tenth of a second does not matter to a reader."""
    _ = words.gettext
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)d s") % {"seconds": rest}
