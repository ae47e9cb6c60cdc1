# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken turns its own check red and nothing else; a deployment heals it.

Three things are broken at a time, one on each machine.
"""

from dataclasses import dataclass

import pytest

from .conftest import Job


@dataclass(frozen=True)
class Mutation:
    """A promise broken: what was done, and every check that must turn red."""

    name: str
    command: str
    red: frozenset[str]


def mutation(name: str, command: str, *red: str) -> Mutation:
    return Mutation(name, command, frozenset(red))


POLICIES = "/etc/firefox/policies/policies.json"
MUTATIONS = (
    mutation(
        "uBlock Origin removed",
        "DEBIAN_FRONTEND=noninteractive apt-get -qq purge -y webext-ublock-origin-firefox",
        "browser.blocker",
        "browser.trackers",
        "browser.counter",
        "browser.ahead",
        "browser.toolbar",
        "portal.broken",
    ),
    mutation(
        "policies.json edited",
        f'sed -i \'s/"ShowHomeButton": true/"ShowHomeButton": false/\' {POLICIES}',
        "browser.policies_promised",
        "browser.toolbar",
    ),
    mutation(
        "wallpaper file replaced",
        "cd /usr/share/salle/wallpaper; for one in slide-*.png; do cp plain-${one#slide-} $one; done",
        "wallpaper.pictures",
        "wallpaper.desktop",
        "wallpaper.unknown_screen",
    ),
    mutation(
        "a profile application purged",
        "DEBIAN_FRONTEND=noninteractive apt-get -qq purge -y xournalpp",
        "software.xournalpp.menu",
        "software.xournalpp.starts",
        "software.xournalpp.french",
        "packages.installed",
    ),
    mutation("the public user added to sudo", "adduser --quiet public sudo", "accounts.public_power"),
    mutation(
        "keyboard set to us",
        "sed -i s/XKBLAYOUT=.*/XKBLAYOUT=us/ /etc/default/keyboard; setupcon --save-only",
        "base.keyboard",
        "base.keyboard_console",
    ),
    mutation(
        "security updates switched off",
        'sed -i \'s/"1"/"0"/\' /etc/apt/apt.conf.d/60-salle-security-updates; '
        "systemctl disable --now -q apt-daily-upgrade.timer",
        "base.security_updates",
    ),
)
ROUNDS = [MUTATIONS[start : start + 3] for start in range(0, len(MUTATIONS), 3)]


@pytest.fixture(scope="module", autouse=True)
def whole_room(job: Job) -> None:
    """The room is as it was promised when this file begins; also when it is run alone."""
    if job.deploy().code != 0:
        pytest.fail("the room is not whole before anything is broken")


@pytest.mark.parametrize("broken", ROUNDS, ids=lambda round_: ", ".join(one.name for one in round_))
def test_each_broken_promise_is_red_with_its_remedy_and_healed_by_a_deployment(
    job: Job, broken: tuple[Mutation, ...]
) -> None:
    machines = [machine.name for machine in job.room.machines]
    on = dict(zip(machines, broken, strict=False))
    for machine, one in on.items():
        job.break_(machine, one.command)
    typed = job.verify()
    found, verdicts = job.checks("red"), job.verdicts()
    healed = job.deploy().code, job.checks("red")
    assert typed.code == 1
    assert found == {machine: set(on[machine].red) if machine in on else set() for machine in machines}
    for machine in on:
        red = [one for one in verdicts[machine]["results"] if one["verdict"] == "red"]
        assert all(one["title"] and one["expected"] and one["found"] for one in red)
        assert all(f"salle deploy {job.site} --practice --limit {machine}" in one["remedy"] for one in red)
        assert all(one["title"] in typed.out for one in red)
    assert healed == (0, {machine: set() for machine in machines})
