# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An XPI as a zip archive: what is in it, within bounds."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salle.i18n import _
from salle.xpi.refused import Refused

LARGEST = 100_000_000
"""Bytes, as they lie on the disk and all unpacked; the extensions people use have some 10 MB."""
MOST_FILES = 20_000
ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What ``zipfile`` raises for an archive that is damaged, encrypted or packed in an unknown way."""


@dataclass(frozen=True)
class Archive:
    """The files of an XPI by name, without folders."""

    files: Mapping[str, bytes]

    def read(self, name: str) -> bytes:
        """A file of that name; empty when there is none."""
        return self.files.get(name, b"")

    @property
    def manifest_id(self) -> str:
        """The id that its manifest.json names; empty when it names none (the certificate does then)."""
        try:
            manifest = json.loads(_without_comments(self.read("manifest.json").decode("utf-8-sig")))
        except ValueError as error:
            raise Refused(_("its manifest.json cannot be read")) from error
        return _id_in(manifest)


def open_archive(path: Path) -> Archive:
    """Read all of an XPI.

    Raises:
        Refused: it is no zip archive, damaged, too large, holds a name twice, or no manifest.json.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_("it is too large for an extension"))
        with zipfile.ZipFile(path) as opened:
            archive = Archive(_read_all(opened))
    except ERRORS as error:
        raise Refused(_("it is no XPI: not a zip archive, or a damaged one")) from error
    if "manifest.json" not in archive.files:
        raise Refused(_("it is no extension: it holds no manifest.json"))
    return archive


def sha256_of(path: Path) -> str:
    """The digest of the file, as sha256sum prints it.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_all(opened: zipfile.ZipFile) -> dict[str, bytes]:
    """Two files of one name would let a reader check one and use the other."""
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
        raise Refused(_("it is too large for an extension"))
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise Refused(_("it holds two files of one name"))
    return {entry.filename: opened.read(entry) for entry in entries}


def _without_comments(text: str) -> str:
    """Firefox allows whole lines of comment in a manifest, which JSON does not know."""
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def _id_in(manifest: Any) -> str:
    """The id under the name of today, or the one of before (MDN, "browser_specific_settings")."""
    for name in ("browser_specific_settings", "applications"):
        value = manifest
        for step in (name, "gecko", "id"):
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str):
            return value
    return ""
