# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The letters and the picture of the boot menu, in the formats that GRUB reads.

Runs on the machine: ``python3 - FOLDER JSON``.  Prints what it made anew.  Standard library only.
"""

import json
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

LETTERS = (
    "0x20-0x7e", "0xa0-0x24f", "0x370-0x3ff", "0x400-0x4ff", "0x5d0-0x5ea", "0x600-0x6ff",
    "0x2010-0x2027", "0x20ac-0x20ac", "0x2190-0x2193",
)  # fmt: skip
"""European alphabets, Hebrew, Arabic, dashes, quotes, the euro, arrows."""
SIDE = 20
"""Pixels."""


def letters(font):
    """A font file of GRUB: from an outline font, under a name, of a size in pixels."""
    words = ["-s", str(font["size"]), "-n", font["name"]]
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "font.pf2")
        ranges = [word for letter in LETTERS for word in ("-r", letter)]
        subprocess.run(["grub-mkfont", *words, *ranges, "-o", str(made), font["from"]], check=True)
        return made.read_bytes()


def picture(colour):
    """A PNG of one colour (#rrggbb), as GRUB reads it: 8 bit, not interlaced; as wide as a line's margin."""
    line = b"\0" + bytes.fromhex(colour[1:]) * SIDE
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(line * SIDE)),
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
    draft.replace(path)
    return True


def main(folder, wanted):
    """Make the fonts and the picture of the selected line."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {font["file"]: letters(font) for font in wanted["fonts"]}
    # the middle of the selected line, its left and its right end
    made |= {f"selected_{part}.png": picture(wanted["selected"]) for part in "cwe"}
    print(*[name for name, content in made.items() if write(folder / name, content)], sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
