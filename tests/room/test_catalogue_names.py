# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every name of the catalogue exists in the archives of today, and each profile can be installed whole.

Names disappear between two releases; this is what tells.
"""

import re
import shlex
import subprocess

import pytest
from salle.catalogue import load_catalogue
from salle.rehearsal.machine import PracticeMachine
from salle.rehearsal.room import Room

CATALOGUE = load_catalogue()
SYSTEMS = {"bookworm": "debian12", "trixie": "debian13"}


def packages(profile: str, system: str) -> list[str]:
    """The packages of a profile on a system; ``option``: those of applications in no profile."""
    loose = [one.id for one in CATALOGUE.applications if not one.profiles]
    chosen = CATALOGUE.chosen([], loose) if profile == "option" else CATALOGUE.chosen([profile])
    return sorted({package for one in chosen for package in one.packages_on(system)})


def on(room: Room, machine: PracticeMachine, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a machine, in plain English."""
    return subprocess.run([*room.ssh(machine.name), f"LC_ALL=C {command}"], capture_output=True, text=True)


@pytest.fixture(scope="module")
def machines(room: Room) -> dict[str, PracticeMachine]:
    """One machine per release, with today's package lists."""
    found = {machine.release: machine for machine in room.machines}
    for machine in found.values():
        fetched = on(room, machine, "sudo apt-get update -q -o APT::Update::Error-Mode=any")
        assert fetched.returncode == 0, fetched.stderr
    return found


@pytest.mark.parametrize("profile", [*CATALOGUE.profiles, "option"])
@pytest.mark.parametrize("release", SYSTEMS)
def test_a_profile_can_be_installed_whole(
    room: Room, machines: dict[str, PracticeMachine], release: str, profile: str
) -> None:
    names = packages(profile, SYSTEMS[release])
    assert names
    words = shlex.join(names)
    simulated = on(room, machines[release], f"apt-get --simulate -q --no-install-recommends install {words}")
    assert simulated.returncode == 0, simulated.stderr


@pytest.mark.parametrize("release", SYSTEMS)
def test_every_language_of_an_application_can_be_had(
    room: Room, machines: dict[str, PracticeMachine], release: str
) -> None:
    languages = {code for one in CATALOGUE.applications for code in one.entry.get("languages", {})}
    names = {
        package
        for one in CATALOGUE.applications
        for code in languages
        for package in one.packages_on(SYSTEMS[release], code)
    }
    assert len(languages) > 10
    words = shlex.join(sorted(names))
    shown = on(room, machines[release], f"apt-cache policy {words}").stdout
    there = set(re.findall(r"(?m)^(\S+):\n  Installed: .*\n  Candidate: [^(]", shown))
    assert names - there == set()


@pytest.mark.parametrize("release", SYSTEMS)
def test_a_name_that_does_not_exist_would_be_found_out(
    room: Room, machines: dict[str, PracticeMachine], release: str
) -> None:
    simulated = on(room, machines[release], "apt-get --simulate -q install no-such-package")
    assert simulated.returncode != 0
    assert "Unable to locate package no-such-package" in simulated.stderr
