# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken in Firefox turns exactly the checks red that are named for it, on Debian 13 or 12.

Only the checks of the role ``browser`` are run here, and what was broken is put back as it was: the rest
is the matter of ``test_mutations.py``, which comes before.
"""

from collections.abc import Iterator

import pytest
from firefox_mutations import BRING_BACK, FIREFOX, FORGET, KEEP, MUTATIONS, Mutation, rounds
from practice_checks import PracticeChecks, Verdicts
from salle.verify.results import Verdict

from .conftest import Job

BOTH = ("poste-01", "poste-02")
"""Debian 13 and Debian 12."""
ROUNDS = rounds(MUTATIONS)
PAIRS = [tuple(ROUNDS[start : start + 2]) for start in range(0, len(ROUNDS), 2)]
"""A round on each machine; all were tried by hand on both systems."""


@pytest.fixture(scope="module")
def firefox(job: Job) -> Iterator[PracticeChecks]:
    """The checks of Firefox on two machines; its rules are put aside."""
    job.make_whole()
    practice = job.some_checks(*FIREFOX)
    practice.do(KEEP, BOTH)
    yield practice
    practice.do(FORGET, BOTH)


def broken(verdicts: Verdicts) -> dict[str, tuple[list[str], list[str]]]:
    """Machine -> its red and its orange checks."""
    return {name: (sorted(one[Verdict.RED]), sorted(one[Verdict.ORANGE])) for name, one in verdicts.items()}


def named(mutations: list[Mutation]) -> str:
    return "; ".join(one.name for one in mutations)


def test_firefox_left_alone_for_a_minute_contacts_only_what_it_needs(firefox: PracticeChecks) -> None:
    verdicts = firefox.verify(BOTH, {"idle_seconds": 60})
    assert broken(verdicts) == {name: ([], []) for name in BOTH}
    assert all("browser.idle" in verdicts[name][Verdict.GREEN] for name in BOTH)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " | ".join(map(named, pair)))
def test_what_is_broken_turns_its_own_checks_red(
    firefox: PracticeChecks, pair: tuple[list[Mutation], ...]
) -> None:
    on = dict(zip(BOTH, pair, strict=False))
    for machine, mutations in on.items():
        for mutation in mutations:
            firefox.do(mutation.do, [machine])
    try:
        verdicts = firefox.verify(list(on))
    finally:
        for machine, mutations in on.items():
            firefox.do(BRING_BACK, [machine])
            for mutation in mutations:
                if mutation.undo:
                    firefox.do(mutation.undo, [machine])
    found = broken(verdicts)
    for machine, mutations in on.items():
        red, late, orange = (
            {check for one in mutations for check in getattr(one, verdict)}
            for verdict in ("red", "late", "orange")
        )
        assert (machine, set(found[machine][0]) - (late - red), set(found[machine][1])) == (
            machine,
            red,
            orange,
        )


def test_everything_is_as_it_was(job: Job, firefox: PracticeChecks) -> None:
    assert firefox.parts == FIREFOX
    assert [one.changes for one in job.apply(*BOTH, tags="browser")] == [(), ()]
