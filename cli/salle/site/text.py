# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a file of a site to text: size, encoding and characters are refused here, in words."""

import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from salle.i18n import _
from salle.site.find import shown
from salle.site.model import Place, Problem

LIMIT = 1_000_000
"""Bytes.  The largest sites known have some tens of kilobytes; a wrong file must not fill the memory."""

VAULT = "$ANSIBLE_VAULT;"
"""What a file encrypted by ansible-vault begins with."""

MOST_LINES = 20
"""Lines with such characters that are named in one file; a wrong file may hold nothing else."""

FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028-\u202e\u2066-\u2069\ufeff]"
)
"""Characters that YAML does not allow, that steer a terminal, or that make text read in another
order than it is written (Unicode Standard Annex 9, explicit directional characters)."""


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a file, or None after adding the reason to ``problems``.

    Characters that are refused are reported and replaced by spaces, so that
    the rest of the file can still be judged and positions stay right.
    """
    place = Place(shown(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.append(Problem(place, _("this is not a file; a text file was expected.")))
            return None
        if status.st_size > LIMIT:
            problems.append(Problem(place, _too_big(status.st_size)))
            return None
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        problems.append(Problem(place, _("cannot be read: %(why)s.") % {"why": error.strerror or error}))
        return None
    return _clean(_decode(data, place, problems), place, problems)


def _too_big(size: int) -> str:
    return _("is too big: %(size).1f MB; at most %(limit)d MB is expected.") % {
        "size": size / 1e6,
        "limit": LIMIT // 1_000_000,
    }


def _decode(data: bytes, place: Place, problems: list[Problem]) -> str | None:
    if b"\0" in data:
        problems.append(Problem(place, _("is not a text file; YAML text in UTF-8 was expected.")))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = _("is not written in UTF-8; save the file again, with the encoding UTF-8.")
        problems.append(Problem(Place(place.file, line, column), message))
        return None


def _clean(text: str | None, place: Place, problems: list[Problem]) -> str | None:
    if text is None or text.startswith(VAULT):
        return text
    problems.extend(islice(_refused(text, place), MOST_LINES))
    return FORBIDDEN.sub(" ", text)


def _refused(text: str, place: Place) -> Iterator[Problem]:
    """One problem per line that holds such characters."""
    for number, line in enumerate(text.split("\n"), start=1):
        if found := FORBIDDEN.search(line):
            yield Problem(Place(place.file, number, found.start() + 1), forbidden(found.group()))


def forbidden_in(value: str) -> str:
    """Why a value cannot be accepted as text; empty when it can.

    A carriage return ends a line of a file, but inside a value it overwrites what a terminal shows.
    """
    found = FORBIDDEN.search(value) or re.search("\r", value)
    return forbidden(found.group()) if found else ""


def forbidden(sign: str) -> str:
    """The sentence that refuses a character."""
    return _("holds the invisible character U+%(code)04X, which can deceive a reader; remove it.") % {
        "code": ord(sign)
    }
