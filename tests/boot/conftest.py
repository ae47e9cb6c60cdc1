# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk with three systems for each release of Debian, and the role played on it.  Needs root."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from boot_disk import WINDOWS, Disk, disk, own_mounts
from boot_role import Played, Role
from boot_screen import Screen, started
from PIL import Image
from salle.rehearsal.cache import cache_folder
from salle.rehearsal.image import ensure_images
from salle.rehearsal.mirrors import own_mirrors
from salle.rehearsal.requirements import prepare

RELEASES = ("trixie",)
"""GRUB 2.06 of Debian 12 finds no drive behind a partition of a loop device: its menu was not seen."""


@dataclass
class Computer:
    """A computer with three systems, its role, and what the first run said."""

    disk: Disk
    role: Role
    before: dict[int, str]
    first: Played
    photos: dict[str, Image.Image] = field(default_factory=dict)


@pytest.fixture(scope="session", autouse=True)
def _own_mounts() -> None:
    """What is mounted here goes with this process, however it ends."""
    own_mounts()


@pytest.fixture(scope="session", params=RELEASES)
def computer(request: pytest.FixtureRequest) -> Iterator[Computer]:
    """Debian beside Windows and another Linux, after the role was played once."""
    cache, release = cache_folder(), request.param
    prepare(cache, 1, [release], print)
    base = ensure_images([release], cache, own_mirrors().proxy or "DIRECT", print)[release]
    with disk(cache / "boot-disk", base) as there:
        role = Role(there)
        before = {0: there.digest(0), WINDOWS: there.digest(WINDOWS)}
        yield Computer(there, role, before, role.play())


@pytest.fixture
def screen(computer: Computer, tmp_path: Path) -> Iterator[Screen]:
    """The computer, switched on."""
    computer.disk.run("sync")
    with started(computer.disk.image, tmp_path / "qemu") as there:
        yield there
