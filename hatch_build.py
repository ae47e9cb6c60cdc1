# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the translations when a wheel is built: compiled catalogues are not kept in git."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    """Writes ``<name>.mo`` beside each ``cli/salle/locale/<language>/LC_MESSAGES/<name>.po``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own signature
        """Compile every catalogue before the files of the wheel are gathered.

        Raises:
            FileNotFoundError: there is no catalogue, so the wheel would speak no French.
        """
        sources = sorted(Path(self.root).glob("cli/salle/locale/*/LC_MESSAGES/*.po"))
        if not sources:
            raise FileNotFoundError("cli/salle/locale holds no .po file")
        for source in sources:
            with source.open("rb") as texts, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(texts, locale=source.parents[1].name))
