# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The COSE signature of an XPI: ``cose.sig`` over ``cose.manifest`` (RFC 9052, section 4.1).

The body's protected header carries the certificates in between, that of a signature the signer's own
(both as "kid", label 4): so Mozilla's service makes it, and Firefox reads it.
"""

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from salle.i18n import _
from salle.xpi.refused import Refused
from salle.xpi.trust import Key, check_chain, key_of, read_certificate, verify

COSE_SIGN = 98
"""The CBOR tag of a message with any number of signatures."""
ALGORITHM, KEY_ID = 1, 4
ALGORITHMS: dict[int, tuple[HashAlgorithm, int]] = {
    -7: (SHA256(), 32),
    -35: (SHA384(), 48),
    -36: (SHA512(), 66),
}
"""ECDSA by its number (RFC 9053, table 1): the digest, and the bytes of each of the two numbers."""
DEEPEST = 8
NULL = b"\xf6"


class Reader:
    """As much of CBOR (RFC 8949) as COSE needs; a ValueError for anything else."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def whole(self) -> Any:
        """The one value that the bytes hold."""
        value = self._value(0)
        if self._at != len(self._data):
            raise ValueError("more follows")
        return value

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise ValueError("cut off")
        self._at += count
        return taken

    def _head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        kind, more = first >> 5, first & 0x1F
        if more < 24:
            return kind, more
        if more > 27:
            raise ValueError("no length")
        return kind, int.from_bytes(self._take(1 << (more - 24)), "big")

    def _value(self, depth: int) -> Any:
        kind, number = self._head()
        if depth > DEEPEST:
            raise ValueError("too deep")
        if kind in (2, 3):
            taken = self._take(number)
            return taken if kind == 2 else taken.decode()
        if kind == 4:
            return [self._value(depth + 1) for _ in range(self._possible(number))]
        if kind == 5:
            return {self._value(depth + 1): self._value(depth + 1) for _ in range(self._possible(number))}
        if kind == 6:
            return number, self._value(depth + 1)
        if kind == 7 and number == 22:
            return None
        if kind > 1:
            raise ValueError("not known")
        return number if kind == 0 else -1 - number

    def _possible(self, count: int) -> int:
        """A number of values that can still follow: each takes a byte at least."""
        if count > len(self._data) - self._at:
            raise ValueError("cut off")
        return count


def encode(*parts: bytes | str | None) -> bytes:
    """An array of texts, byte strings and nothing, in CBOR."""
    encoded = [_length(4, len(parts))]
    for part in parts:
        if part is None:
            encoded.append(NULL)
            continue
        raw = part.encode() if isinstance(part, str) else part
        encoded += [_length(3 if isinstance(part, str) else 2, len(raw)), raw]
    return b"".join(encoded)


def _length(kind: int, count: int) -> bytes:
    if count < 24:
        return bytes([kind << 5 | count])
    for more, size in ((24, 1), (25, 2), (26, 4)):
        if count < 1 << (8 * size):
            return bytes([kind << 5 | more]) + count.to_bytes(size, "big")
    raise ValueError("too long")


def signed_bytes(body: bytes, own: bytes, data: bytes) -> bytes:
    """What is signed: the headers of the body and of the signature, and the data.

    Where the RFC puts an empty byte string for data from outside, Mozilla's service and Firefox
    put null; measured on extensions that Mozilla signed.
    """
    return encode("Signature", body, own, None, data)


def check_cose(signature: bytes, data: bytes, root: Key) -> x509.Certificate:
    """Refuse a signature that was not made over the data by somebody the root vouches for.

    Returns:
        The signer's certificate.

    Raises:
        Refused: the signature is damaged, of something else, or not Mozilla's.
    """
    try:
        tag, (body, _unprotected, payload, signatures) = Reader(signature).whole()
        if tag != COSE_SIGN or payload is not None:
            raise ValueError("not a signature beside its data")
        between = [read_certificate(der) for der in Reader(body).whole()[KEY_ID]]
        ((own, _unprotected, raw),) = signatures
        head = Reader(own).whole()
        digest, size = ALGORITHMS[head[ALGORITHM]]
        signer = read_certificate(head[KEY_ID])
        if len(raw) != 2 * size:
            raise ValueError("length of the signature")
        key = key_of(signer)
        over = signed_bytes(body, own, data)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(_("its signature cannot be read")) from error
    check_chain(signer, between, root)
    numbers = (int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big"))
    if not isinstance(key, ec.EllipticCurvePublicKey) or not verify(
        key, encode_dss_signature(*numbers), over, digest
    ):
        raise Refused(_("its signature belongs to other files"))
    return signer
