# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of screens, made small enough to travel inside the page."""

import base64
import io
from pathlib import Path

LARGEST = (960, 720)
"""In pixels: sharp on half a printed page, and some 60 kB each."""
QUALITY = 80


def data_uri(path: Path) -> str | None:
    """The picture as a ``data:`` URI of a JPEG; None when it cannot be read as a picture."""
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG", "PPM", "BMP")) as picture:
            picture.draft("RGB", LARGEST)
            small = picture.convert("RGB")
        small.thumbnail(LARGEST)
        held = io.BytesIO()
        small.save(held, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return "data:image/jpeg;base64," + base64.b64encode(held.getvalue()).decode("ascii")
