# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from salle.report.drift import Drift
from salle.run.model import Run
from salle.site.model import Site
from salle.verify.results import MachineVerdict


@dataclass(frozen=True)
class Report:
    """A run on a room and what verification said.

    ``photos`` are pictures of screens, by machine; ``options`` is what a command needs to come to the same
    machines again (a practice room's).
    """

    run: Run
    site: Site
    verdicts: tuple[MachineVerdict, ...] = ()
    photos: Mapping[str, Path] = field(default_factory=dict)
    options: str = ""
    drifts: Mapping[str, Drift] = field(default_factory=dict)
    """What is otherwise than when it was last verified, by machine."""

    @property
    def bundle(self) -> str:
        """SHA-256 of the bundle that was run; empty when no machine was checked."""
        return next((verdict.bundle for verdict in self.verdicts if verdict.bundle), "")

    @property
    def promise(self) -> str:
        """SHA-256 of what was promised, of one machine's own page; several have one each."""
        found = [verdict.promised.digest for verdict in self.verdicts if verdict.promised]
        return found[0] if len(self.verdicts) == len(found) == 1 else ""

    @property
    def seconds(self) -> float:
        """How long it all took; a deployment's own time ends before its checks begin."""
        checks = max((verdict.seconds for verdict in self.verdicts), default=0.0)
        return self.run.seconds + (checks if self.run.verb == "deploy" else 0.0)
