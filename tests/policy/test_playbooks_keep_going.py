# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One machine's failure stops no other, and only a machine that says so has finished."""

from pathlib import Path
from typing import Any

import pytest
from house import plays, roles

LANES = {f"{prefix}{name}" for prefix in ("", "ansible.builtin.") for name in ("free", "host_pinned")}
MARK = "Reached the end"
INSTALLER = "packages"

every_play = pytest.mark.parametrize(
    ("book", "play"), plays(), ids=[f"{book.stem}-{number}" for number, (book, _) in enumerate(plays())]
)


@every_play
def test_each_machine_has_a_lane_of_its_own(book: Path, play: dict[str, Any]) -> None:
    assert play.get("strategy") in LANES
    assert "serial" not in play
    assert "any_errors_fatal" not in play


@every_play
def test_a_machine_that_gets_to_the_end_says_so_with_any_tags(book: Path, play: dict[str, Any]) -> None:
    last = play["post_tasks"][-1]
    assert last["name"] == MARK
    assert last["tags"] == ["always"]


@every_play
def test_a_role_is_tagged_with_its_own_name(book: Path, play: dict[str, Any]) -> None:
    """The role that installs for all the others comes along with each of them."""
    played = [entry["role"] for entry in play.get("roles", [])]
    for entry in play.get("roles", []):
        wanted = set(played) if entry["role"] == INSTALLER else {entry["role"]}
        assert set(entry["tags"]) == wanted, f"{book.name}: {entry['role']}"
        assert entry["role"] in {role.name for role in roles()}, f"{book.name}: {entry['role']} is no role"


def test_what_changes_a_machine_stands_in_roles() -> None:
    """A play without roles only looks: none of its tasks changes anything."""
    looks = [(book, play) for book, play in plays() if not play.get("roles")]
    assert len(looks) < len(plays())
    for book, play in looks:
        for task in play.get("tasks", []):
            assert task.get("changed_when") is False, f"{book.name}: {task['name']}"
