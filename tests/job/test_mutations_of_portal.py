# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken in the portal turns exactly its own checks red, on Debian 13 and 12 at once.

Only the checks of the role ``portal`` are run here, and what was broken is put back as it was.
"""

import pytest
from portal_mutations import MUTATIONS, Mutation
from practice_checks import PracticeChecks
from salle.verify.results import Verdict

from .conftest import Job

BOTH = ("poste-01", "poste-02")
"""Debian 13 and Debian 12."""
TYPED = [mutation for mutation in MUTATIONS if mutation.typed]


@pytest.fixture(scope="module")
def portal(job: Job) -> PracticeChecks:
    """The checks of the portal on two machines."""
    return job.some_checks("portal")


def test_a_few_mutations_are_tried_each_time() -> None:
    assert len(TYPED) >= 2


@pytest.mark.parametrize("mutation", TYPED, ids=lambda mutation: mutation.name)
def test_what_is_broken_turns_its_own_checks_red(portal: PracticeChecks, mutation: Mutation) -> None:
    portal.do(("sh", "-ec", mutation.do), BOTH)
    try:
        found = portal.verify(BOTH)
    finally:
        portal.do(("sh", "-ec", mutation.undo), BOTH)
    seen = {name: (one[Verdict.RED], one[Verdict.ORANGE]) for name, one in found.items()}
    assert seen == dict.fromkeys(BOTH, (set(mutation.red), set(mutation.orange)))


def test_everything_is_as_it_was(portal: PracticeChecks) -> None:
    found = portal.verify(BOTH)
    assert all(one[Verdict.GREEN] and not one[Verdict.RED] | one[Verdict.ORANGE] for one in found.values())
