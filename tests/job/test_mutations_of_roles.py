# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each promise of the other roles, broken, turns its own check red and nothing else; deploying heals it."""

from concurrent.futures import ThreadPoolExecutor

from role_mutations import ON
from salle.verify.results import Verdict

from .conftest import Job

MUTATIONS = {machine: [one for many in roles.values() for one in many] for machine, roles in ON.items()}


def looked_at(job: Job) -> dict[str, dict[Verdict, set[str]]]:
    """What the checks of the roles that are broken on a machine say, on all machines at once."""
    checks = {machine: job.some_checks(*roles) for machine, roles in ON.items()}
    with ThreadPoolExecutor(len(ON)) as pool:
        return dict(zip(ON, pool.map(lambda name: checks[name].verify([name])[name], ON), strict=True))


def on_each(job: Job, commands: dict[str, list[tuple[str, ...]]]) -> None:
    """Run these commands as root, one after the other, on all machines at once."""
    practice = job.some_checks("base")
    with ThreadPoolExecutor(len(commands)) as pool:
        list(pool.map(lambda name: [practice.do(one, [name]) for one in commands[name]], commands))


def test_each_promise_that_is_broken_is_seen_and_healed(job: Job) -> None:
    job.make_whole()
    on_each(job, {machine: [one.do for one in many] for machine, many in MUTATIONS.items()})
    seen = looked_at(job)
    on_each(job, {machine: [one.undo for one in many if one.undo] for machine, many in MUTATIONS.items()})
    for machine, many in MUTATIONS.items():
        assert seen[machine][Verdict.RED] == frozenset().union(*(one.red for one in many))
        assert seen[machine][Verdict.ORANGE] == frozenset().union(*(one.orange for one in many))
    job.apply()
    healed = looked_at(job)
    assert {name: (found[Verdict.RED], found[Verdict.ORANGE]) for name, found in healed.items()} == {
        name: (set(), set()) for name in ON
    }
