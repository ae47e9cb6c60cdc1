# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``salle`` command and its verbs.

A verb is found by its name in this folder: ``commands/<verb>.py`` holds a Click
command called ``command``.  Modules import what is heavy inside their functions,
so that ``salle --help`` answers within 0.3 s.
"""

from importlib import import_module

import click

from salle import __version__
from salle.i18n import _

VERBS = ("init", "check", "plan", "deploy", "verify", "status", "report", "rehearse")


class Verbs(click.Group):
    """Loads a verb's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The verbs, in the order in which a coordinator meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb's command, loaded now."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"salle.commands.{cmd_name}").command
        return command


@click.command(
    "salle",
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Equip the computers of a public room with free software, and prove it."),
)
@click.version_option(__version__, prog_name="salle")
def salle() -> None:
    """The group itself does nothing."""
