# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The portal of a room: a home page, and a demonstration of tracking, for this computer alone.

Standard library only (Python 3.11): it runs with whatever the system brings.
"""
