# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small blocker for Chromium, made and signed on the spot, so that no test needs somebody else's file.

The format is CRX3; see cli/salle/site/crx.py, which reads what this writes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BLOCKED = ("google-analytics.com", "hotjar.com", "criteo.net", "doubleclick.net")
MOMENT = (2026, 1, 1, 0, 0, 0)


def new_key() -> rsa.RSAPrivateKey:
    """A key as a developer has one."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def id_of(key: rsa.RSAPrivateKey) -> str:
    """The id of the extensions that this key signs."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in _digest(key).hex())


def manifest(**changes: Any) -> dict[str, Any]:
    """The manifest of a blocker without any code: rules that Chromium itself follows."""
    rules = {"id": "all", "enabled": True, "path": "rules.json"}
    return {
        "manifest_version": 3,
        "name": "Trial blocker",
        "version": "1.2.3",
        "permissions": ["declarativeNetRequest"],
        "declarative_net_request": {"rule_resources": [rules]},
        **changes,
    }


def pack(
    key: rsa.RSAPrivateKey, told: dict[str, Any] | None = None, blocked: Sequence[str] = BLOCKED
) -> bytes:
    """The signed file of an extension that blocks these sites."""
    rules = [
        {"id": number, "action": {"type": "block"}, "condition": {"urlFilter": f"||{site}^"}}
        for number, site in enumerate(blocked, start=1)
    ]
    return sign(key, _archive({"manifest.json": told or manifest(), "rules.json": rules}))


def sign(key: rsa.RSAPrivateKey, archive: bytes, own: bytes = b"") -> bytes:
    """The archive with the header that says whose it is, or claims to be (``own``, a SignedData)."""
    own = own or _field(1, _digest(key))
    message = b"CRX3 SignedData\x00" + len(own).to_bytes(4, "little") + own + archive
    signature = key.sign(message, padding.PKCS1v15(), SHA256())
    header = _field(2, _field(1, _public(key)) + _field(2, signature)) + _field(10000, own)
    return b"Cr24" + (3).to_bytes(4, "little") + len(header).to_bytes(4, "little") + header + archive


def _archive(files: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), json.dumps(content))
    return buffer.getvalue()


def _public(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _digest(key: rsa.RSAPrivateKey) -> bytes:
    return hashlib.sha256(_public(key)).digest()[:16]


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])
