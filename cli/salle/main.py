# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: chooses the language, runs a verb, and is the one way out for errors."""

import os
import sys
from collections.abc import Sequence

from salle import i18n
from salle.errors import SalleError
from salle.exit_codes import Exit


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``salle`` with these words (default: the process's own); return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    i18n.use(i18n.choose(words, dict(os.environ)))
    import click

    from salle.commands.group import salle

    try:
        code = salle.main(words, prog_name="salle", standalone_mode=False)
    except click.exceptions.Abort:
        return _say_interrupted()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except SalleError as error:
        return _say(error, debug="--debug" in words)
    except KeyboardInterrupt:
        return _say_interrupted()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED
    except Exception as error:
        if "--debug" in words:
            raise
        return _say(_unforeseen(error), debug=False)
    return code if isinstance(code, int) else Exit.OK


def _say(error: SalleError, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    sys.stderr.write(f"{error}\n")
    return error.code


def _say_interrupted() -> int:
    sys.stderr.write(i18n._("Interrupted.") + "\n")
    return Exit.INTERRUPTED


def _unforeseen(error: Exception) -> SalleError:
    return SalleError(
        i18n._("salle met an error it does not know: %(kind)s: %(text)s")
        % {"kind": type(error).__name__, "text": error},
        hint=i18n._(
            "Run the same command again with --debug and send us what it prints: it is a fault of salle."
        ),
    )
