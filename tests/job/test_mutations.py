# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken turns its own check red and nothing else; the remedy that is told heals it.

Everything is broken at once, so that one verification judges it all, and another what was healed.
"""

import shlex
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
import role_mutations
from firefox_mutations import Mutation, shell
from practice_checks import Verdicts
from salle import paths
from salle.verify.results import Verdict

from .conftest import Job


def mutation(name: str, command: str, *red: str, late: str = "") -> Mutation:
    return Mutation(name, shell(command), frozenset(red), late=frozenset(late.split()))


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
ON = {"poste-01": (0, 2, 3, 5, 8), "poste-02": (1, 9), "poste-03": (4, 6, 7, 10)}
"""Machine -> which of the mutations above it suffers; those of :mod:`role_mutations` come beside them."""
BROKEN = {
    machine: (*(MUTATIONS[number] for number in numbers), *role_mutations.ON[machine])
    for machine, numbers in ON.items()
}


@pytest.fixture(scope="module", autouse=True)
def whole_room(job: Job) -> None:
    """The room is as it was promised when this file begins; also when it is run alone."""
    job.make_whole()


def on_each(job: Job, commands: dict[str, list[tuple[str, ...]]]) -> None:
    """Run these commands as root, one after the other, on all machines at once."""
    practice = job.some_checks("base")
    with ThreadPoolExecutor(len(commands)) as pool:
        list(pool.map(lambda name: [practice.do(one, [name]) for one in commands[name]], commands))


def follow(job: Job, remedies: Iterable[str]) -> None:
    """Do what the remedies say, without the checks that follow; the same roles on their machines at once."""
    machines: dict[str, list[str]] = defaultdict(list)
    for remedy in sorted(set(remedies)):
        salle, deploy, site, practice, limit, machine, tags, roles = shlex.split(remedy)
        assert (salle, deploy, site, practice) == ("salle", "deploy", job.site, "--practice")
        assert (limit, tags) == ("--limit", "--tags")
        machines[roles].append(machine)
    for roles, names in sorted(machines.items()):
        job.apply(*names, tags=roles)


def after_a_minute(job: Job) -> Verdicts:
    """What all checks say, those of idle browsers once nobody has touched them for a minute."""
    roles = {folder.name for folder in paths.roles().iterdir() if folder.is_dir()}
    found = job.some_checks(*sorted(roles - {"attestation"})).verify((), {"idle_seconds": 60})
    for machine, verdicts in job.some_checks("attestation").verify().items():  # knows what was promised
        for verdict, checks in verdicts.items():
            found[machine][verdict] |= checks
    return found


def test_each_promise_is_broken_once_and_each_check_has_one_cause() -> None:
    assert sorted(number for numbers in ON.values() for number in numbers) == list(range(len(MUTATIONS)))
    for many in BROKEN.values():
        named = [check for one in many for check in (*one.red, *one.orange)]
        assert len(named) == len(set(named))


def test_each_broken_promise_is_red_and_healed_by_its_remedy(job: Job) -> None:
    on_each(job, {machine: [one.do for one in many] for machine, many in BROKEN.items()})
    typed = job.verify()
    found, advice, verdicts = job.checks("red"), job.checks("orange"), job.verdicts()
    red = [one for machine in verdicts.values() for one in machine["results"] if one["verdict"] == "red"]
    on_each(job, {machine: [one.undo for one in many if one.undo] for machine, many in BROKEN.items()})
    follow(job, [one["remedy"] for one in red])
    healed = after_a_minute(job)
    assert typed.code == 1
    for machine, many in BROKEN.items():
        late = frozenset().union(*(one.late for one in many))
        assert found[machine] - late == frozenset().union(*(one.red for one in many))
        assert advice[machine] == frozenset().union(*(one.orange for one in many))
    for one in red:
        assert one["title"]
        assert one["expected"]
        assert one["found"]
        assert f"--limit {one['machine']} --tags" in one["remedy"]
        assert one["title"] in typed.out
    assert {machine: one[Verdict.RED] | one[Verdict.ORANGE] for machine, one in healed.items()} == {
        machine: set() for machine in BROKEN
    }
    assert all({"browser.idle", "attestation.unchanged"} <= one[Verdict.GREEN] for one in healed.values())


def test_another_language_is_seen_and_healed(job: Job) -> None:
    """By the checks of one role: it changes what every other shows."""
    machine, checks = "poste-03", job.some_checks("base")
    on_each(job, {machine: [one.do for one in role_mutations.LANGUAGE]})
    found = checks.verify([machine])[machine][Verdict.RED]
    assert found == frozenset().union(*(one.red for one in role_mutations.LANGUAGE))
    job.apply(machine, tags="base")
    assert checks.verify([machine])[machine][Verdict.RED] == set()
