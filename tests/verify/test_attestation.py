# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer carries the tool that checks it, and what it was promised; neither was changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from menu import DESKTOPS, find_entry
from new_user import NewUser
from salle_check import N_, Text, check, compare, expect, load_promise, say

PROGRAM = Path("/usr/local/bin/verifier-ce-poste")
PROMISE = Path("/usr/share/salle/attestation/promise.json")
PROMISED = load_promise()
NEVER = "-"
WANTED = PROMISED["attestation"]["attestation_state"] == "present"


def digest_of(file: Path) -> str:
    """SHA-256 of a file; empty when it cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def in_words(digests: Mapping[str, str]) -> Text:
    """The digests by their beginnings, which tell two files apart as well."""
    begun = {name: digest[:16] or "-" for name, digest in digests.items()}
    return say(N_("tool %(bundle)s…, promise %(promise)s…"), **begun)


if not WANTED:

    @check("attestation.absent", N_("The computer carries no tool that checks it, as its place wishes"))
    def test_nothing_of_it_is_there() -> None:
        found = [str(file) for file in (PROGRAM, PROMISE) if file.exists()]
        good = say(N_("nothing"))
        expect(not found, expected=good, found=", ".join(found) or good)


if WANTED and "attested" in PROMISED:  # who asks on the machine itself cannot prove it

    @check(
        "attestation.unchanged",
        N_("The tool that checks this computer, and what was promised, are unchanged"),
    )
    def test_tool_and_promise_are_those_that_were_sent(promise: dict[str, Any]) -> None:
        """Against what the other computer brings; the machine's own word would prove nothing."""
        found = {"bundle": digest_of(PROGRAM), "promise": digest_of(PROMISE)}
        wanted = promise["attested"]
        expect(found == wanted, expected=in_words(wanted), found=in_words(found))


if WANTED:

    @check("attestation.menu", N_("The menu offers to check this computer"))
    def test_the_menu_offers_it(new_user: NewUser, promise: dict[str, Any]) -> None:
        desktop = DESKTOPS[promise["desktop"]["desktop_environment"]]
        entry = find_entry("salle-verifier.desktop", new_user.env)
        shown = entry and not entry.hidden_because(desktop, new_user.env["PATH"])
        compare(expected=str(PROGRAM), found=entry.command()[0] if entry and shown else "-")

    @check(
        "attestation.password",
        N_("An administrator's password opens the checks that need one, and nothing else"),
    )
    def test_a_password_is_asked_for(host: Any) -> None:
        """systemd starts the service for whoever polkit lets manage services: after a password, each time."""
        told = host.run("systemctl show salle-verifier.service -p LoadState -p ExecStart").stdout
        program = re.search(r"path=(\S+)", told)
        asked = host.run("pkaction --verbose --action-id org.freedesktop.systemd1.manage-units").stdout
        answers = re.findall(r"(?m)^\s*implicit (?:any|inactive|active):\s*(\S+)", asked)
        compare(
            expected=[True, str(PROGRAM), True],
            found=[
                "LoadState=loaded" in told,
                program[1] if program else "",
                len(answers) == 3 and all(one.startswith("auth_admin") for one in answers),
            ],
        )

    @check("attestation.schedule", N_("The computer checks itself when its place wishes, or only when asked"))
    def test_it_checks_itself_at_its_time(host: Any, promise: dict[str, Any]) -> None:
        wanted = promise["attestation"]["attestation_schedule"]
        told = host.run("systemctl show salle-verifier.timer -p ActiveState -p TimersCalendar").stdout
        set_for = re.search(r"OnCalendar=(.*?) ;", told)
        normal = host.run("systemd-analyze calendar %s", wanted).stdout if wanted else ""
        form = re.search(r"Normalized form: (.*)", normal)
        runs = "ActiveState=active" in told
        compare(
            expected=form[1] if form else NEVER,
            found=set_for[1] if set_for and runs else NEVER,
        )

    @check("attestation.answers", N_("Somebody without any rights can check this computer"))
    def test_it_answers_somebody_without_rights(new_user: NewUser) -> None:
        """With the checks of one role that need no rights and no time; if it is cut, nothing stays."""
        env = {"TMPDIR": str(new_user.home)}
        machines, last = [], [""]
        try:
            said = new_user.run([str(PROGRAM), "--json", "packages"], env=env, timeout=60)
            last = said.stderr.strip().splitlines()[-1:]
            machines = json.loads(said.stdout)["machines"]
        except OSError as error:
            last = [str(error)]
        except (ValueError, KeyError):
            pass
        found = sum(len(machine["checks"]) for machine in machines)
        expect(
            found,
            expected=say(N_("a report")),
            found=say(N_("a report")) if found else " ".join(last) or say(N_("nothing")),
        )
