# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way out for everything that goes wrong.

Every error a person can meet is a :class:`SalleError`: what happened, why, and
what to do next.  The command line prints it and exits with its code; a bare
traceback is only shown with ``--debug``.
"""

from salle.exit_codes import Exit


class SalleError(Exception):
    """An error that a person reads.

    Args:
        what: what happened, on which machine, already translated.
        why: the cause, where it is known.
        hint: what to do next; a command in it must exist (a test collects them).
        code: the exit code.
    """

    def __init__(self, what: str, *, why: str = "", hint: str = "", code: Exit = Exit.FAILED) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.why, self.hint) if part)
