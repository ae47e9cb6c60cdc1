# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed extensions of Firefox (XPI files), verified before a machine sees them.

An XPI is a zip archive. Mozilla signs it twice, each time over a list of digests of all its files:

- ``META-INF/cose.sig``, a COSE signature (RFC 9052) over ``cose.manifest``;
- ``META-INF/mozilla.rsa``, a PKCS #7 signature (RFC 2315) over ``mozilla.sf``, which holds the digest of
  ``manifest.mf``; that list names the two files of the first signature too.

Both must be good. What is verified here and what Firefox verifies: decisions/014.
"""
