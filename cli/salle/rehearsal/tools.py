# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running this computer's programs, with an error that a person can read."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from salle.errors import SalleError
from salle.i18n import _

Say = Callable[[str], None]
"""Tells the person what goes on, one sentence at a time."""


def silent(_sentence: str) -> None:
    """Say nothing: for tests and for callers that speak for themselves."""


def run(
    argv: Sequence[str], *, seconds: float = 60, environ: Mapping[str, str] | None = None, text: str = ""
) -> str:
    """Run a program and return what it printed.

    Args:
        argv: the words of the command.
        seconds: how long it may take.
        environ: added to this process's environment.
        text: given to its standard input.

    Raises:
        SalleError: it is not there, failed, or took too long; with its last words.
    """
    try:
        done = subprocess.run(
            argv,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(environ or {})},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise failed(argv, str(error)) from error
    if done.returncode:
        raise failed(argv, done.stderr or done.stdout)
    return done.stdout


def failed(argv: Sequence[str], words: str) -> SalleError:
    """The error for a program that failed: its name and its last words."""
    last = "\n".join(words.strip().splitlines()[-6:])
    return SalleError(
        _("On this computer, the command '%(command)s' failed.") % {"command": " ".join(argv)[:300]}, why=last
    )


def works(argv: Sequence[str]) -> bool:
    """Whether the program ran well; for questions whose answer may be no."""
    try:
        run(argv)
    except SalleError:
        return False
    return True


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, never crossing into another file system.

    ``rm --one-file-system`` rather than a walk of ours: should a mount below
    have been left behind, what it holds must survive.
    """
    if folder.exists():
        run(["rm", "-rf", "--one-file-system", str(folder)], seconds=600)


def tail(file: Path, lines: int = 15) -> str:
    """The last lines of a log, readable whatever bytes it holds."""
    try:
        text = file.read_bytes()[-8000:].decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join("".join(c for c in line if c.isprintable()) for line in text.splitlines()[-lines:])
