# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the portal: ``python3 -I <this folder>``, with the sockets that systemd holds."""

import sys

from salle_portal.serve import main

sys.exit(main())
