# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that every verb understands in the same way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from salle.i18n import LANGUAGES, _

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Settings:
    """How the person wants to be spoken to, and where things lie."""

    inventories: Path | None = None
    runs: Path | None = None
    plain: bool = False
    json: bool = False
    verbose: int = 0
    debug: bool = False


def common(command: Command) -> Command:
    """Add the common options; the command receives them as ``settings``."""

    @wraps(command)
    def with_settings(
        *args: Any,
        inventories: Path | None,
        runs: Path | None,
        plain: bool,
        as_json: bool,
        verbose: int,
        debug: bool,
        lang: str | None,  # noqa: ARG001 - main() has read it already, before texts were defined
        **kwargs: Any,
    ) -> Any:
        settings = Settings(inventories, runs, plain, as_json, verbose, debug)
        return command(*args, settings=settings, **kwargs)

    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option("--lang", type=click.Choice(LANGUAGES), help=_("Language of the messages.")),
        click.option("--debug", is_flag=True, help=_("Show where in the code an error arose.")),
        click.option("-v", "--verbose", count=True, help=_("Print the equivalent ansible-playbook command.")),
        click.option("--json", "as_json", is_flag=True, help=_("One JSON document on standard output.")),
        click.option("--plain", is_flag=True, help=_("One line per event, no live display.")),
        click.option("--runs", type=folder, help=_("Folder that keeps the records of the runs.")),
        click.option("--inventories", type=folder, help=_("Folder that holds the sites.")),
    ):
        with_settings = option(with_settings)
    return cast(Command, with_settings)
