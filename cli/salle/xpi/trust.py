# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom we believe: Mozilla's key for signed extensions, and the way from it to a signer."""

import base64
import warnings
from collections.abc import Iterable
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from salle.i18n import _
from salle.xpi.refused import Refused

AMO_ROOT = """
MIICIDANBgkqhkiG9w0BAQEFAAOCAg0AMIICCAKCAgEAtLth11268Mt+vjD3in+Y4KAEjHzDc+5iVgXnCYL5U3+I
RyWy8zD7CFGrsyPRhKS3x3WesM0shTm+ADPg9ZsQFobmSdzAwCTn9wdUbOkKKx65fKqpTbTxqnqZ6TSXC6OybEqq
hNzVJu9jIKiB0YE0bKlLPuyyDxnu9utlPjf09Cz2FS3uK2dkQx6GmYWGO2vfuPZhziP4NmBQfvcmYxPl3aZU9pAY
AOD/HW+4uyNLSIuG9AdDesvTIS/gkWScsXRXtsAcpCV9eC7IXirDNWsx42Tuekija1vFQCUy5KUcQprIk69PH5z8
gypmnmdAbbLoInHYqXGaV64iBprGWyNdqucrsI0hC3ZA1elGo6Np/tsLObl6z9+Nl+9VoloQv3ReXc9SyrYwXZlJ
MWkDDj/7obVxCga2aNaLpw0UMdY+/kpEOARMIwd0hLa+1w1hjnDiJKCWVjwAnwSwtzyQgVo0wMgZbndAuZ9wsva3
oAAJziKiNbdehlNpWkYe3pSe4D0TYEIMC13mXBccOsL8ohHJgozhEOjzPFEI7YTrCpbMzIZSsL48jhg6M7ZKkgcv
7/gLMezltkO65VXymqy9JkRGXUjH6Mt804LTFQjNL4TZes3L3+RzTaKaBHYOcrl6NnIWdadSfqvOm9BuciUTHk9v
ojlWNhEN+7R66lFEZ3AsuLsCAQM=
"""
"""The public key of "root-ca-production-amo" (SubjectPublicKeyInfo, base64; its SHA-256 begins with
3317fa45154ac7da), as it lies in libxul.so of Debian's Firefox ESR 153.7 and Firefox 159. A room test
looks for it in the Firefox that is installed."""

Key = Any
STRONG = (SHA256, SHA384, SHA512)


def amo_root() -> Key:
    """Mozilla's key, which signs the certificates that sign extensions."""
    return load_der_public_key(base64.b64decode(AMO_ROOT))


def read_certificate(der: bytes) -> x509.Certificate:
    """A certificate.

    Raises:
        Refused: the bytes are none.
    """
    try:
        with warnings.catch_warnings():  # Mozilla's hold addresses that stricter readers warn of
            warnings.simplefilter("ignore")
            return x509.load_der_x509_certificate(der)
    except (x509.InvalidVersion, ValueError) as error:
        raise Refused(_("a certificate of its signature cannot be read")) from error


def check_chain(signer: x509.Certificate, between: Iterable[x509.Certificate], root: Key) -> None:
    """Refuse a signer whose certificate does not lead back to the root in one step.

    Dates are left to Firefox: it holds a renewed certificate in place of one that has run out.

    Raises:
        Refused: Mozilla did not sign.
    """
    for authority in between:
        vouched = _is_authority(authority) and _signed_by(authority, root)
        if vouched and _issued(authority, signer) and _signed_by(signer, key_of(authority)):
            return
    raise Refused(_("its signature is not Mozilla's"))


def key_of(certificate: x509.Certificate) -> Key:
    """The public key in a certificate.

    Raises:
        Refused: it is damaged, or of a kind that nobody here knows.
    """
    try:
        return certificate.public_key()
    except (UnsupportedAlgorithm, ValueError) as error:
        raise Refused(_("a certificate of its signature cannot be read")) from error


def name_of(signer: x509.Certificate) -> str:
    """What the certificate was made for: the id of the extension (its digest, where the id is long)."""
    try:
        names = signer.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except ValueError as error:
        raise Refused(_("a certificate of its signature cannot be read")) from error
    return str(names[0].value) if names else ""


def verify(key: Key, signature: bytes, data: bytes, digest: HashAlgorithm) -> bool:
    """Whether the signature (RSA PKCS #1 v1.5, or ECDSA in DER) over the data was made with the key."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(digest))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _issued(authority: x509.Certificate, signer: x509.Certificate) -> bool:
    try:
        return authority.subject == signer.issuer
    except ValueError:
        return False


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, UnsupportedAlgorithm, ValueError):
        return False


def _signed_by(certificate: x509.Certificate, key: Key) -> bool:
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return False
    if not isinstance(digest, STRONG):
        return False
    return verify(key, certificate.signature, certificate.tbs_certificate_bytes, digest)
