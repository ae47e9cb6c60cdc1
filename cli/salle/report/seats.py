# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The room as a plan of seats: ``B3`` is row B, third place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from salle.report.view import MachineView

SEAT = re.compile(r"([A-Za-z]{1,2})0*([0-9]{1,2})")
MOST_COLUMNS = 20
"""A wider plan would not be readable; gaps are then left out."""


@dataclass(frozen=True)
class SeatRow:
    """A row of the room; one cell per column, several machines where they say the same seat."""

    letter: str
    cells: tuple[tuple[MachineView, ...], ...]


@dataclass(frozen=True)
class SeatPlan:
    """Rows from the front; ``elsewhere`` are the machines whose seat is not known."""

    columns: tuple[int, ...]
    rows: tuple[SeatRow, ...]
    elsewhere: tuple[MachineView, ...]


def seat_plan(machines: Iterable[MachineView]) -> SeatPlan:
    """Arrange machines by their seats."""
    placed: dict[tuple[str, int], list[MachineView]] = {}
    elsewhere = []
    for machine in machines:
        match = SEAT.fullmatch(machine.seat.strip())
        if match:
            placed.setdefault((match[1].upper(), int(match[2])), []).append(machine)
        else:
            elsewhere.append(machine)
    columns = _columns({number for _, number in placed})
    letters = sorted({letter for letter, _ in placed}, key=lambda letter: (len(letter), letter))
    rows = (
        SeatRow(letter, tuple(tuple(placed.get((letter, column), ())) for column in columns))
        for letter in letters
    )
    return SeatPlan(columns, tuple(rows), tuple(elsewhere))


def _columns(used: set[int]) -> tuple[int, ...]:
    """All numbers from the first to the last, so that an empty place is seen as one."""
    if not used:
        return ()
    whole = range(min(used), max(used) + 1)
    return tuple(whole) if len(whole) <= MOST_COLUMNS else tuple(sorted(used))
