# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the main job breaks at once can be told apart by what turns red."""

import chromium_mutations
import firefox_mutations
import pytest
from firefox_mutations import Mutation, rounds

ROUNDS = {data.__name__: rounds(data.MUTATIONS) for data in (firefox_mutations, chromium_mutations)}


@pytest.mark.parametrize(
    "round_", [one for each in ROUNDS.values() for one in each], ids=lambda one: one[0].name
)
def test_each_mutation_of_a_round_has_a_red_check_of_its_own(round_: list[Mutation]) -> None:
    for one in round_:
        others = {
            check for other in round_ if other is not one for check in other.red | other.late | other.orange
        }
        assert one.red - others, one.name


@pytest.mark.parametrize(
    "round_", [one for each in ROUNDS.values() for one in each], ids=lambda one: one[0].name
)
def test_what_is_put_aside_and_brought_back_is_alone_in_its_round(round_: list[Mutation]) -> None:
    brought_back = sum(one.undo[:1] == ("mv",) for one in round_)
    assert not brought_back or sum(one.do[0] == "mv" for one in round_) == 1


@pytest.mark.parametrize("name", ROUNDS)
def test_some_of_each_browser_are_tried_each_time(name: str) -> None:
    assert len(ROUNDS[name]) >= 3
