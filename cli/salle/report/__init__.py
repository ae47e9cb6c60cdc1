# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page a person reads after a run, and the same as JSON and JUnit."""
