# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where text may stand on a desktop picture: clear of icons, panels and cropped edges.

All measures but ``scale`` are in units of a grid at least 1366 wide and 768 high.
"""

from dataclasses import dataclass

GRID_WIDTH, GRID_HEIGHT = 1366, 768
ICONS = 160
"""Xfce and MATE put the desktop's icons left of this."""
TOP_PANEL, BOTTOM_PANEL = 30, 70
"""What the desktops' panels cover at most."""
SMALLEST = 26
"""The smallest text, for somebody who stands behind the chair."""


@dataclass(frozen=True)
class Frame:
    """The whole picture (``width`` x ``height``) and the part for text, in grid units."""

    scale: float
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def room(self) -> float:
        """How wide the part for text is."""
        return self.right - self.left


def frame(width: int, height: int) -> Frame:
    """The frame of a picture of that size, in pixels.

    Desktops fill the screen and crop what is too much, so text keeps to the
    largest 4:3 part in the middle.
    """
    scale = min(width / GRID_WIDTH, height / GRID_HEIGHT)
    w, h = width / scale, height / scale
    beside = max(0.0, (w - h * 4 / 3) / 2)
    above = max(0.0, (h - w * 3 / 4) / 2)
    return Frame(
        scale,
        w,
        h,
        left=max(ICONS, beside) + 2,
        top=max(TOP_PANEL, above) + 10,
        right=w - max(beside, 44) - 2,
        bottom=h - max(BOTTOM_PANEL, above) - 4,
    )
