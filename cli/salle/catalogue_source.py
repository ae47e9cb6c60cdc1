# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the file of the catalogue and names every mistake in it, with its line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.model import Place, Problem
from salle.site.nodes import Kind, Node
from salle.site.wording import did_you_mean
from salle.site.yaml_source import read_yaml

Where = Sequence[str | int]
"""The way from the top of the file to a value."""


def read_entries(file: Path) -> dict[str, Any]:
    """The content of the catalogue's file as plain data.

    Raises:
        SalleError: it cannot be read or holds mistakes; all of them are named, as ``file:line: …``.
    """
    problems: list[Problem] = []
    node = read_yaml(file, problems)
    data: Any = node.plain() if node else None
    if node and not problems:
        mistakes = list(_schema_mistakes(data)) or list(_mistakes(data))
        problems = [Problem(_place(node, where), message) for where, message in mistakes]
    if problems or not isinstance(data, dict):
        raise SalleError(
            _("The catalogue of applications %(file)s cannot be used.") % {"file": file},
            why="\n".join(map(str, sorted(set(problems)))),
            code=Exit.LACKING,
        )
    return data


def schema() -> dict[str, Any]:
    """The JSON schema of the catalogue's file."""
    text = (paths.catalogue() / "applications.schema.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def _schema_mistakes(data: Any) -> Iterator[tuple[Where, str]]:
    import jsonschema

    for error in jsonschema.Draft202012Validator(schema()).iter_errors(data):
        yield tuple(error.absolute_path), error.message


def _mistakes(data: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    """What a schema cannot say: names that point at nothing, and promises without a word of warning."""
    for id_, entry in data["applications"].items():
        at = ("applications", id_)
        for number, profile in enumerate(entry["profiles"]):
            if profile not in data["profiles"]:
                message = _("there is no profile %(name)s.") % {"name": profile}
                yield (*at, "profiles", number), message + did_you_mean(profile, data["profiles"])
        if entry["category"] not in data["categories"]:
            message = _("there is no category %(name)s.") % {"name": entry["category"]}
            yield (*at, "category"), message + did_you_mean(entry["category"], data["categories"])
        lists = [entry["packages"], *entry.get("packages_on", {}).values()]
        if not all(lists) and not entry.get("web") and "limits" not in entry:
            yield (*at, "packages"), _("no package on some system: say in limits what people should know.")


def _place(node: Node, where: Where) -> Place:
    """Where a value stands; where it is missing, the nearest that holds it."""
    for step in where:
        if node.kind is Kind.LIST and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif step in (entries := node.entries()):
            node = entries[str(step)][1]
        else:
            break
    return node.place
