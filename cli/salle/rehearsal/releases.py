# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The systems a practice machine can have."""

RELEASES = ("trixie", "bookworm")
"""Debian's codenames, newest first."""

TITLES = {"trixie": "Debian 13", "bookworm": "Debian 12"}
"""What people call them."""
