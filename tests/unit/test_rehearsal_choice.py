# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which machines are rehearsed, with which system, on which network."""

from ipaddress import IPv4Network
from pathlib import Path

import pytest
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.rehearsal.choice import Seat, choose
from salle.rehearsal.network import Bridge, free_numbers
from salle.site.model import Machine, Site


def site(*names: str, rehearsed: tuple[str, ...] = ()) -> Site:
    machines = tuple(
        Machine(name, f"192.0.2.{n}", name, "", ("repetition",) if name in rehearsed else ())
        for n, name in enumerate(names, start=1)
    )
    return Site("essai", Path("/x"), Path("/x/hosts.yml"), machines)


FOUR = ("a", "b", "c", "d")


def test_the_first_two_by_default_with_both_systems() -> None:
    assert choose(site(*FOUR)) == (Seat("a", "trixie"), Seat("b", "bookworm"))


def test_the_site_s_own_group_says_which() -> None:
    assert [seat.machine for seat in choose(site(*FOUR, rehearsed=("b", "d")))] == ["b", "d"]


def test_a_number_takes_the_first_machines_even_where_there_is_a_group() -> None:
    chosen = choose(site(*FOUR, rehearsed=("d",)), 3, ["bookworm"])
    assert chosen == (Seat("a", "bookworm"), Seat("b", "bookworm"), Seat("c", "bookworm"))


def test_more_machines_than_the_site_has_are_refused_with_the_number_there_is() -> None:
    with pytest.raises(SalleError) as refused:
        choose(site("a", "b"), 3)
    assert refused.value.code == Exit.USAGE
    assert "asked for 3" in refused.value.what
    assert refused.value.hint.endswith("salle rehearse essai --machines 2")


def test_a_site_without_machines_is_refused() -> None:
    with pytest.raises(SalleError) as refused:
        choose(site())
    assert refused.value.code == Exit.SITE_INVALID


def test_the_practice_network_is_one_that_nothing_uses() -> None:
    taken = [IPv4Network("10.87.0.0/24"), IPv4Network("10.87.2.128/25"), IPv4Network("0.0.0.0/0")]
    assert free_numbers(taken, ["lo", "salle1"], [])[:2] == [3, 4]


def test_a_network_around_ours_leaves_none_free() -> None:
    assert free_numbers([IPv4Network("10.0.0.0/8")], [], []) == []


def test_a_practice_machine_never_has_the_address_of_a_real_one() -> None:
    assert free_numbers([], [], ["10.87.0.11", "poste-02.example", "fd00::2"])[0] == 1


def test_names_and_addresses_come_from_the_bridge_s_number() -> None:
    bridge = Bridge(7, "02:00:00:00:00:01")
    assert (bridge.name, bridge.address, bridge.machine_address(1)) == ("salle7", "10.87.7.1", "10.87.7.11")
