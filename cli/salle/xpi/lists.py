# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of digests in META-INF, and whether the files are the listed ones.

The format is that of Java's signed archives (JAR File Specification, "JAR Manifest"): sections of
``Name: value`` lines between empty lines; a line that begins with a space goes on with the one before.
"""

import base64
import binascii
import hashlib
from collections.abc import Collection, Mapping

from salle.i18n import _
from salle.xpi.refused import Refused

FOLDER = "META-INF/"
COSE_LIST, COSE_SIGNATURE = FOLDER + "cose.manifest", FOLDER + "cose.sig"
JAR_LIST, JAR_DIGEST, JAR_SIGNATURE = (
    FOLDER + "manifest.mf",
    FOLDER + "mozilla.sf",
    FOLDER + "mozilla.rsa",
)
DIGEST = "SHA256-Digest"
"""The only one that counts: SHA-1 and MD5, which stand beside it, can be forged."""

Section = Mapping[str, str]


def sections(text: bytes) -> list[Section]:
    """The sections of a list; the first tells of the list itself.

    Raises:
        Refused: it is no such list.
    """
    try:
        lines = text.decode("utf-8").replace("\r\n", "\n").replace("\n ", "").split("\n\n")
        return [dict(_pair(line) for line in part.split("\n") if line) for part in lines if part.strip()]
    except ValueError as error:
        raise Refused(_("a list of its signature cannot be read")) from error


def _pair(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(": ")
    if not colon:
        raise ValueError(line)
    return name, value


def check_files(listing: bytes, files: Mapping[str, bytes], unlisted: Collection[str]) -> None:
    """Hold each file against the digest in a list.

    Args:
        listing: the list.
        files: every file of the archive.
        unlisted: the files that the list cannot name: itself, and what was made after it.

    Raises:
        Refused: a file was changed, added or removed after signing.
    """
    digests: dict[str, str] = {}
    for section in sections(listing)[1:]:
        if section.get("Name") in digests:
            raise Refused(_("a list of its signature names a file twice"))
        digests[section.get("Name", "")] = section.get(DIGEST, "")
    for name, content in files.items():
        if name not in unlisted and not same(digests.pop(name, ""), content):
            raise Refused(_("%(file)s was changed or added after Mozilla signed it") % {"file": name[:80]})
    if left := sorted(set(digests) - set(unlisted)):
        raise Refused(_("%(file)s was removed after Mozilla signed it") % {"file": left[0][:80]})


def check_list(jar_digest: bytes, jar_list: bytes) -> None:
    """Hold ``manifest.mf`` against the digest in ``mozilla.sf``.

    Raises:
        Refused: it was changed after signing.
    """
    head = next(iter(sections(jar_digest)), {})
    if not same(head.get(f"{DIGEST}-Manifest", ""), jar_list):
        raise Refused(_("%(file)s was changed or added after Mozilla signed it") % {"file": JAR_LIST})


def same(digest: str, content: bytes) -> bool:
    """Whether the digest, in base64, is that of the content."""
    try:
        return base64.b64decode(digest, validate=True) == hashlib.sha256(content).digest()
    except binascii.Error:
        return False
