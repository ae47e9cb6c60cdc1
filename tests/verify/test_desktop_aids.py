# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help to see, read and write comes with one menu entry, and goes again."""

import re
from pathlib import Path

from menu import read_keys
from salle_check import N_, check, compare, expect, say, wait_until

ENTRY = Path("/usr/share/applications/salle-aids.desktop")
PROGRAM = "/usr/lib/salle/aids"
TITLE = {"fr": "Mieux voir, lire et écrire", "en": "See, read and write with ease"}


def dots(session):
    """The dots per inch that programs of this session are told, which make letters large or small."""
    found = re.search(r"(?m)^Xft\.dpi:\s*(\d+)", session.run(["xrdb", "-query"]).stdout)
    return int(found[1]) if found else 96


@check("desktop.aids", N_("Help to see, read and write is one menu entry away"))
def test_the_aids_are_one_menu_entry_away(session, promise, new_user):
    language = "fr" if str(promise["base"]["base_locale"]).startswith("fr") else "en"
    command = read_keys(ENTRY).get("Exec", "") if ENTRY.exists() else ""
    started = session.start([command or PROGRAM], new_user.home / "aids.log")
    titles = wait_until(lambda: [title for _, _, title in session.windows() if title == TITLE[language]], 20)
    new_user.stop(started)
    last = (new_user.home / "aids.log").read_text("utf-8", "replace").strip().splitlines()[-1:]
    expect(
        command == PROGRAM and titles,
        expected=TITLE[language],
        found=", ".join(titles) or " ".join(last) or say(N_("no such window")),
    )


@check("desktop.aids_work", N_("Letters grow on demand, and are as before afterwards"))
def test_letters_grow_on_demand(session):
    before = dots(session)
    session.run([PROGRAM, "text", "on"])
    grown = wait_until(lambda: dots(session) >= 1.3 * before, 10)
    session.run([PROGRAM, "text", "off"])
    back = wait_until(lambda: dots(session) == before, 10)
    compare(expected=[True, True], found=[bool(grown), bool(back)])


@check("desktop.aids_known", N_("The help that the place's programs give is offered"))
def test_the_programs_of_the_place_are_offered(session, promise):
    there = {"magnus": "magnifier", "orca": "reader", "onboard": "keyboard"}
    wanted = [name for program, name in there.items() if Path("/usr/bin", program).exists()]
    offered = session.run([PROGRAM, "list"]).stdout.split()
    missing = [name for name in ("text", *wanted) if name not in offered]
    expect(
        not missing,
        expected=", ".join(("text", *wanted)),
        found=", ".join(offered) or say(N_("nothing")),
    )
