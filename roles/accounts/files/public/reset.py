#!/usr/bin/python3 -Es
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the public account as new: start, stop, or boot says on which occasion.

``start``: before any session of the account; ``stop``: after its last one; both are run by systemd-logind's
own unit, user-runtime-dir@.service. ``boot``: before anybody can come in; it does nothing while the account
is in use.

Ends with 0 when the account is as new, and 1, without a stamp, when it is not.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import home
import memory
import mounts
import places
import printing
import processes
import stamp
from account import Account, Refused, System, ours

STICKS_STAY = Path(__file__).with_name("sticks-stay")
"""Is there where the place wants a stick to stay mounted from one session to the next."""
Step = Callable[[Account, System], list[str]]


def ended(account: Account, _: System) -> list[str]:
    """End its programs, and take its keys."""
    memory.clear_keys(account.uid)
    return [f"program {name} stays" for name in processes.end_all(account.uid)]


FIRST: tuple[Step, ...] = (
    ended,
    mounts.take_away,
    home.put_away,
    lambda account, _: memory.remove_objects(account.uid),
    places.clear_shared,
    printing.forget,
    places.clear_named,
)
"""Until all of it is done, the old things are within reach of whoever comes."""


def reset(account: Account, system: System) -> list[str]:
    """Make the account as new; what stands against it is told.

    What was put away is out of reach: that it cannot all be deleted is said, and keeps nobody out.
    """
    for step in FIRST:
        if problems := attempt(step, account, system):
            return problems
    for kept in attempt(home.empty_aside, account, system):
        tell(f"put away, but not deleted: {kept}")
    return attempt(home.build, account, system)


def attempt(step: Step, account: Account, system: System) -> list[str]:
    """Do one step; an error of the system is a problem like others."""
    try:
        return step(account, system)
    except (OSError, ValueError, Refused) as error:
        return [f"{type(error).__name__}: {error}"]


def in_use(account: Account) -> bool:
    """Whether systemd keeps its run-time folder: from before its first session to after its last."""
    unit = f"user-runtime-dir@{account.uid}.service"
    words = ["systemctl", "show", "--property=ActiveState", "--value", unit]
    state = subprocess.run(words, capture_output=True, text=True).stdout.strip()
    return state not in ("inactive", "failed")


def tell(what: str) -> None:
    """Write a line to the journal."""
    print(what.encode("ascii", "backslashreplace").decode(), flush=True)


def main(kind: str) -> int:
    """Reset on this occasion."""
    os.umask(0o022)
    begun, system = time.monotonic(), System(sticks_stay=STICKS_STAY.exists())
    with stamp.only_one():
        try:
            account = ours(system)
        except (Refused, OSError) as why:
            stamp.forget()
            tell(f"nothing was deleted: {why}")
            return kind == "boot"  # somebody else who has the number now shall come in
        if kind == "boot" and in_use(account):
            tell(f"{account.name} is in session: nothing was touched")
            return 0
        stamp.forget()
        if problems := reset(account, system):
            tell(f"{account.name} is not as new: {'; '.join(problems[:20])}")
            return 1
        stamp.write(kind, os.environ.get("INVOCATION_ID", ""))
        tell(f"{account.name} is as new ({kind}, {time.monotonic() - begun:.1f} s)")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
