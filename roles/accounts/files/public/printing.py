# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forgets what the account has printed: jobs that wait, and documents that CUPS keeps for a day."""

import subprocess

from account import Account, System

SOCKET = "run/cups/cups.sock"
SPOOL = "var/spool/cups"
SECONDS = 20
OWNER = b"job-originating-user-name"


def forget(account: Account, system: System) -> list[str]:
    """Purge the jobs through CUPS, or from its folder when it does not run.

    When CUPS runs and does not answer, its folder is cleared all the same: nothing stays to be read.
    """
    if not spooled(account, system):
        return []
    if system.at(SOCKET).exists():
        try:
            words = ["cancel", "-a", "-x", "-u", account.name]
            subprocess.run(words, timeout=SECONDS, capture_output=True, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            pass
    return clear_spool(account, system)


def spooled(account: Account, system: System) -> list[str]:
    """Numbers of the jobs whose control file names the account; IPP's attributes, RFC 8010."""
    value = OWNER + len(account.name).to_bytes(2, "big") + account.name.encode()
    return [file.name[1:] for file in system.at(SPOOL).glob("c[0-9]*") if value in file.read_bytes()]


def clear_spool(account: Account, system: System) -> list[str]:
    """Delete what CUPS left of those jobs, control files and documents."""
    left = []
    for number in spooled(account, system):
        files = [*system.at(SPOOL).glob(f"d{number}-*"), system.at(SPOOL) / f"c{number}"]
        for file in files:
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                left.append(f"{file}: {error.strerror}")
    return left
