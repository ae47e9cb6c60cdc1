# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the parts of the product lie, in a checkout and in an installed wheel.

In a checkout the folders stand beside ``cli/``; the wheel carries the same
folders below ``salle/data/`` (see ``pyproject.toml``), so that
``pipx install salle`` works from any folder.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds playbooks/, roles/, catalogue/, inventories/ and tests/verify/."""
    packaged = PACKAGE / "data"
    return packaged if packaged.is_dir() else PACKAGE.parents[1]


def playbooks() -> Path:
    """One playbook per verb."""
    return data_root() / "playbooks"


def roles() -> Path:
    """One role per concern of a machine."""
    return data_root() / "roles"


def catalogue() -> Path:
    """Applications, extensions, criteria, arguments."""
    return data_root() / "catalogue"


def shipped_inventories() -> Path:
    """The sites that come with the product: ``demo``."""
    return data_root() / "inventories"


def checks() -> Path:
    """The check files, one per role."""
    return data_root() / "tests" / "verify"
