# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of our two languages a reader wants."""

from __future__ import annotations

LANGUAGES = ("fr", "en")
OTHER = {"fr": "en", "en": "fr"}


def wanted(accept: str) -> str:
    """The language of a header ``Accept-Language`` (RFC 9110, section 12.5.4); French for others."""
    weighted = []
    for position, part in enumerate(accept.split(",")[:20]):
        tag, _, weight = part.partition(";")
        language = tag.strip().lower().split("-")[0]
        if language in LANGUAGES:
            weighted.append((-_weight(weight), position, language))
    return min(weighted)[2] if weighted and min(weighted)[0] < 0 else "fr"


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def split(path: str, accept: str) -> tuple[str, str]:
    """The language that an address asks for, and the address without it.

    ``/en/guide`` is English; ``/guide`` is what the reader's browser prefers.
    """
    first, _, rest = path.lstrip("/").partition("/")
    return (first, f"/{rest}") if first in LANGUAGES else (wanted(accept), path)
