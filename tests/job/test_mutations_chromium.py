# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken in the third machine's Chromium turns exactly its own checks red."""

from collections.abc import Iterator

import pytest
from chromium_mutations import BRING_BACK, FORGET, KEEP, MUTATIONS
from firefox_mutations import Mutation
from practice_checks import PracticeChecks
from salle.site.load import load_site
from salle.verify.results import Verdict

from .conftest import Job

MACHINE = "poste-03"
TYPED = [one for one in MUTATIONS if one.typed]


@pytest.fixture(scope="module")
def practice(job: Job) -> Iterator[PracticeChecks]:
    """The checks of Chromium alone, by the name of their file; the rules are put aside."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(job.inventories.parent / "vault-password"))
        practice = PracticeChecks(load_site(job.inventories / job.site), job.room, "browser_chromium")
    practice.do(KEEP, [MACHINE])
    yield practice
    practice.do(FORGET, [MACHINE])


def test_chromium_is_as_promised_before_anything_is_broken(practice: PracticeChecks) -> None:
    found = practice.verify([MACHINE])[MACHINE]
    assert len(found[Verdict.GREEN]) > 12
    assert found[Verdict.RED] | found[Verdict.ORANGE] == set()


@pytest.mark.parametrize("broken", TYPED, ids=lambda one: one.name)
def test_each_broken_promise_of_chromium_turns_its_own_checks_red(
    practice: PracticeChecks, broken: Mutation
) -> None:
    practice.do(broken.do, [MACHINE])
    try:
        found = practice.verify([MACHINE])[MACHINE]
    finally:
        practice.do(BRING_BACK, [MACHINE])
    assert found[Verdict.RED] == broken.red
    assert found[Verdict.ORANGE] == broken.orange
