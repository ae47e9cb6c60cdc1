# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""French and English, through gettext, Click's own strings included.

Click asks the process-wide gettext domain, so :func:`use` must run before any
command module is imported: help texts are translated when they are defined.
French is the answer when the environment names no language: the product's
users are French, and a live stick or a cron job often runs in the C locale.
"""

import gettext as _gettext
import os
import re
from collections.abc import Callable, Sequence

from salle.paths import PACKAGE

DOMAIN = "salle"
LANGUAGES = ("fr", "en")


def N_(message: str) -> str:
    """Mark a message for translation where it is only translated later."""
    return message


def _(message: str) -> str:
    """The message in the user's language."""
    return _gettext.gettext(message) if message else ""  # gettext's answer to "" is the catalogue's header


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message for that number, in the user's language."""
    return _gettext.ngettext(singular, plural, number)


def language() -> str:
    """The language in use: one of LANGUAGES."""
    return _first_named(os.environ.get("LANGUAGE", "")) or "fr"


def choose(argv: Sequence[str], environ: dict[str, str]) -> str:
    """The language asked for: ``--lang``, then SALLE_LANG, then the locale, then French."""
    for before, word in zip(["", *argv], argv, strict=False):
        wanted = word.removeprefix("--lang=") if word.startswith("--lang=") else word
        if (before == "--lang" or word.startswith("--lang=")) and wanted in LANGUAGES:
            return wanted
    for variable in ("SALLE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if named := _first_named(environ.get(variable, "")):
            return named
    return "fr"


def _first_named(locale: str) -> str:
    """The language that a locale (``fr_FR.UTF-8``) or a list (``fr:en``) begins with, if it is ours."""
    first = re.split("[_.:@]", locale, maxsplit=1)[0]
    return first if first in LANGUAGES else ""


def use(lang: str) -> None:
    """Speak that language from now on, in this process and in what it starts."""
    os.environ["LANGUAGE"] = lang
    _gettext.bindtextdomain(DOMAIN, str(PACKAGE / "locale"))
    _gettext.textdomain(DOMAIN)


def speech(lang: str = "") -> _gettext.NullTranslations:
    """The messages of one language, for a document in the site's language whatever this process speaks.

    Args:
        lang: one of LANGUAGES; empty for the language in use.
    """
    return _gettext.translation(DOMAIN, str(PACKAGE / "locale"), [lang or language()], fallback=True)


LABEL = N_("%(what)s: %(told)s")
"""French puts a space before the colon."""


def label(what: str, told: str, translate: Callable[[str], str] = _) -> str:
    """A name and what is told of it, with a colon between them."""
    return translate(LABEL) % {"what": what, "told": told}
