# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python of the role ``multiboot``, loaded under the names it has on a machine."""

from pathlib import Path

from firefox_role import load

ROLE = Path(__file__).resolve().parents[2] / "roles" / "multiboot"
words, disks, owner, systems = (
    load(ROLE / f"module_utils/multiboot_{name}.py", f"ansible.module_utils.multiboot_{name}")
    for name in ("words", "disks", "owner", "systems")
)
look = load(ROLE / "library/multiboot_look.py", "multiboot_look")
