# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken turns its own check red and nothing else; a deployment heals it.

Several promises are broken on each machine at once, each of another role, so that one verification and
one deployment judge them all.
"""

from dataclasses import dataclass

import pytest

from .conftest import Job


@dataclass(frozen=True)
class Mutation:
    """A promise broken: what was done, every check that must turn red, and those that may in time."""

    name: str
    command: str
    red: frozenset[str]
    late: frozenset[str] = frozenset()


def mutation(name: str, command: str, *red: str, late: str = "") -> Mutation:
    return Mutation(name, command, frozenset(red), frozenset(late.split()))


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
        late="browser.idle",  # Firefox then asks Mozilla's site for it
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
        "software.xournalpp.words",
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
    mutation(
        "the gate of the public account taken away",
        "DEBIAN_FRONTEND=noninteractive pam-auth-update --package --remove salle-public",
        "accounts.gate",
    ),
    mutation(
        "the public account not made as new at logout",
        "rm /etc/systemd/system/user-runtime-dir@2000.service.d/60-salle.conf; systemctl daemon-reload",
        "accounts.forgets_always",
    ),
    mutation(
        "the promise on the machine edited",
        'sed -i \'s/"public"/"personal"/\' /usr/share/salle/attestation/promise.json',
        "attestation.unchanged",
    ),
    mutation(
        "the verifying tool edited",
        "printf 'x' >>/usr/local/bin/verifier-ce-poste",
        "attestation.unchanged",
    ),
)
ROLES = [{check.split(".")[0] for check in one.red} for one in MUTATIONS]
ON = {"poste-01": (0, 2, 3, 5, 8), "poste-02": (1, 4, 9), "poste-03": (6, 7, 10)}
"""Machine -> the mutations it suffers, by their number."""


@pytest.fixture(scope="module", autouse=True)
def whole_room(job: Job) -> None:
    """The room is as it was promised when this file begins; also when it is run alone."""
    job.make_whole()


def test_each_promise_is_broken_once_and_no_two_of_a_role_on_one_machine() -> None:
    assert sorted(number for numbers in ON.values() for number in numbers) == list(range(len(MUTATIONS)))
    for numbers in ON.values():
        roles = [role for number in numbers for role in ROLES[number]]
        assert len(roles) == len(set(roles))


def test_each_broken_promise_is_red_with_its_remedy_and_healed_by_a_deployment(job: Job) -> None:
    broken = {machine: [MUTATIONS[number] for number in numbers] for machine, numbers in ON.items()}
    for machine, mutations in broken.items():
        for one in mutations:
            job.break_(machine, one.command)
    typed = job.verify()
    found, verdicts = job.checks("red"), job.verdicts()
    healed = job.deploy().code, job.checks("red")
    assert typed.code == 1
    late = {
        machine: {check for one in mutations for check in one.late} for machine, mutations in broken.items()
    }
    expected = {
        machine: {check for one in mutations for check in one.red} for machine, mutations in broken.items()
    }
    assert {machine: reds - late[machine] for machine, reds in found.items()} == expected
    for machine in broken:
        red = [one for one in verdicts[machine]["results"] if one["verdict"] == "red"]
        assert all(one["title"] and one["expected"] and one["found"] for one in red)
        assert all(f"salle deploy {job.site} --practice --limit {machine}" in one["remedy"] for one in red)
        assert all(one["title"] in typed.out for one in red)
    assert healed == (0, {machine: set() for machine in broken})
