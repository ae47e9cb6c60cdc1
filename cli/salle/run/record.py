# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The run folder: what stays of a run.

``run.json`` is written before the first machine is touched, so that a run that
is killed is found by the next one; ``events.jsonl`` grows line by line.  Nothing
of the environment, no variable and no result of a successful task is in them.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from salle import __version__
from salle.run.events import Began, Ended, Event, NoMachine, PlaybookBegan, Retry, Stats, Stopping, Text
from salle.run.lanes import Lanes
from salle.run.lock import operator
from salle.run.model import Outcome, Run, State, Step
from salle.whole import write_whole

_KINDS = {
    kind.__name__: kind for kind in (Began, Ended, NoMachine, PlaybookBegan, Retry, Stats, Stopping, Text)
}


def new_id(runs: Path, now: datetime | None = None) -> str:
    """An id for a run: the time in UTC, with a number when a folder of that second exists."""
    base = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    number, found = 1, base
    while (runs / found).exists():
        number += 1
        found = f"{base}-{number}"
    return found


class Record:
    """A run being recorded."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self.run = run
        self._events: IO[str] = (folder / "events.jsonl").open("a", encoding="utf-8", buffering=1)

    def take(self, event: Event) -> None:
        """Append one event."""
        line = json.dumps({"event": type(event).__name__, **asdict(event)}, default=sorted)
        self._events.write(f"{line}\n")

    def finish(self, outcomes: Iterable[Outcome], *, interrupted: bool) -> Run:
        """Write how it ended; return the run as kept."""
        self._events.close()
        state = "interrupted" if interrupted else "finished"
        self.run = replace(self.run, ended=datetime.now(UTC), state=state, outcomes=tuple(outcomes))
        _write(self.folder, self.run)
        return self.run


def start(
    runs: Path, run_id: str, verb: str, site: str, title: str, machines: Iterable[str], options: str = ""
) -> Record:
    """Make the run's folder, write that it runs, and let ``latest`` point to it.

    Args:
        runs: the folder of the site's runs.
        run_id: from :func:`new_id`.
        verb: what the run does.
        site: the site's name.
        title: the site's name for people.
        machines: who takes part; kept as unfinished until they have finished.
        options: what a command needs to come to the same machines.
    """
    folder = runs / run_id
    folder.mkdir(parents=True)
    run = Run(
        id=run_id,
        verb=verb,
        site=site,
        title=title,
        started=datetime.now(UTC),
        operator=operator(),
        version=__version__,
        outcomes=tuple(Outcome(machine, State.UNFINISHED) for machine in machines),
        options=options,
    )
    _write(folder, run)
    _point(runs / "latest", run_id)
    return Record(folder, run)


def load_run(folder: Path) -> Run:
    """The run kept in a folder.

    Raises:
        OSError: there is none.
        ValueError: it cannot be understood.
    """
    kept: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    ended = datetime.fromisoformat(kept["ended"]) if kept["ended"] else None
    outcomes = tuple(_outcome(outcome) for outcome in kept["outcomes"])
    return Run(
        **{**kept, "started": datetime.fromisoformat(kept["started"]), "ended": ended, "outcomes": outcomes}
    )


def last_run(runs: Path) -> Run | None:
    """The newest run of a site, or None; a folder that cannot be read is passed over.

    Args:
        runs: the folder of the site's runs.
    """
    return next((run for run, _folder in earlier(runs)), None)


def earlier(runs: Path, before: str = "") -> Iterator[tuple[Run, Path]]:
    """The runs of a site and their folders, the newest first; those that cannot be read are passed over.

    Args:
        runs: the folder of the site's runs.
        before: only runs whose id comes before this one; all when empty.
    """
    for file in sorted(runs.glob("*/run.json"), reverse=True):
        folder = file.parent
        if folder.is_symlink() or (before and folder.name >= before):
            continue
        try:
            yield load_run(folder), folder
        except (OSError, ValueError, KeyError, TypeError):
            continue


def close_abandoned(runs: Path) -> Run | None:
    """Mark the last run as interrupted when it still says it runs; only for who holds the lock.

    Returns:
        The run, told from what its events say, or None when there was none.
    """
    run = last_run(runs)
    if run is None or run.state != "running":
        return None
    lanes = Lanes(outcome.machine for outcome in run.outcomes)
    for event in load_events(runs / run.id):
        lanes.take(event)
    ended = max([run.started.timestamp(), *(lane.last for lane in lanes.lanes.values())])
    run = replace(
        run,
        ended=datetime.fromtimestamp(ended, UTC),
        state="interrupted",
        outcomes=lanes.outcomes(interrupted=True),
    )
    _write(runs / run.id, run)
    return run


def load_events(folder: Path) -> tuple[Event, ...]:
    """The events of a run; a last line that was cut is left out."""
    events = []
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
        try:
            events.append(_event(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            continue
    return tuple(events)


def _event(kept: dict[str, Any]) -> Event:
    fields = dict(kept)
    kind = _KINDS[fields.pop("event")]
    if kind is Ended:
        fields["step"] = Step(**fields["step"])
    if kind is Stats:
        fields |= {name: frozenset(fields[name]) for name in ("failed", "unreachable")}
    if kind is Stopping:
        fields["machines"] = tuple(fields["machines"])
    return kind(**fields)


def _outcome(kept: dict[str, Any]) -> Outcome:
    changes = tuple(Step(**step) for step in kept["changes"])
    told = {"state": State(kept["state"]), "changes": changes, "notes": tuple(kept.get("notes", ()))}
    told["installed"] = tuple(kept.get("installed", ()))
    return Outcome(**{**kept, **told})


def _write(folder: Path, run: Run) -> None:
    """Whole or not at all: a crash leaves the former text."""
    text = json.dumps(asdict(run), default=datetime.isoformat, ensure_ascii=False, indent=1)
    write_whole(folder / "run.json", f"{text}\n".encode())


def _point(link: Path, target: str) -> None:
    draft = link.with_name(".latest.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)
