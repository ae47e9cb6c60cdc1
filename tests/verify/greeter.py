# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login screen, as LightDM understands its settings."""

import re


def settings(host) -> dict[str, str]:
    """What LightDM itself makes of all its files: name -> value."""
    done = host.run("/usr/sbin/lightdm --show-config")  # whose place is not on everybody's path
    return dict(re.findall(r"(?m)^[A-Z]\s+([a-z-]+)=(.*)$", done.stderr + done.stdout))
