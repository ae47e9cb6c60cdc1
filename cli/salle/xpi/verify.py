# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is this file the extension it shall be, signed by Mozilla and unchanged since?"""

import hashlib
from pathlib import Path

from salle.i18n import _
from salle.xpi import lists
from salle.xpi.archive import Archive, open_archive
from salle.xpi.cose import check_cose
from salle.xpi.pkcs7 import check_pkcs7
from salle.xpi.refused import Refused
from salle.xpi.trust import Key, amo_root, name_of

LONGEST_NAME = 64
"""Characters of a certificate's name (X.520, ub-common-name): for a longer id stands its SHA-256 digest."""


def check_extension(path: Path, wanted: str, root: Key | None = None) -> None:
    """Refuse a file that is not the extension of that id as Mozilla signed it.

    Args:
        path: the XPI.
        wanted: the id it shall have.
        root: the key that vouches for signers; Mozilla's when not given.

    Raises:
        Refused: with the reason, in words.
    """
    archive = open_archive(path)
    key = root or amo_root()
    named = archive.manifest_id
    if named and named != wanted:
        raise Refused(_("it is another extension, with the id %(id)s") % {"id": named[:80]})
    _check_both_are_there(archive)
    for signer in (_check_cose(archive, key), _check_jar(archive, key)):
        if signer != _certificate_name(wanted):
            raise Refused(_("Mozilla signed it for another id, %(id)s") % {"id": signer[:80]})


def _check_both_are_there(archive: Archive) -> None:
    there = [name for name in (lists.COSE_SIGNATURE, lists.JAR_SIGNATURE) if name in archive.files]
    if not there:
        raise Refused(_("it carries no signature; Firefox takes only extensions that Mozilla has signed"))
    if there == [lists.JAR_SIGNATURE]:
        raise Refused(
            _("it is signed in the old way only, which Firefox has refused since 127; take a newer version")
        )
    if there == [lists.COSE_SIGNATURE]:
        raise Refused(_("one of its two signatures is missing"))


def _check_cose(archive: Archive, root: Key) -> str:
    listing = archive.read(lists.COSE_LIST)
    signer = check_cose(archive.read(lists.COSE_SIGNATURE), listing, root)
    made_after = (
        lists.COSE_LIST,
        lists.COSE_SIGNATURE,
        lists.JAR_LIST,
        lists.JAR_DIGEST,
        lists.JAR_SIGNATURE,
    )
    lists.check_files(listing, archive.files, made_after)
    return name_of(signer)


def _check_jar(archive: Archive, root: Key) -> str:
    listing, digest = archive.read(lists.JAR_LIST), archive.read(lists.JAR_DIGEST)
    signer = check_pkcs7(archive.read(lists.JAR_SIGNATURE), digest, root)
    lists.check_list(digest, listing)
    lists.check_files(listing, archive.files, (lists.JAR_LIST, lists.JAR_DIGEST, lists.JAR_SIGNATURE))
    return name_of(signer)


def _certificate_name(id_: str) -> str:
    return id_ if len(id_) <= LONGEST_NAME else hashlib.sha256(id_.encode()).hexdigest()
