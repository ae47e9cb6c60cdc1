# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command tells the shell when it ends (design, section 4)."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    OK = 0
    FAILED = 1
    """At least one machine failed or has a red check."""
    USAGE = 2
    """Click's own code for wrong usage."""
    UNREACHABLE = 3
    """Nothing failed, but machines could not be reached."""
    SITE_INVALID = 4
    """The site's data is wrong; no machine was contacted."""
    LACKING = 5
    """This computer lacks something, or another run holds the site."""
    INTERRUPTED = 130
