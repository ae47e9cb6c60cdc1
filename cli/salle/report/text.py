# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that machines supply, made fit to be read: nothing hidden, nothing endless.

Escaping for HTML or XML is the templates' work; this only makes visible what a
reader would not see (control characters, marks that turn the direction of text).
"""

import unicodedata

from salle.i18n import speech

MOST = 2000
"""Characters of one text that a report shows."""
JOINER = "\u200d"
"""Joins emoji; harmless, and people's names for places hold it."""


def plain(text: object, lang: str = "", most: int = MOST) -> str:
    """The text as it may be shown, line breaks kept.

    Args:
        text: whatever a machine or a site said.
        lang: language of the words that tell where it was cut.
        most: characters kept; the rest is counted in words.
    """
    whole = text if isinstance(text, str) else str(text)
    shown = "".join(_visible(char) for char in whole[:most].replace("\r\n", "\n"))
    if len(whole) <= most:
        return shown.strip("\n")
    told = speech(lang).gettext("[cut here: the text has %(total)d characters]") % {"total": len(whole)}
    return f"{shown} {told}"


def one_line(text: object, lang: str = "", most: int = 200) -> str:
    """The same on one line, for lists and the terminal."""
    return " ".join(plain(text, lang, most).split())


def _visible(char: str) -> str:
    if char in "\n\t":
        return char
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp") and char != JOINER
    return f"[U+{ord(char):04X}]" if hidden else char
