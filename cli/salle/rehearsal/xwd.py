# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the picture that Xvfb keeps in a file: an X window dump (XWDFile.h of the X.Org project)."""

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

HEADER = struct.Struct(">25I")
"""The 25 words of the header, the highest byte first."""

VERSION, Z_PIXMAP = 7, 2
COLOUR_BYTES = 12
"""What each entry of the colour map takes; it lies between header and pixels."""


def read(dump: bytes) -> "Image":
    """The picture in an X window dump with 32 bits a pixel, as Xvfb writes it at depth 24.

    Raises:
        ValueError: it is something else, or not whole.
    """
    from PIL import Image

    if len(dump) < HEADER.size:
        raise ValueError("no X window dump: too short")
    words = HEADER.unpack_from(dump)
    header_size, version, form, depth, width, height = words[:6]
    little, bits, line, colours = words[7] == 0, words[11], words[12], words[19]
    if (version, form, depth, bits) != (VERSION, Z_PIXMAP, 24, 32):
        raise ValueError(f"not the kind of X window dump Xvfb writes: {words[:13]}")
    pixels = dump[header_size + colours * COLOUR_BYTES :]
    if len(pixels) < line * height:
        raise ValueError("no X window dump: pixels are missing")
    return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX" if little else "XRGB", line, 1)
