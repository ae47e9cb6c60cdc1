# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Working on a practice machine as its administrator, over SSH like everybody else."""

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from salle.rehearsal.tools import failed


@dataclass(frozen=True)
class Reached:
    """A machine within reach; ``ssh`` are the words of an SSH command to it."""

    name: str
    ssh: tuple[str, ...]

    def run(
        self, argv: Sequence[str], *, seconds: float = 600, text: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as root, whatever its exit code; 255 means that SSH itself failed.

        Args:
            argv: the words of the command.
            seconds: how long it may take.
            text: given to its standard input.

        Raises:
            SalleError: it took longer.
        """
        words = [*self.ssh, shlex.join(["sudo", "-n", *argv])]
        try:
            return subprocess.run(
                words, input=text, capture_output=True, text=True, errors="replace", timeout=seconds
            )
        except subprocess.TimeoutExpired as error:
            raise failed(words, str(error)) from error
