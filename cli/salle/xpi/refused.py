# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an extension is refused."""


class Refused(Exception):
    """The file is not an extension that Firefox would take; the text is for people, translated."""
