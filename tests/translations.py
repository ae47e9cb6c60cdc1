# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the French catalogue in step with the texts of the code.

::

    .venv/bin/python tests/translations.py update    # add new texts to salle.po, drop those that are gone
    .venv/bin/python tests/translations.py missing   # print what has no French yet; exit 1 when there is some

The texts are those that ``babel.cfg`` finds, Click's own, and the descriptions in every
``argument_specs.yml`` (the reference of variables is written from them, in French), and what roles
say (``salle.run.role_texts``).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "cli"))

from salle.run import role_texts  # noqa: E402 - found beside us, installed or not

FRENCH = ROOT / "cli/salle/locale/fr/LC_MESSAGES/salle.po"
SPECS = ("roles/*/meta/argument_specs.yml", "cli/salle/site/argument_specs.yml")
HEADER = """\
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Kept in step with the code by tests/translations.py."""

Text = str | tuple[str, ...]


def _empty(locale: str | None = None) -> Catalog:
    return Catalog(
        locale,
        project="salle",
        version="(main)",
        header_comment=HEADER,
        copyright_holder="The salle authors",
        msgid_bugs_address="CONTRIBUTING.md",
        last_translator="The salle authors",
        language_team="French",
        charset="utf-8",
        fuzzy=False,  # a catalogue marked as fuzzy is not compiled
    )


def _keywords() -> dict[str, tuple[int, ...] | None]:
    return {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def _in_code() -> Iterator[tuple[str, Text]]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    for file, _line, text, _comments, _context in extract_from_dir(ROOT, methods, options, _keywords()):
        yield file, text


def _in_click() -> Iterator[tuple[str, Text]]:
    folder = Path(click.__file__).parent
    for file, _line, text, _comments, _context in extract_from_dir(
        folder, [("**.py", "python")], {}, _keywords()
    ):
        yield f"click/{file}", text


def paragraphs(description: str | list[str]) -> list[str]:
    """The texts of a description in an argument specification."""
    return [description] if isinstance(description, str) else description


def _in_options(options: dict[str, dict] | None) -> Iterator[str]:
    for option in (options or {}).values():
        yield from paragraphs(option.get("description", []))
        yield from _in_options(option.get("options"))


def _in_specs() -> Iterator[tuple[str, Text]]:
    for file in sorted(path for pattern in SPECS for path in ROOT.glob(pattern)):
        entry = yaml.safe_load(file.read_text(encoding="utf-8"))["argument_specs"]["main"]
        for text in (entry["short_description"], *_in_options(entry.get("options"))):
            yield str(file.relative_to(ROOT)), text


def template() -> Catalog:
    """Every text a user may read, untranslated, with the files it stands in."""
    catalog = _empty()
    for source in (_in_code, _in_click, _in_specs, role_texts.texts):
        for file, text in source():
            catalog.add(text, locations=[(file, None)])
    return catalog


def french() -> Catalog:
    """The French catalogue as it is; an empty one when there is none yet."""
    if not FRENCH.exists():
        return _empty("fr")
    with FRENCH.open("rb") as texts:
        return read_po(texts, locale="fr")


def update() -> None:
    """Lay the texts of the code over the French catalogue; translations that still fit stay."""
    catalog = french()
    created = catalog.creation_date
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.creation_date = created  # else every update would be a change
    catalog.header_comment = HEADER
    FRENCH.parent.mkdir(parents=True, exist_ok=True)
    with FRENCH.open("wb") as texts:
        write_po(texts, catalog, width=110, ignore_obsolete=True, include_lineno=False, sort_output=True)


def missing() -> list[Message]:
    """The texts that have no French: absent, empty in one of their forms, or marked as doubtful."""
    have = french()
    return [message for message in template() if message.id and not _is_whole(have.get(message.id))]


def _is_whole(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms)


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] == ["missing"]:
        without = missing()
        for message in without:
            print(repr(message.id))
        sys.exit(1 if without else 0)
    else:
        sys.exit(__doc__)
