# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account leaves outside its home: a list of places, and in each only what is the account's.

Nothing is looked for elsewhere. A place that this system has not is passed over.
"""

import re
from pathlib import Path

from account import Account, System
from folders import clear

SHARED = (
    "tmp",
    "var/tmp",
    "dev/shm",
    "dev/mqueue",
    "run/lock",
    "run/screen",
    "var/crash",
    "var/metrics",
    "var/spool/cron/atjobs",
    "var/spool/cron/atspool",
    "var/lib/php/sessions",
)
"""Where everybody may write: what belongs to the account goes."""

NAMED = (
    "var/spool/cron/crontabs/{name}",
    "var/mail/{name}",
    "var/lib/systemd/linger/{name}",
    "var/lib/AccountsService/users/{name}",
    "var/lib/AccountsService/icons/{name}",
    "var/cache/lightdm/dmrc/{name}.dmrc",
    "run/sudo/ts/{name}",
    "run/cron/{name}",
)
"""Files that carry its name, or its number."""

FOLDERS = ("run/user/{uid}", "var/lib/lightdm-data/{name}")
"""Folders that are the account's whole."""
STICKS = ("media/{name}", "run/media/{name}")
"""Its sticks are mounted there; only the administrator may write beside them."""

PATTERNS = (
    ("var/lib/systemd/coredump", r"core\..*\.{uid}\.[0-9a-f]{{32}}\.\d+\.\d+(\..*)?"),
    ("var/log/journal/*", r"user-{uid}(@.*)?\.journal~?"),
    ("run/log/journal/*", r"user-{uid}(@.*)?\.journal~?"),
)
"""Files of the system that hold what the account did: folder, and the whole name."""

CONNECTIONS = "etc/NetworkManager/system-connections"


def clear_shared(account: Account, system: System) -> list[str]:
    """Delete what belongs to the account where everybody may write."""
    return [what for place in SHARED for what in clear(system.at(place), account.uid)]


def clear_named(account: Account, system: System) -> list[str]:
    """Delete files and folders that are there for this account."""
    left = []
    for file in (*_named(account, system), *_matching(account, system), *connections(account, system)):
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            left.append(f"{file}: {error.strerror}")
    for place in FOLDERS if system.sticks_stay else FOLDERS + STICKS:
        folder = system.at(place.format(name=account.name, uid=account.uid))
        if not folder.is_symlink() and not folder.is_mount():
            left += clear(folder, None)
    return left


def _named(account: Account, system: System) -> list[Path]:
    return [system.at(place.format(name=account.name)) for place in NAMED]


def _matching(account: Account, system: System) -> list[Path]:
    return [
        file
        for folder, pattern in PATTERNS
        for file in system.root.glob(f"{folder}/*")
        if re.fullmatch(pattern.format(uid=account.uid), file.name)
    ]


def connections(account: Account, system: System) -> list[Path]:
    """Networks that were set up for this account alone, with their passwords; nm-settings-keyfile(5)."""
    allowed = re.compile(rf"(?m)^permissions=(user:)?{re.escape(account.name)}(:.*)?;?$")
    return [
        file
        for file in system.at(CONNECTIONS).glob("*.nmconnection")
        if allowed.search(file.read_text("utf-8", "replace"))
    ]
