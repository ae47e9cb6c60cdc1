#!/usr/bin/python3 -Es
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the public account in only when it is as new; pam_exec(8) asks, at every door of the machine.

    gate.py NAME

PAM asks twice. Before a session is made (account): nobody is in session, so an old one that does not end is
ended, and a reset that failed is tried once more. When logind has made the session, before anything of it
runs (session): the reset must be the one of this very run of logind's unit. For everybody else, and for
whoever is the account already and opens a locked screen, the answer is yes at once.

What is printed is shown at the login screen.
"""

import os
import subprocess
import sys
from pathlib import Path

import stamp
from account import Account, Refused, System, ours

SECONDS = 90
"""The longest that one command may take; PAM waits for it."""
UNATTENDED = ("cron", "crond", "atd")
"""Doors for programs without a person: the public account has none to run."""
AT_THE_DOOR = ("opening", "active", "online")
"""States of a session that is not over; sd_session_get_state(3)."""
REFUSED = {
    "fr": "Ce compte n’a pas pu être remis à neuf : il reste fermé pour protéger qui l’a utilisé avant. "
    "Redémarrez l’ordinateur, ou prévenez l’équipe.",
    "en": "This account could not be made as new: it stays closed to protect whoever used it before. "
    "Restart the computer, or tell the staff.",
}


def said(*words: str) -> str:
    """What a command prints."""
    return subprocess.run(
        words, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL
    ).stdout


def shown(unit: str, *names: str) -> list[str]:
    """Properties of a unit."""
    lines = said("systemctl", "show", unit, *(f"--property={name}" for name in names)).splitlines()
    found = dict(line.split("=", 1) for line in lines if "=" in line)
    return [found.get(name, "") for name in names]


def sessions(uid: int) -> set[str]:
    """The account's sessions that are not over; the user manager's own does not count (class manager)."""
    numbers = said("loginctl", "show-user", str(uid), "--property=Sessions", "--value").split()
    return {one for one in numbers if is_open(one)}


def is_open(session: str) -> bool:
    """Whether somebody sits there."""
    lines = said("loginctl", "show-session", session, "-p", "State", "-p", "Class").splitlines()
    found = dict(line.split("=", 1) for line in lines if "=" in line)
    return found.get("State") in AT_THE_DOOR and found.get("Class", "").startswith("user")


def make_ready(account: Account) -> bool:
    """Before a session is made: whether the account is as new, or in use by a session that began so."""
    unit = f"user-runtime-dir@{account.uid}.service"
    if not sessions(account.uid):
        if shown(unit, "ActiveState") != ["inactive"]:
            said("systemctl", "kill", "--signal=KILL", f"user-{account.uid}.slice")
            said("systemctl", "stop", f"user@{account.uid}.service", unit)
        if not stamp.read()[0]:
            said("systemctl", "start", "salle-public-reset.service")
    return bool(stamp.read()[0])


def may_open(account: Account, session: str) -> bool:
    """When logind has made the session: whether it begins on what a reset of this very run has left."""
    kind, invocation = stamp.read()
    state, current = shown(f"user-runtime-dir@{account.uid}.service", "ActiveState", "InvocationID")
    if kind != "start" or state != "active" or not current or invocation != current:
        return False
    if stamp.opened() and not sessions(account.uid) - {session}:
        return False  # those before are over, and the unit was not run again: somebody's things are there
    stamp.note(session or "-")
    return True


def answer(name: str, asked: dict[str, str]) -> bool:
    """Whether whoever PAM asks for may go on."""
    if asked.get("PAM_USER") != name or asked.get("PAM_TYPE") == "close_session":
        return True
    account = ours(System())
    if os.getuid() == account.uid:
        return True
    service, kind = asked.get("PAM_SERVICE", ""), asked.get("PAM_TYPE", "")
    if service in UNATTENDED:
        return False
    if service == "systemd-user":
        return stamp.read()[0] == "start"
    if kind == "account":
        return make_ready(account)
    return may_open(account, asked.get("XDG_SESSION_ID", ""))


def language() -> str:
    """The language of this machine's login screen."""
    try:
        text = Path("/etc/default/locale").read_text("utf-8")
    except OSError:
        return "en"
    return "fr" if 'LANG="fr' in text or "LANG=fr" in text else "en"


def main(name: str) -> int:
    """Answer PAM; whatever goes wrong, the answer is no."""
    os.umask(0o022)
    try:
        if answer(name, dict(os.environ)):
            return 0
    except (Refused, OSError, subprocess.SubprocessError) as error:
        print(f"salle: {error}", file=sys.stderr)
    print(REFUSED[language()])
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
