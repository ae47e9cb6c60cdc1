# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is broken in a browser turns exactly the checks red that are named for it.

Firefox on Debian 13 and 12, and Chromium on the third machine, at once.  Only the checks of that browser are
run on a machine, and what was broken is put back as it was: the rest is the matter of ``test_mutations.py``,
which comes before.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from types import ModuleType
from typing import Any

import chromium_mutations
import firefox_mutations
import pytest
from chromium_mutations import CHROMIUM
from firefox_mutations import FIREFOX, FORGET, Mutation, rounds
from practice_checks import Verdicts
from salle.verify.results import Verdict

from .conftest import Job

TRIXIE, BOOKWORM, THIRD = "poste-01", "poste-02", "poste-03"
DATA = {TRIXIE: firefox_mutations, BOOKWORM: firefox_mutations, THIRD: chromium_mutations}
"""Which browser is broken on a machine; of Firefox, all was tried by hand on both systems."""
_FIREFOX, _CHROMIUM = rounds(firefox_mutations.MUTATIONS), rounds(chromium_mutations.MUTATIONS)
CASES = [
    {machine: round_ for machine, round_ in zip(DATA, broken, strict=True) if round_}
    for broken in zip_longest(_FIREFOX[::2], _FIREFOX[1::2], _CHROMIUM)
]
"""Machine -> what is broken on it together."""


class Browsers:
    """The checks of the browser that is broken on each machine."""

    def __init__(self, job: Job) -> None:
        self._checks = {
            firefox_mutations: job.some_checks(*FIREFOX),
            chromium_mutations: job.some_checks(CHROMIUM),
        }

    def do(self, words: Sequence[str], machine: str) -> None:
        """Run a command as root."""
        self._checks[DATA[machine]].do(words, [machine])

    def verify(self, machines: Sequence[str], promises: Mapping[str, Any] | None = None) -> Verdicts:
        """What the checks of its browser say on each machine, all at once."""

        def one(data: ModuleType) -> Verdicts:
            chosen = [machine for machine in machines if DATA[machine] is data]
            return self._checks[data].verify(chosen, promises) if chosen else {}

        with ThreadPoolExecutor(len(self._checks)) as pool:
            return {name: told for found in pool.map(one, self._checks) for name, told in found.items()}


@pytest.fixture(scope="module")
def browsers(job: Job) -> Iterator[Browsers]:
    """The browsers; their rules are put aside."""
    job.make_whole()
    there = Browsers(job)
    for machine, data in DATA.items():
        there.do(data.KEEP, machine)
    yield there
    for machine in DATA:
        there.do(FORGET, machine)


def broken(verdicts: Verdicts) -> dict[str, tuple[list[str], list[str]]]:
    """Machine -> its red and its orange checks."""
    return {name: (sorted(one[Verdict.RED]), sorted(one[Verdict.ORANGE])) for name, one in verdicts.items()}


def named(case: Mapping[str, list[Mutation]]) -> str:
    return " | ".join("; ".join(one.name for one in mutations) for mutations in case.values())


@pytest.mark.parametrize("case", CASES, ids=named)
def test_what_is_broken_turns_its_own_checks_red(
    browsers: Browsers, case: Mapping[str, list[Mutation]]
) -> None:
    for machine, mutations in case.items():
        for mutation in mutations:
            browsers.do(mutation.do, machine)
    try:
        verdicts = browsers.verify(list(case))
    finally:
        for machine, mutations in case.items():
            browsers.do(DATA[machine].BRING_BACK, machine)
            for mutation in mutations:
                if mutation.undo:
                    browsers.do(mutation.undo, machine)
    found = broken(verdicts)
    for machine, mutations in case.items():
        red, late, orange = (
            {check for one in mutations for check in getattr(one, verdict)}
            for verdict in ("red", "late", "orange")
        )
        assert (machine, set(found[machine][0]) - (late - red), set(found[machine][1])) == (
            machine,
            red,
            orange,
        )


def test_everything_is_as_it_was(job: Job, browsers: Browsers) -> None:
    assert isinstance(browsers, Browsers)
    assert [one.changes for one in job.apply(*DATA, tags="browser")] == [(), (), ()]
