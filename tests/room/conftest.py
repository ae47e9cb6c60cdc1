# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One practice room for all tests of this folder: real machines, which need root.

Nothing is skipped.  SALLE_WITHOUT_ROOM=1 leaves these tests out on a computer
that cannot hold a room; in continuous integration (CI=true) it changes nothing.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from salle.rehearsal.cache import cache_folder
from salle.rehearsal.opening import practice_room
from salle.rehearsal.releases import RELEASES
from salle.rehearsal.requirements import prepare
from salle.rehearsal.room import Room
from salle.site.model import Machine, Site

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the room's tests out where that was asked for, and say that they were not run."""
    if os.environ.get("SALLE_WITHOUT_ROOM") != "1" or os.environ.get("CI") == "true":
        return
    here = [item for item in items if item.path.is_relative_to(HERE)]
    config.hook.pytest_deselected(items=here)
    items[:] = [item for item in items if item not in here]


def make_site(folder: Path, machines: int = 2) -> Site:
    """A site of which only the machines' names and real addresses matter (RFC 5737)."""
    there = tuple(
        Machine(f"poste-{n:02}", f"192.0.2.{10 + n}", f"Poste {n}", f"A{n}") for n in range(1, machines + 1)
    )
    return Site(folder.name, folder, folder / "hosts.yml", there)


@pytest.fixture(scope="session")
def able_computer() -> Path:
    """The cache folder of a computer that can hold a practice room; a SalleError says what it lacks."""
    prepare(cache_folder(), 2, RELEASES, print)
    return cache_folder()


@pytest.fixture(scope="session")
def room(able_computer: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Two machines, Debian 13 and 12, switched on; removed after the last test.

    Their disks are limited, so that a test can fill one.
    """
    site = make_site(tmp_path_factory.mktemp("sites") / "essai")
    with practice_room(site, cache=able_computer, disk_megabytes=6000, say=print) as up:
        yield up
