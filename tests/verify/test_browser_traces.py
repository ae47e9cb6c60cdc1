# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Firefox leaves behind.

The last checks of all (:func:`conftest.pytest_collection_modifyitems`): they end
Firefox, as a person, a session and a power cut would.
"""

from __future__ import annotations

from typing import Any

from firefox_endings import POWER_CUT, QUIT, SESSION_END
from firefox_profiles import weakened
from firefox_room import Firefoxes, must_leak
from firefox_rules import Rules
from salle_check import N_, check, expect, say


@check("browser.profiles", N_("No settings of people on this computer switch Firefox's protections off"))
def test_no_profile_switches_protections_off(promise: dict[str, Any]) -> None:
    found = weakened()
    shown = ", ".join(f"{file}: {name}" for file, name in found)
    if promise["browser"]["browser_use"] == "personal":
        owner = say(N_("the owner decides"))
        expect(True, expected=owner, found=shown or owner)
        return
    good = say(N_("no such setting"))
    expect(not found, expected=good, found=shown or good)


@check("browser.traces", N_("Firefox keeps traces of visits only on a personal computer"))
def test_firefox_keeps_traces_only_for_an_owner(room: Firefoxes, rules: Rules) -> None:
    """Ended in three ways: by a person, by the end of the session (SIGTERM), by a power cut (SIGKILL)."""
    must_leak(room.control.kept)
    if not rules.private_only:
        kept = room.endings.kept[QUIT]
        expect(kept, expected=say(N_("its owner finds visited pages again")), found=", ".join(kept))
        return
    ways = {QUIT, SESSION_END, POWER_CUT}
    found = [f"{way}: {file}" for way, files in room.endings.kept.items() for file in files]
    good = say(N_("no trace, after Firefox was quit, after the session ended, after a power cut"))
    expect(not found and ways == set(room.endings.kept), expected=good, found=", ".join(found) or good)


@check("browser.forgotten", N_("Sites know a visitor of Firefox again only on a personal computer"))
def test_the_next_visitor_is_unknown(room: Firefoxes, rules: Rules) -> None:
    must_leak(room.endings.known_again)
    words = {
        True: say(N_("a site knows its visitor in the next session")),
        False: say(N_("a site does not know its visitor in the next session")),
    }
    owner = not rules.private_only
    later = room.endings.known_later
    expect(later is owner, expected=words[owner], found=words[later])
