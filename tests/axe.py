# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""axe-core, which finds what keeps people from using a page; to be run inside the page."""

from pathlib import Path

import axe_core_python

PROGRAM = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
