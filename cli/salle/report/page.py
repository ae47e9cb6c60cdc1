# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML page that needs nothing else: no network, no script, no other file."""

import locale
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
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
from salle.verify.results import CheckResult, Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

LOCALES = {"en": "en_GB"}
"""How dates are written, where the language alone would mean another country's way."""
COMMANDS = ("salle ", "sudo ")
"""A remedy that begins so is shown as a command to copy; any other as a sentence."""

ORDER = (Verdict.RED, Verdict.ORANGE, Verdict.GREEN)
"""What needs somebody comes first; within a verdict, the site's order."""


def render_page(report: Report, lang: str = "") -> str:
    """The page.

    Args:
        report: what it tells.
        lang: language of the page, empty for the one in use; results keep the language they were read in.
    """
    lang = lang or language()
    room = view(report, lang)
    return (
        _environment(lang)
        .get_template("report.html.j2")
        .render(
            lang=lang,
            room=room,
            plan=seat_plan(room.machines),
            machines=sorted(room.machines, key=lambda machine: ORDER.index(machine.verdict)),
            report=report,
            run=report.run,
            site=report.site,
            Verdict=Verdict,
        )
    )


def _environment(lang: str) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent / "templates")
    words = speech(lang)
    environment = Environment(
        loader=folder,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(words, newstyle=False)  # type: ignore[attr-defined]
    environment.filters.update(_filters(lang, words))
    return environment


def _filters(lang: str, words: NullTranslations) -> dict[str, Callable[..., Any]]:
    return {
        "plain": partial(plain, lang=lang),
        "one_line": partial(one_line, lang=lang),
        "moment": partial(moment, lang=lang),
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
