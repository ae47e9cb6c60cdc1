# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of the role ``accounts``, loaded as they find each other on a machine."""

import sys
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parents[2] / "roles/accounts/files/public"
sys.path.insert(0, str(PROGRAMS))

import account  # noqa: E402
import folders  # noqa: E402
import gate  # noqa: E402
import home  # noqa: E402
import memory  # noqa: E402
import mounts  # noqa: E402
import places  # noqa: E402
import printing  # noqa: E402
import processes  # noqa: E402
import reset  # noqa: E402
import stamp  # noqa: E402

sys.path.remove(str(PROGRAMS))
__all__ = [
    "account",
    "folders",
    "gate",
    "home",
    "memory",
    "mounts",
    "places",
    "printing",
    "processes",
    "reset",
    "stamp",
]
