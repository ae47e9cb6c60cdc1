# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from salle.run.model import Run
from salle.site.model import Site
from salle.verify.results import MachineVerdict


@dataclass(frozen=True)
class Report:
    """A run on a room and what verification said; ``photos`` are pictures of screens, by machine."""

    run: Run
    site: Site
    verdicts: tuple[MachineVerdict, ...] = ()
    photos: Mapping[str, Path] = field(default_factory=dict)
