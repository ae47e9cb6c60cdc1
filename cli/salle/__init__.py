# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Install, verify and document the computers of a public room."""

__version__ = "0.1.0"
