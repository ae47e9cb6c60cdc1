# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of roles, which lie in no package, loaded as modules."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROLES = Path(__file__).resolve().parents[2] / "roles"


def load(path: str) -> ModuleType:
    """A Python file below ``roles/``, as a module of its own: loaded anew at each call."""
    spec = importlib.util.spec_from_file_location(Path(path).stem.replace("-", "_"), ROLES / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
