# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The letters and the picture of the boot menu, in the formats that GRUB reads.

Runs on the machine: ``python3 - FOLDER JSON``.  Prints what it made anew.  Standard library only.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

LETTERS = (
    "0x20-0x7e", "0xa0-0x24f", "0x370-0x3ff", "0x400-0x4ff", "0x5d0-0x5ea", "0x600-0x6ff",
    "0x2010-0x2027", "0x20ac", "0x2190-0x2193",
)  # fmt: skip
"""European alphabets, Hebrew, Arabic, dashes, quotes, the euro, arrows: all in one font takes 1 MB."""


def letters(font, size):
    """A font file of GRUB, of that size in pixels."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "font.pf2")
        ranges = [word for letter in LETTERS for word in ("-r", letter)]
        subprocess.run(
            ["grub-mkfont", "-s", str(size), "-n", "Salle", *ranges, "-o", str(made), font], check=True
        )
        return made.read_bytes()


def picture(colour):
    """A PNG of 8 by 8 pixels of one colour (#rrggbb): 8 bit, not interlaced, which is all that GRUB reads."""
    line = b"\0" + bytes.fromhex(colour[1:]) * 8
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(line * 8)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, parts))


def chunk(part):
    """A chunk of a PNG: length, name, content, checksum."""
    name, content = part
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def write(path, content):
    """Put the content in place in one move; whether it was not there."""
    if path.is_file() and path.read_bytes() == content:
        return False
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.chmod(0o644)
    os.replace(draft, path)
    return True


def main(folder, wanted):
    """Make the fonts and the picture of the selected line."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {f"letters-{size}.pf2": letters(wanted["font"], size) for size in wanted["sizes"]}
    made["selected_c.png"] = picture(wanted["selected"])
    print(*[name for name, content in made.items() if write(folder / name, content)], sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
