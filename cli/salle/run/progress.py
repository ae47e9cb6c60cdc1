# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The live display on a terminal: one line per machine.

A terminal cannot be redrawn above its own height, so a room with more machines
than rows shows what failed, what is slowest, and counts the rest.  rich knows
NO_COLOR, and is imported only when a run really starts.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from salle.i18n import _
from salle.run.events import Event, Stopping
from salle.run.lanes import Lane, Lanes
from salle.run.plain import PlainProgress, retry_words, role_number, stopping_words
from salle.run.plan import Plan
from salle.run.wording import duration, step_words

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

SPARE_ROWS = 3
"""Rows kept free below the table: the counts and the prompt."""


class Progress(Protocol):
    """What tells a person how a run goes."""

    def __enter__(self) -> "Progress": ...
    def __exit__(self, *exception: object) -> None: ...
    def take(self, event: Event) -> None:
        """Tell one event."""


def progress(plan: Plan, *, plain: bool = False, to_stderr: bool = False) -> Progress:
    """The live display on a terminal, else plain lines.

    Args:
        plan: what is about to run.
        plain: asked for with ``--plain``.
        to_stderr: with ``--json``, standard output belongs to the document.
    """
    console = live_console(plain=plain, to_stderr=to_stderr)
    return LiveProgress(plan, console) if console else PlainProgress(plan, line_writer(to_stderr))


def live_console(*, plain: bool, to_stderr: bool) -> "Console | None":
    """The terminal to draw on again and again; none where plain lines are wanted, or all that can be had."""
    from rich.console import Console

    console = Console(stderr=to_stderr, highlight=False, markup=False, emoji=False)
    return None if plain or not console.is_terminal or console.is_dumb_terminal else console


def line_writer(to_stderr: bool) -> Callable[[str], None]:
    """What writes a plain line where it belongs."""
    import click

    return lambda line: click.echo(line, err=to_stderr)


class LiveProgress:
    """A table that redraws itself."""

    def __init__(self, plan: Plan, console: "Console", clock: Callable[[], float] = time.time) -> None:
        from rich.live import Live

        self.plan = plan
        self.console = console
        self.clock = clock
        self.lanes = Lanes(plan.machines, plan.roles_to_run)
        self.live = Live(get_renderable=self.table, console=console, refresh_per_second=4)

    def __enter__(self) -> "LiveProgress":
        self.live.start(refresh=True)
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave the last state of the table on the screen."""
        self.live.stop()

    def take(self, event: Event) -> None:
        """Note one event; what a person must not miss is also written above the table."""
        self.lanes.take(event)
        if isinstance(event, Stopping):
            self.console.print(stopping_words(event))

    def table(self) -> "RenderableType":
        """The lines that fit, and a count of the machines that do not."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        lanes = list(self.lanes.lanes.values())
        shown = visible(lanes, self.console.height - SPARE_ROWS)
        table = Table.grid(padding=(0, 2))
        for _column in range(3):
            table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        for lane in shown:
            table.add_row(*self._cells(lane))
        return Group(table, Text(counts(lanes))) if len(shown) < len(lanes) else table

    def _cells(self, lane: Lane) -> "tuple[Text, ...]":
        from rich.text import Text

        end = lane.last if is_over(lane) else self.clock()
        elapsed = duration(end - lane.began) if lane.began else ""
        words = where(lane).splitlines()
        return (
            Text(lane.machine),
            Text("" if is_over(lane) else role_number(self.plan, lane)),
            Text(elapsed, justify="right"),
            Text(words[0] if words else "", style=style(lane)),
        )


def visible(lanes: Sequence[Lane], rows: int) -> list[Lane]:
    """The lanes to show: all when they fit, else those in trouble, then those longest at their step."""
    if len(lanes) <= max(rows, 1):
        return list(lanes)
    urgent = sorted(lanes, key=_urgency)[: max(rows - 1, 1)]
    return [lane for lane in lanes if lane in urgent]


def _urgency(lane: Lane) -> tuple[int, float]:
    if lane.lost or lane.failure:
        return (0, lane.last)
    if lane.working:
        return (1, lane.since)
    return (3, lane.last) if lane.reached_end else (2, lane.last)


def counts(lanes: Sequence[Lane]) -> str:
    """How many are done, at work, waiting, in trouble."""
    troubled = sum(1 for lane in lanes if lane.lost or lane.failure)
    done = sum(1 for lane in lanes if lane.reached_end)
    waiting = sum(1 for lane in lanes if not lane.began)
    numbers = {"all": len(lanes), "done": done, "waiting": waiting, "troubled": troubled}
    numbers["working"] = numbers["all"] - done - waiting - troubled
    text = _("%(all)d machines: %(done)d done, %(working)d at work, %(waiting)d waiting, %(troubled)d failed")
    return text % numbers


def is_over(lane: Lane) -> bool:
    """Whether nothing more comes from this machine, as far as can be known before the end."""
    return bool(lane.reached_end or lane.lost)


def where(lane: Lane) -> str:
    """Where a machine is, in words."""
    if lane.lost:
        return _("cannot be reached")
    if lane.reached_end:
        return _("done")
    if lane.failure and not lane.working:
        return _("problem: %(step)s") % {"step": step_words(lane.failure.role, lane.failure.task)}
    if not lane.began:
        return _("waiting")
    return retry_words(lane.retry, lane.role) if lane.retry else step_words(lane.role, lane.task)


def style(lane: Lane) -> Any:
    """The colour of a line; the words say the same without it."""
    if lane.lost:
        return "yellow"
    if lane.failure and not lane.working:
        return "red"
    return "green" if lane.reached_end else ""
