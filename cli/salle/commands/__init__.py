# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verbs: one thin module each; parse options, call three or four functions, choose the exit code."""
