# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An extension for Chromium in a file: whose it is, and whether anybody changed it since.

The format is CRX3: ``Cr24``, the number 3, the length of a header, the header
(a protocol buffer with public keys and their signatures), then a zip archive
(components/crx_file/crx3.proto and crx_verifier.cc in Chromium's sources).
The extension's id is made from one of those keys, so that a file whose
signatures hold and whose id is the expected one comes from that key's owner.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from salle.i18n import _

MAGIC = b"Cr24"
SIGNED = b"CRX3 SignedData\x00"
RSA_PROOF, ECDSA_PROOF, SIGNED_DATA = 2, 3, 10000
"""Fields of CrxFileHeader; in a proof 1 is the key and 2 the signature, in SignedData 1 is the id."""
OLDEST_MANIFEST = 3
"""Chromium 156 loads no extension with an older manifest."""
MAX_MANIFEST = 1_000_000


class CrxError(Exception):
    """The file is no extension that Chromium would take; the text says why, for people."""


@dataclass(frozen=True)
class Crx:
    """What an extension's file says of itself, its signatures verified."""

    id: str
    version: str
    name: str
    manifest_version: int
    sha256: str


def read_crx(data: bytes) -> Crx:
    """Read an extension's file and verify every signature in it.

    Args:
        data: the whole file.

    Raises:
        CrxError: it is not CRX3, was changed after it was signed, or holds no readable manifest.
    """
    header, archive = _parts(data)
    try:
        fields = list(_fields(header))
        signed = next(value for number, value in fields if number == SIGNED_DATA)
        own = next(value for number, value in _fields(signed) if number == 1)
        proofs = [
            (number, dict(_fields(value))) for number, value in fields if number in (RSA_PROOF, ECDSA_PROOF)
        ]
    except (StopIteration, ValueError, IndexError) as error:
        raise CrxError(_("its header is damaged")) from error
    message = SIGNED + len(signed).to_bytes(4, "little") + signed + archive
    for number, proof in proofs:
        _verify(number, proof.get(1, b""), proof.get(2, b""), message)
    if own not in [hashlib.sha256(proof[1]).digest()[:16] for _number, proof in proofs]:
        raise CrxError(_("nobody signed it with the key that its id stands for"))
    manifest = _manifest(archive)
    return Crx(
        id=_letters(own),
        version=str(manifest.get("version", "")),
        name=str(manifest.get("name", "")),
        manifest_version=int(manifest.get("manifest_version", 0)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """The header and the archive."""
    if data[:4] != MAGIC:
        raise CrxError(_("it is no Chromium extension (a .crx file begins with Cr24)"))
    format_, length = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8))
    if format_ != 3:
        raise CrxError(_("it has the old format %(number)d; Chromium takes CRX3 only") % {"number": format_})
    if len(data) <= 12 + length:
        raise CrxError(_("it is cut off"))
    return data[12 : 12 + length], data[12 + length :]


def _letters(digest: bytes) -> str:
    """An id as people see it: each half byte a letter from a to p."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest.hex())


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The length-delimited fields of a protocol buffer; CRX3's header has no others."""
    at = 0
    while at < len(data):
        key, at = _number(data, at)
        if key & 7 != 2:
            raise ValueError("a field of another kind")
        length, at = _number(data, at)
        if at + length > len(data):
            raise ValueError("a field that is cut off")
        yield key >> 3, data[at : at + length]
        at += length


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A varint and where the next byte is."""
    value = shift = 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise ValueError("a number that is too long")


def _verify(number: int, key: bytes, signature: bytes, message: bytes) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        public: Any = load_der_public_key(key)
        if number == RSA_PROOF and isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, padding.PKCS1v15(), SHA256())
        elif number == ECDSA_PROOF and isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, message, ec.ECDSA(SHA256()))
        else:
            raise CrxError(_("its signature is of another kind than its key"))
    except (InvalidSignature, ValueError, UnsupportedAlgorithm) as error:
        raise CrxError(_("it was changed after it was signed: its signature does not hold")) from error


def _manifest(archive: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened, opened.open("manifest.json") as file:
            manifest = json.loads(file.read(MAX_MANIFEST).decode("utf-8-sig"))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise CrxError(_("its manifest.json cannot be read")) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("manifest_version"), int):
        raise CrxError(_("its manifest.json cannot be read"))
    return manifest
