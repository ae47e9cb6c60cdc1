# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m salle``."""

import os
import sys
from pathlib import Path

from salle.main import main


def _mend() -> None:
    """Start the launcher once more, so that it makes ``.venv`` again.

    A cut set-up or a stick pulled out too early leaves files that the launcher's
    cheap look at the stamp cannot judge; that click does not import shows it.
    """
    launcher = os.environ.get("SALLE_LAUNCHER")
    if launcher and "SALLE_MENDED" not in os.environ:
        Path(sys.prefix, "salle-stamp").unlink(missing_ok=True)
        os.environ["SALLE_MENDED"] = "1"
        os.execv(launcher, [launcher, *sys.argv[1:]])  # noqa: S606 - no shell is wanted


try:
    import click  # noqa: F401 - the one library without which not even an error can be told
except Exception:
    _mend()
    raise

sys.exit(main())
