# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python of the role ``browser``, loaded under the names it has on a machine."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROLE = Path(__file__).resolve().parents[2] / "roles" / "browser"


def load(path: Path, name: str) -> ModuleType:
    """A Python file of the role, which lies in no package; loaded once."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _shared(name: str) -> ModuleType:
    return load(ROLE / f"module_utils/{name}.py", f"ansible.module_utils.{name}")


words = _shared("firefox_words")
schema = _shared("firefox_schema")
files = _shared("firefox_files")
neighbours = _shared("firefox_neighbours")
module = load(ROLE / "library/firefox_policies.py", "firefox_policies")
filters = load(ROLE / "filter_plugins/browser_policies.py", "browser_policies_filters")
