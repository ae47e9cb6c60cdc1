# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How values of a site are quoted in messages: never raw, never long."""

from collections.abc import Iterable
from difflib import get_close_matches

from salle.i18n import _

LONGEST = 60
"""Characters of a value that a message repeats."""


def show(text: str) -> str:
    """The text as a message may hold it: one line, no control character, not too long."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in short
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that begins with a space and names the nearest known word, or nothing."""
    near = get_close_matches(word[:LONGEST], list(known), n=1, cutoff=0.7)
    return " " + _("Did you mean %(word)s?") % {"word": near[0]} if near else ""
