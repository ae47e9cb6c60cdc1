# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run per site at a time.

A file lock (flock) rather than a file that exists or not: the system gives it
back when its holder dies, whichever way, so nobody has to remove it by hand.
What is left written in it by a holder that died tells the next one where to
tidy up.
"""

import fcntl
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import N_, _

_BUSY = {
    "deploy": N_("%(site)s is being deployed by %(who)s since %(since)s (process %(pid)d)."),
    "plan": N_("%(site)s is being looked at by %(who)s since %(since)s (process %(pid)d)."),
}
_BUSY_OTHERWISE = N_("%(site)s is in use by %(who)s since %(since)s (process %(pid)d).")


@dataclass(frozen=True)
class Holder:
    """Who holds the site; ``since`` is in ISO 8601 with its offset, ``private`` the run's private folder."""

    who: str
    pid: int
    since: str
    verb: str
    id: str
    private: str = ""


class Lock:
    """The lock, held.  ``predecessor`` is the last holder, when it died without giving it back."""

    def __init__(self, descriptor: int, holder: Holder, predecessor: Holder | None) -> None:
        self._descriptor = descriptor
        self._holder = holder
        self.predecessor = predecessor

    @property
    def run_id(self) -> str:
        """The id of the run it is held for."""
        return self._holder.id

    def note(self, private: Path) -> None:
        """Write down where this run keeps its private folder, for whoever comes after a crash."""
        self._holder = replace(self._holder, private=str(private))
        self.write()

    def write(self) -> None:
        """Write down who holds it."""
        _write(self._descriptor, json.dumps(asdict(self._holder), indent=1))


@contextmanager
def hold(runs: Path, verb: str, run_id: str) -> Iterator[Lock]:
    """Hold a site for this block.

    Args:
        runs: the folder of the site's runs; made when it is missing.
        verb: what for.
        run_id: the id of the run.

    Raises:
        SalleError: exit 5, somebody else holds it: who, since when, which process.
    """
    runs.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(runs / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(runs.name, _read(descriptor)) from None
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            yield Lock(descriptor, Holder(operator(), os.getpid(), since, verb, run_id), _read(descriptor))
        finally:
            _write(descriptor, "")
    finally:
        os.close(descriptor)


def operator() -> str:
    """Who is at work here: ``user@host``, the person behind sudo rather than root."""
    try:
        user = os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # an account without a name, in a container
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"


def _busy(site: str, holder: Holder | None) -> SalleError:
    hint = _("Wait until it has ended, then type your command again.")
    if holder is None:  # the other one has the lock and has not yet written who it is
        return SalleError(_("%(site)s is in use.") % {"site": site}, hint=hint, code=Exit.LACKING)
    since = datetime.fromisoformat(holder.since).astimezone().strftime("%H:%M")
    words = {"site": site, "who": holder.who, "since": since, "pid": holder.pid}
    return SalleError(_(_BUSY.get(holder.verb, _BUSY_OTHERWISE)) % words, hint=hint, code=Exit.LACKING)


def _read(descriptor: int) -> Holder | None:
    """Who is written in the lock; None when nobody is, or it was cut while being written."""
    try:
        return Holder(**json.loads(os.pread(descriptor, 65536, 0)))
    except (ValueError, TypeError):
        return None


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)
