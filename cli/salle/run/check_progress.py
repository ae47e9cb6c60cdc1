# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees while the checks run on the machines: how many of them are done.

Checks start browsers and applications and take a minute or more; a terminal that stays silent for that
long looks as if it hung.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from salle.i18n import _
from salle.run.progress import line_writer, live_console
from salle.run.wording import duration, machines

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from salle.verify.results import MachineVerdict

SPARE_ROWS = 3
"""Rows kept free below the bars; a room that needs more gets one bar for all of it."""


class CheckProgress(AbstractContextManager["CheckProgress"], Protocol):
    """Tells how far the checks are; called from several threads."""

    def ran(self, machine: str, number: int, total: int) -> None:
        """One more check was run on a machine."""

    def answered(self, verdict: "MachineVerdict") -> None:
        """A machine has given its answer, or will give none."""


def check_progress(names: Sequence[str], *, plain: bool = False, to_stderr: bool = False) -> CheckProgress:
    """Bars on a terminal, else plain lines.

    Args:
        names: the machines that are verified.
        plain: asked for with ``--plain``.
        to_stderr: with ``--json``, standard output belongs to the document.
    """
    console = live_console(plain=plain, to_stderr=to_stderr)
    return LiveCheckProgress(names, console) if console else PlainCheckProgress(names, line_writer(to_stderr))


class PlainCheckProgress:
    """A line when the checks begin, and one for each machine that has answered."""

    def __init__(self, names: Sequence[str], write: Callable[[str], None]) -> None:
        self._names, self._write = names, write

    def __enter__(self) -> "PlainCheckProgress":
        self._write(_("Checking %(machines)s.") % {"machines": machines(len(self._names))})
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing to put back."""

    def ran(self, machine: str, number: int, total: int) -> None:
        """A line per check would hide what matters."""

    def answered(self, verdict: "MachineVerdict") -> None:
        """Say that a machine is checked, and how long it took."""
        words = {"machine": verdict.machine, "duration": duration(verdict.seconds)}
        self._write(_("%(machine)s  checked in %(duration)s") % words)


class LiveCheckProgress:
    """A bar per machine; they leave the screen when all is checked, for the verdicts say more."""

    def __init__(self, names: Sequence[str], console: "Console") -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(24), TextColumn("{task.fields[number]}"))
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        each = len(names) <= console.height - SPARE_ROWS
        whole = None if each else self._bar(machines(len(names)))
        self._bars = {name: self._bar(name) if whole is None else whole for name in names}
        self._counts = dict.fromkeys(names, (0, 0))

    def _bar(self, words: str) -> "TaskID":
        text = _("%(machines)s  checks") % {"machines": words}
        return self._progress.add_task(text, total=None, number="")

    def __enter__(self) -> "LiveCheckProgress":
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Take the bars away."""
        self._progress.stop()

    def ran(self, machine: str, number: int, total: int) -> None:
        """Move the machine's bar."""
        self._counts[machine] = (number, total)
        bar = self._bars[machine]
        counts = [count for name, count in self._counts.items() if self._bars[name] == bar]
        done, all_ = sum(count[0] for count in counts), sum(count[1] for count in counts)
        self._progress.update(bar, completed=done, total=all_, number=f"{done}/{all_}")

    def answered(self, verdict: "MachineVerdict") -> None:
        """Nothing more comes from this machine: its bar is full, whatever the verdict."""
        number, total = self._counts[verdict.machine]
        self.ran(verdict.machine, total or number, total)
