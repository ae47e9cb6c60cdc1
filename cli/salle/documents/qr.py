# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""QR codes that every telephone reads."""

from dataclasses import dataclass

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


@dataclass(frozen=True)
class Code:
    """A code as an SVG path in modules, quiet zone included in ``modules`` (its side)."""

    path: str
    modules: int


def encode(text: str) -> Code | None:
    """The code of a text, at error correction M or better; None when the text is too long for any.

    Never a Micro QR code, which telephones do not read.  To be drawn dark on light:
    readers miss inverted codes.
    """
    import segno

    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        return None
    rows = enumerate(code.matrix, QUIET_ZONE)
    dots = [f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row, QUIET_ZONE) if dark]
    return Code("".join(dots), int(code.symbol_size(border=QUIET_ZONE)[0]))
