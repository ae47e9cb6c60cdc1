# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken in the third machine's Chromium turns exactly the checks red that are named for it.

Only the checks of Chromium are run here, and what was broken is put back as it was.
"""

from collections.abc import Iterator

import pytest
from chromium_mutations import BRING_BACK, CHROMIUM, FORGET, KEEP, MUTATIONS
from firefox_mutations import Mutation, rounds
from practice_checks import PracticeChecks
from salle.verify.results import Verdict

from .conftest import Job

MACHINE = "poste-03"
"""The one that has Chromium."""


@pytest.fixture(scope="module")
def chromium(job: Job) -> Iterator[PracticeChecks]:
    """The checks of Chromium on its machine; its rules are put aside."""
    practice = job.some_checks(CHROMIUM)
    practice.do(KEEP, [MACHINE])
    yield practice
    practice.do(FORGET, [MACHINE])


def seen(practice: PracticeChecks) -> dict[Verdict, set[str]]:
    return practice.verify([MACHINE])[MACHINE]


def test_chromium_is_as_promised_before_anything_is_broken(chromium: PracticeChecks) -> None:
    found = seen(chromium)
    assert len(found[Verdict.GREEN]) > 12
    assert found[Verdict.RED] | found[Verdict.ORANGE] == set()


@pytest.mark.parametrize("group", rounds(MUTATIONS), ids=lambda group: "; ".join(one.name for one in group))
def test_what_is_broken_turns_its_own_checks_red(chromium: PracticeChecks, group: list[Mutation]) -> None:
    for one in group:
        chromium.do(one.do, [MACHINE])
    try:
        found = seen(chromium)
    finally:
        chromium.do(BRING_BACK, [MACHINE])
    assert found[Verdict.RED] == {check for one in group for check in one.red}
    assert found[Verdict.ORANGE] == {check for one in group for check in one.orange}
