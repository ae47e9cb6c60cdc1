# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs extensions the way Mozilla's service does, with an authority of our own."""

import base64
import datetime
import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from salle.xpi import cose
from salle.xpi.lists import COSE_LIST, COSE_SIGNATURE, JAR_DIGEST, JAR_LIST, JAR_SIGNATURE

ID = "essai@salle.example"
FILES = {"background.js": b"// nothing\n", "icons/icon.png": b"\x89PNG" * 40}
BEGAN = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
YEARS = datetime.timedelta(days=40_000)


@dataclass(frozen=True)
class Authority:
    """A root, and the one below it that signs signers."""

    root: Any
    key: Any
    certificate: x509.Certificate


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(subject: str, key: Any, issuer: str, signing: Any, *, authority: bool) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGAN)
        .not_valid_after(BEGAN + YEARS)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    return builder.sign(signing, SHA256())


@cache
def authority(label: str = "ours", *, may_sign: bool = True) -> Authority:
    """An authority of that name; the same at every call."""
    root, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    return Authority(root, key, certificate(label, key, "root", root, authority=may_sign))


def listing(files: Mapping[str, bytes]) -> bytes:
    """A list of digests, with a weak one that must not count."""
    parts = ["Manifest-Version: 1.0\n\n"]
    for file, content in files.items():
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        line = f"Name: {file}"
        folded = "\n ".join(line[at : at + 70] for at in range(0, len(line), 70))
        parts.append(
            f"{folded}\nDigest-Algorithms: SHA1 SHA256\nSHA1-Digest: AAAA\nSHA256-Digest: {digest}\n\n"
        )
    return "".join(parts).encode()


def head(kind: int, count: int) -> bytes:
    return cose._length(kind, count)


def bytes_(data: bytes) -> bytes:
    return head(2, len(data)) + data


def cose_signature(data: bytes, signed_for: str, by: Authority) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate(signed_for, key, subject_of(by), by.key, authority=False)
    between = by.certificate.public_bytes(Encoding.DER)
    body = head(5, 1) + b"\x04" + head(4, 1) + bytes_(between)
    signature_head = head(5, 2) + b"\x01\x26" + b"\x04" + bytes_(own.public_bytes(Encoding.DER))
    made = key.sign(cose.signed_bytes(body, signature_head, data), ec.ECDSA(SHA256()))
    numbers = b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(made))
    one = head(4, 3) + bytes_(signature_head) + b"\xa0" + bytes_(numbers)
    return b"\xd8\x62" + head(4, 4) + bytes_(body) + b"\xa0" + b"\xf6" + head(4, 1) + one


@cache
def signer_key() -> Any:
    """One for all: such keys take long to make."""
    return rsa.generate_private_key(65537, 2048)


def jar_signature(data: bytes, signed_for: str, by: Authority) -> bytes:
    key = signer_key()
    own = certificate(signed_for, key, subject_of(by), by.key, authority=False)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(own, key, SHA256())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.add_certificate(by.certificate).sign(Encoding.DER, options)


def subject_of(by: Authority) -> str:
    return str(by.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def manifest(id_: str | None = ID) -> bytes:
    named = {"browser_specific_settings": {"gecko": {"id": id_}}} if id_ else {}
    return json.dumps({"manifest_version": 2, "name": "Essai", "version": "1.0", **named}).encode()


def signed_files(
    id_: str = ID, *, by: Authority | None = None, named: str | None = ID, files: Mapping[str, bytes] = FILES
) -> dict[str, bytes]:
    """The files of a signed extension.

    Args:
        id_: the id it is signed for.
        by: who signs.
        named: the id in its manifest.json.
        files: its files besides.
    """
    by = by or authority()
    there = {"manifest.json": manifest(named), **files}
    there[COSE_LIST] = listing(there)
    there[COSE_SIGNATURE] = cose_signature(there[COSE_LIST], id_, by)
    there[JAR_LIST] = listing(there)
    digest = base64.b64encode(hashlib.sha256(there[JAR_LIST]).digest()).decode()
    there[JAR_DIGEST] = f"Signature-Version: 1.0\nSHA256-Digest-Manifest: {digest}\n\n".encode()
    there[JAR_SIGNATURE] = jar_signature(there[JAR_DIGEST], id_, by)
    return there


@cache
def good_files() -> Mapping[str, bytes]:
    """A good extension, made once."""
    return signed_files()


def write(path: Path, files: Mapping[str, bytes]) -> Path:
    """The extension as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for file, content in files.items():
            opened.writestr(file, content)
    return path
