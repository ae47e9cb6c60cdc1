# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/coordinator/variables.md, the French reference of all variables.

::

    .venv/bin/python tests/variables.py

It says what each role's ``meta/argument_specs.yml`` and ``defaults/main.yml`` say: they are the one
source; a policy test fails when the page is older than they are.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from translations import ROOT, french, paragraphs

PAGE = ROOT / "docs/coordinator/variables.md"
HEAD = """\
<!-- SPDX-FileCopyrightText: 2026 The salle authors -->
<!-- SPDX-License-Identifier: CC-BY-SA-4.0 -->
# Toutes les variables

<!-- Written by tests/variables.py from the argument specifications: change those. -->

Ce qu’un site dit de lui-même va dans `group_vars/all/site.yml` ; ce qui règle un rôle, dans
`group_vars/all/<rôle>.yml`. Une variable absente prend sa valeur par défaut. Un groupe
(`group_vars/<groupe>/`) ou un poste (`host_vars/<poste>.yml`) peut dire autre chose que toute la salle.
`salle check SITE` vérifie les noms et les valeurs sans toucher à aucun poste.
"""
TYPES = {
    "str": "texte", "int": "nombre entier", "float": "nombre", "bool": "`true` ou `false`", "path": "chemin",
    "dict": "ensemble de clés",
}  # fmt: skip


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def _catalogue() -> Catalog:
    return french()


def _in_french(text: str) -> str:
    message = _catalogue().get(text)
    said = str(message.string) if message and message.string else text
    for mark in "CVIBO":  # Ansible's own markup for code, values and the like
        said = said.replace(f"{mark}(", "\0(")
    return _code(said)


def _code(text: str) -> str:
    before, mark, rest = text.partition("\0(")
    if not mark:
        return text
    inner, _, after = rest.partition(")")
    return f"{before}`{inner}`{_code(after)}"


def _type(option: dict[str, Any]) -> str:
    if option["type"] == "list":
        return "liste : " + TYPES[option["elements"]]
    return TYPES[option["type"]]


def _option(name: str, option: dict[str, Any], default: str | None, depth: int) -> Iterator[str]:
    indent = "  " * depth
    facts = [_type(option)]
    if option.get("required"):
        facts.append("obligatoire")
    if option.get("choices"):
        facts.append("au choix " + ", ".join(f"`{choice}`" for choice in option["choices"]))
    if default is not None:
        facts.append(f"par défaut {default}")
    said = " ".join(_in_french(text) for text in paragraphs(option["description"]))
    yield f"{indent}- `{name}` ({' ; '.join(facts)}) : {said}"
    for inner, inside in (option.get("options") or {}).items():
        yield from _option(inner, inside, None, depth + 1)


def _default(value: Any) -> str:
    """A default as a coordinator would say it; a rule in Jinja is told by what it follows."""
    if value in ("", [], {}, None):
        return "vide"
    if isinstance(value, str):
        return _rule(value) if "{" in value else f"`{value}`"
    return (
        "`"
        + yaml.safe_dump(value, default_flow_style=True, width=10_000).removesuffix("\n...\n").strip()
        + "`"
    )


def _rule(text: str) -> str:
    if follows := re.fullmatch(r"\{\{ (site_\w+) \| default\('([^']*)'(, true)?\) \}\}", text):
        return f"celle de `{follows[1]}`, sinon `{follows[2]}`"
    names = sorted(set(re.findall(r"site_\w+", text)))
    if "inventory_hostname" in text:
        return "d’après le nom du poste"
    return "d’après " + ", ".join(f"`{name}`" for name in names) if names else "calculée"


def _section(title: str, spec: Path, defaults: dict[str, Any]) -> Iterator[str]:
    entry = _read(spec)["argument_specs"]["main"]
    yield from ("", f"## {title}", "", _in_french(entry["short_description"]) + ".", "")
    for name, option in (entry.get("options") or {}).items():
        yield from _option(name, option, _default(defaults[name]) if name in defaults else None, 0)


def page() -> str:
    """The whole page, as it should be committed."""
    lines = list(_section("Le site", ROOT / "cli/salle/site/argument_specs.yml", {}))
    for role in sorted(path for path in (ROOT / "roles").iterdir() if path.is_dir()):
        defaults = _read(role / "defaults/main.yml") or {}
        lines += _section(role.name, role / "meta/argument_specs.yml", defaults)
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
