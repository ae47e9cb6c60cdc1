# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a plan to a finished run: plan, runner, events, record, progress."""
