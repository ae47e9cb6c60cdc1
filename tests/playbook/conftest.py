# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real ansible-playbook on this computer: a room of machines that are all this one."""

from pathlib import Path

import pytest
from local_room import LOCAL, Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room of one machine, ``poste-01``, which is this computer."""
    return Room(tmp_path, {"poste-01": LOCAL})


@pytest.fixture
def rooms(tmp_path: Path):
    """Make a room with these connection variables per machine."""
    return lambda connections: Room(tmp_path, connections)
