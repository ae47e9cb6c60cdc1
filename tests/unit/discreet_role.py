# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python of the role ``discreet``, loaded under the names it has on a machine."""

from pathlib import Path
from types import ModuleType

from firefox_role import load

ROLE = Path(__file__).resolve().parents[2] / "roles" / "discreet"


def _shared(name: str) -> ModuleType:
    return load(ROLE / f"module_utils/{name}.py", f"ansible.module_utils.{name}")


words = _shared("discreet_words")
entries = _shared("discreet_entries")
facts = _shared("discreet_facts")
reasons = _shared("discreet_reasons")
survey = _shared("discreet_survey")
files = _shared("discreet_files")
panels = _shared("discreet_panels")
environment = _shared("discreet_environment")
alternatives = _shared("discreet_alternatives")
plan = _shared("discreet_plan")
module = load(ROLE / "library/discreet_programs.py", "discreet_programs")
