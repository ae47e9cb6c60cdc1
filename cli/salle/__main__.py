# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m salle``."""

import sys

from salle.main import main

sys.exit(main())
