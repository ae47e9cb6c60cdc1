# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A check that nothing turns red proves nothing: each is broken by something, or stands below."""

import ast
import re
from pathlib import Path

import chromium_mutations
import firefox_mutations
import portal_mutations
import role_mutations
from job import test_mutations

TESTS = Path(__file__).parents[1]
ELSEWHERE = {
    "discreet.%(program)s.hidden": "job/test_proprietary_programs.py",
    "discreet.%(program)s.kept": "job/test_proprietary_programs.py",
    "discreet.menu": "job/test_proprietary_programs.py",
    "discreet.opens": "job/test_proprietary_programs.py",
    "discreet.panel": "job/test_proprietary_programs.py",
    "multiboot.disks": "boot/test_boot_menu.py",
    "multiboot.ready": "boot/test_boot_menu.py",
    "multiboot.start": "boot/test_boot_menu.py",
    "multiboot.systems": "boot/test_boot_menu.py",
}
"""Checks that a test of its own breaks, and that test's file."""
NOT_YET = {
    "attestation.absent": "only where the place wants no tool on its computers",
    "desktop.session": "without a desktop nothing else of it can be checked",
    "discreet.shown": "only where nothing shall be hidden",
    "multiboot.clock": "no practice machine has a clock of its own",
    "multiboot.kept": "seen by hand",
    "multiboot.legible": "seen by hand",
    "multiboot.valid": "seen by hand",
    "printing.printers": "only where the place names printers",
    "software.%(application)s.language": "only in other languages than French",
    "wallpaper.choice": "only the other way round: a picture that nobody may change",
}
"""Checks that nothing turns red yet, and why."""


def ids() -> set[str]:
    """The ids of all checks, as they are declared."""
    found = set()
    for file in (TESTS / "verify").glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check":
                (name, *_) = (one.value for one in node.args if isinstance(one, ast.Constant))
                found.add(name)
    return found


def named() -> set[str]:
    """The ids that a mutation names."""
    mutations = [
        *firefox_mutations.MUTATIONS,
        *chromium_mutations.MUTATIONS,
        *portal_mutations.MUTATIONS,
        *test_mutations.MUTATIONS,
        *role_mutations.LANGUAGE,
        *(one for many in role_mutations.ON.values() for one in many),
    ]
    return {check for one in mutations for check in (*one.red, *one.orange)}


def pattern(id: str) -> str:
    """What the id of a check looks like once its parameters are filled in."""
    return re.sub(r"%\\\((?:application|program)\\\)s", "[a-z0-9-]+", re.escape(id))


def test_each_check_is_broken_by_something() -> None:
    everything, broken = ids(), named()
    assert len(everything) > 130
    alone = {one for one in everything if not any(re.fullmatch(pattern(one), name) for name in broken)}
    assert alone == {*ELSEWHERE, *NOT_YET}


def test_what_is_broken_is_a_check() -> None:
    patterns = [pattern(one) for one in ids()]
    assert [name for name in named() if not any(re.fullmatch(one, name) for one in patterns)] == []


def test_the_tests_of_their_own_name_their_checks() -> None:
    for id, file in ELSEWHERE.items():
        assert re.search(rf'"{pattern(id)}"', (TESTS / file).read_text("utf-8")), id
