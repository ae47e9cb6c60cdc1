# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PKCS #7 signature of an XPI: ``mozilla.rsa`` over ``mozilla.sf`` (RFC 2315, section 9).

The library reads the certificates; it has no function that verifies such a signature, so the few
fields of the signer are read here. Mozilla's service still signs them with SHA-1: it is accepted
here alone, beside the COSE signature, as Firefox does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, Hash, HashAlgorithm

from salle.i18n import _
from salle.xpi.refused import Refused
from salle.xpi.trust import Key, check_chain, key_of, read_certificate, verify

SEQUENCE, SET, INTEGER, OCTETS, OBJECT, FIELD_0 = 0x30, 0x31, 0x02, 0x04, 0x06, 0xA0
"""Tags of DER (X.690)."""
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
DIGESTS: dict[bytes, HashAlgorithm] = {
    bytes.fromhex("2b0e03021a"): SHA1(),  # noqa: S303 - see above
    bytes.fromhex("608648016503040201"): SHA256(),
    bytes.fromhex("608648016503040202"): SHA384(),
    bytes.fromhex("608648016503040203"): SHA512(),
}


@dataclass(frozen=True)
class Item:
    """A value in DER: its tag, what is in it, and all of it."""

    tag: int
    content: bytes
    whole: bytes

    def inside(self) -> list["Item"]:
        """The values in it."""
        return list(items(self.content))

    def expect(self, tag: int) -> "Item":
        """Itself, when it has that tag."""
        if self.tag != tag:
            raise ValueError(f"tag {self.tag:#x} in place of {tag:#x}")
        return self


def items(data: bytes) -> Iterator[Item]:
    """The values that stand one after the other; a ValueError when they are not DER."""
    at = 0
    while at < len(data):
        begin = at
        tag, length, at = data[at], data[at + 1 : at + 2], at + 2
        if not length or tag & 0x1F == 0x1F:
            raise ValueError("not DER")
        size = length[0]
        if size & 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + size > len(data):
            raise ValueError("cut off")
        yield Item(tag, data[at : at + size], data[begin : at + size])
        at += size


def check_pkcs7(signature: bytes, data: bytes, root: Key) -> x509.Certificate:
    """Refuse a signature that was not made over the data by somebody the root vouches for.

    Returns:
        The signer's certificate.

    Raises:
        Refused: the signature is damaged, of something else, or not Mozilla's.
    """
    try:
        certificates, signer = _parts(signature)
        number = signer[1].expect(SEQUENCE).inside()[1].expect(INTEGER).content
        serial = int.from_bytes(number, "big", signed=True)
        digest = DIGESTS[signer[2].expect(SEQUENCE).inside()[0].expect(OBJECT).content]
        attributes = signer[3] if signer[3].tag == FIELD_0 else None
        signed = signer[5 if attributes else 4].expect(OCTETS).content
        told = _told_digest(attributes) if attributes else b""
    except (ValueError, IndexError, KeyError) as error:
        raise Refused(_("its signature cannot be read")) from error
    own = next((one for one in certificates if one.serial_number == serial), None)
    if own is None:
        raise Refused(_("its signature is not Mozilla's"))
    check_chain(own, certificates, root)
    over = data
    if attributes:
        if told != _digest(data, digest):
            raise Refused(_("its signature belongs to other files"))
        over = bytes([SET]) + attributes.whole[1:]
    if not verify(key_of(own), signed, over, digest):
        raise Refused(_("its signature belongs to other files"))
    return own


def _parts(signature: bytes) -> tuple[list[x509.Certificate], list[Item]]:
    """The certificates, and the fields of the one signer."""
    (outer,) = items(signature)
    kind, wrapped = outer.expect(SEQUENCE).inside()
    if kind.expect(OBJECT).content != SIGNED_DATA:
        raise ValueError("no signed data")
    fields = wrapped.expect(FIELD_0).inside()[0].expect(SEQUENCE).inside()
    (held,) = (field for field in fields if field.tag == FIELD_0)
    (signer,) = fields[-1].expect(SET).inside()
    return [read_certificate(one.whole) for one in held.inside()], signer.expect(SEQUENCE).inside()


def _told_digest(attributes: Item) -> bytes:
    """The digest of the data among the signed attributes."""
    for attribute in attributes.inside():
        kind, values = attribute.expect(SEQUENCE).inside()
        if kind.content == MESSAGE_DIGEST:
            (value,) = values.expect(SET).inside()
            return value.expect(OCTETS).content
    raise ValueError("no digest")


def _digest(data: bytes, algorithm: HashAlgorithm) -> bytes:
    made = Hash(algorithm)
    made.update(data)
    return made.finalize()
