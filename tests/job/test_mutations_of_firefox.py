# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken in Firefox turns exactly the checks red that are named for it, on Debian 13 or 12.

Only the checks of the role ``browser`` are run here, and what was broken is put back as it was: the rest
is the matter of ``test_mutations.py``, which comes before.
"""

import json
from collections.abc import Iterator

import pytest
from firefox_mutations import BRING_BACK, FIREFOX, FORGET, KEEP, MUTATIONS, Mutation
from practice_checks import PracticeChecks, Verdicts
from salle.verify.results import Verdict

from .conftest import Job

TYPED = [mutation for mutation in MUTATIONS if mutation.typed]
BOTH = ("poste-01", "poste-02")
"""Debian 13 and Debian 12."""
PAIRS = [tuple(TYPED[start : start + 2]) for start in range(0, len(TYPED), 2)]
"""One on each machine; all were tried by hand on both systems."""


@pytest.fixture(scope="module")
def firefox(job: Job) -> Iterator[PracticeChecks]:
    """The checks of Firefox on two machines, which are whole when the tests begin and again at the end."""
    practice = job.some_checks(*FIREFOX)
    if not whole(practice.verify(BOTH)):
        assert job.deploy("--limit", ",".join(BOTH)).code == 0
    practice.do(KEEP, BOTH)
    yield practice
    practice.do(FORGET, BOTH)


def whole(verdicts: Verdicts) -> bool:
    return all(one[Verdict.GREEN] and not one[Verdict.RED] | one[Verdict.ORANGE] for one in verdicts.values())


def broken(verdicts: Verdicts) -> dict[str, tuple[list[str], list[str]]]:
    """Machine -> its red and its orange checks."""
    return {name: (sorted(one[Verdict.RED]), sorted(one[Verdict.ORANGE])) for name, one in verdicts.items()}


def test_firefox_left_alone_for_a_minute_contacts_only_what_it_needs(firefox: PracticeChecks) -> None:
    verdicts = firefox.verify(BOTH, {"idle_seconds": 60})
    assert broken(verdicts) == {name: ([], []) for name in BOTH}
    assert all("browser.idle" in verdicts[name][Verdict.GREEN] for name in BOTH)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "; ".join(one.name for one in pair))
def test_what_is_broken_turns_its_own_checks_red(firefox: PracticeChecks, pair: tuple[Mutation, ...]) -> None:
    on = dict(zip(BOTH, pair, strict=False))
    for machine, mutation in on.items():
        firefox.do(mutation.do, [machine])
    try:
        verdicts = firefox.verify(list(on))
    finally:
        for machine, mutation in on.items():
            firefox.do(BRING_BACK, [machine])
            if mutation.undo:
                firefox.do(mutation.undo, [machine])
    found = broken(verdicts)
    seen = {name: (set(found[name][0]) - on[name].late, set(found[name][1])) for name in on}
    assert seen == {name: (set(mutation.red), set(mutation.orange)) for name, mutation in on.items()}


def test_everything_is_as_it_was(job: Job, firefox: PracticeChecks) -> None:
    typed = job.salle("plan", job.site, "--practice", "--limit", ",".join(BOTH), "--json")
    assert typed.code == 0
    changes = {machine["machine"]: machine["changes"] for machine in json.loads(typed.out)["machines"]}
    assert changes == {name: [] for name in BOTH}
    assert whole(firefox.verify(BOTH))
