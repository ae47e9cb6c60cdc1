# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs on a machine in place of the checks: figures of the browsers named, as JSON."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """One answer on standard output: browser -> mode -> figures."""
    sys.path[:0] = [str(HERE), str(HERE / "checks")]
    promise = json.loads(Path(os.environ["SALLE_PROMISE"]).read_text("utf-8"))
    found = {name: import_module(f"figures_{name}").measure(promise) for name in sys.argv[1:]}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
