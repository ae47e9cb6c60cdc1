# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the verbs that go to machines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from salle.i18n import _

Command = TypeVar("Command", bound=Callable[..., Any])


def _split(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (value or "").split(",") if word.strip())


limit_option = click.option(
    "--limit", metavar="NAME,…", help=_("Only these machines or groups; !NAME leaves one out.")
)
tags_option = click.option(
    "--tags",
    callback=_split,
    metavar="ROLE,…",
    help=_("Only these roles; the packages they need come along."),
)
password_option = click.option(
    "--ask-become-pass", is_flag=True, help=_("Ask for the sudo password of the machines.")
)
vault_option = click.option(
    "--vault-password-file",
    envvar="ANSIBLE_VAULT_PASSWORD_FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("File that holds the password of the site's vault."),
)
practice_option = click.option(
    "--practice", is_flag=True, help=_("On the practice room that rehearse --keep has left.")
)


def machine_options(command: Command) -> Command:
    """Add what every verb that runs Ansible understands."""
    for option in (practice_option, vault_option, password_option, tags_option, limit_option):
        command = option(command)
    return command
