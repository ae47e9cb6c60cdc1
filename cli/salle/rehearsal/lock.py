# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One practice room at a time in a cache folder."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.run.lock import operator


@contextmanager
def only_one(cache: Path, site: str) -> Iterator[None]:
    """Hold the practice room for this process; the kernel lets go of it when we end, however we end.

    Raises:
        SalleError: another process has it; with who, for which site, since when.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "room.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise _refused(file.read()) from None
        file.truncate(0)
        holder = {"who": operator(), "site": site, "since": now(), "pid": os.getpid()}
        file.write(json.dumps(holder))
        file.flush()
        yield
        file.truncate(0)


def now() -> str:
    """The time of day here, for people: 2026-11-22 14:05."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def _refused(words: str) -> SalleError:
    try:
        holder = {"who": "?", "site": "?", "since": "?", "pid": "?", **json.loads(words)}
    except ValueError:
        holder = {"who": "?", "site": "?", "since": "?", "pid": "?"}
    return SalleError(
        _("A practice room is already at work on this computer: %(who)s, site %(site)s, since %(since)s.")
        % holder,
        hint=_("Wait until it ends, or stop it with: kill %(pid)s") % holder,
        code=Exit.LACKING,
    )
