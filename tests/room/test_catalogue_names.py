# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every name of the catalogue exists in the archives of today, and each profile can be installed whole.

Names disappear between two releases; this test is what tells.
"""

from typing import Any

import pytest
from salle.catalogue import load_catalogue

CATALOGUE = load_catalogue()
ALL = tuple(one.id for one in CATALOGUE.applications)
WISHES = [*((profile,) for profile in CATALOGUE.profiles), ("everything",)]


def packages(wish: str, system: str) -> list[str]:
    """The packages of a profile, or of the whole catalogue, on a system."""
    chosen = CATALOGUE.chosen([], ALL) if wish == "everything" else CATALOGUE.chosen([wish])
    return sorted({package for one in chosen for package in one.packages_on(system)})


@pytest.mark.parametrize(("wish",), WISHES)
@pytest.mark.parametrize("release", ["debian12", "debian13"])
def test_a_profile_can_be_installed_whole(room: Any, release: str, wish: str) -> None:
    machine = room.machine_with(release)
    machine.run(["apt-get", "update", "-q"])
    names = packages(wish, release)
    assert names
    simulated = machine.run(["apt-get", "--simulate", "-q", "--no-install-recommends", "install", *names])
    assert simulated.returncode == 0, simulated.stderr
