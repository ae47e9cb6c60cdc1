# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contrast between two colours, as the Web Content Accessibility Guidelines 2.2 define it."""

from collections.abc import Iterable

ENHANCED = 7.0
"""Success criterion 1.4.6 (level AAA), ordinary text."""


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), of a colour written ``#rrggbb``."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours written ``#rrggbb``: 1 (same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def require(inks: Iterable[str], grounds: Iterable[str], at_least: float = ENHANCED) -> None:
    """Refuse a palette in which some ink is hard to read on some ground.

    Args:
        inks: the colours of text.
        grounds: every colour that may lie behind it, each stop of a gradient included.
        at_least: the lowest contrast ratio allowed.

    Raises:
        ValueError: naming the first pair that is too close.
    """
    behind = tuple(grounds)
    for ink in inks:
        for ground in behind:
            if ratio(ink, ground) < at_least:
                raise ValueError(f"{ink} on {ground}: contrast {ratio(ink, ground):.2f}, needed {at_least:g}")
