# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdicts of a run, kept in its folder; and what was known of a machine before."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from salle.run.model import Run
from salle.run.record import earlier
from salle.verify.facts import Promised, read_facts
from salle.verify.results import CheckResult, MachineVerdict, Verdict, Weight

FILE = "verdicts.json"


@dataclass(frozen=True)
class Known:
    """What a run found of a machine."""

    run: Run
    verdict: MachineVerdict


def keep(verdicts: Sequence[MachineVerdict], folder: Path) -> None:
    """Write the verdicts into the run's folder."""
    text = json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[MachineVerdict, ...]:
    """The verdicts kept in a run's folder; none when it kept none, or none that can be read."""
    try:
        return tuple(_machine(one) for one in json.loads((folder / FILE).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def last_known(
    runs: Path, machines: Sequence[str], *, before: str = "", options: str = ""
) -> dict[str, Known]:
    """What the last run that got an answer from it found of each of these machines.

    Args:
        runs: the folder of the site's runs.
        machines: their names.
        before: only runs whose id comes before this one; all when empty.
        options: of the room itself when empty, of its practice room with ``--practice``.
    """
    found: dict[str, Known] = {}
    for run, folder in earlier(runs, before):
        if run.options != options:
            continue
        for verdict in load(folder):
            if verdict.machine in machines and verdict.results:
                found.setdefault(verdict.machine, Known(run, verdict))
        if len(found) == len(machines):
            break
    return found


def _machine(kept: dict[str, Any]) -> MachineVerdict:
    results = tuple(_result(one) for one in kept["results"])
    facts = read_facts(kept["facts"]) if kept.get("facts") else None
    promised = kept.get("promised")
    told = {"facts": facts, "promised": Promised(**_tuples(promised)) if promised else None}
    return MachineVerdict(**{**kept, "results": results, **told})


def _tuples(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def _result(kept: dict[str, Any]) -> CheckResult:
    told = {"verdict": Verdict(kept["verdict"]), "weight": Weight(kept["weight"])}
    return CheckResult(**{**kept, **told})
