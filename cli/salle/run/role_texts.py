# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What roles say to people, in their language.

A role speaks English, with values filled in by Ansible on the way.  Its
sentences are read from the role's own files, each ``{{ value }}`` becomes a
placeholder, and a message that a machine brings back is recognised by its
fixed words.  So French needs no second copy of any sentence in a role.

A module of a role keeps its sentences as constants in ``module_utils/…_words.py``,
with ``%(name)s`` for what it fills in.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from salle import paths
from salle.i18n import _

SPOKEN = re.compile(r"fail_msg|msg|words|__\w+_(words|failure|cause|causes)")
"""Keys of tasks and of internal variables whose text people read."""
VALUE = re.compile(r"\{%.*%\}|\{\{.*?\}\}", re.DOTALL)
"""What Ansible fills in: a value, or all from the first block of a template to its last."""
HOLE = re.compile(r"%\((\w+)\)s")
"""What a module fills in."""
PROSE = re.compile(r"[^\W\d_]+[ ,'’]+[^\W\d_]+ ")
QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
FIXED_LETTERS = 12
"""A sentence is recognised by at least so many fixed letters; fewer would fit anything."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a role: the text to translate, and how to recognise it filled in."""

    text: str
    pattern: re.Pattern[str]
    names: tuple[str, ...] = ()
    """What the values are called; numbers when not given."""

    def read(self, message: str) -> dict[str, str] | None:
        """The values in a message that is this sentence; None when it is another."""
        found = self.pattern.fullmatch(message)
        if found is None:
            return None
        names = self.names or tuple(str(n) for n in range(1, len(found.groups()) + 1))
        return dict(zip(names, found.groups(), strict=True))


def in_language(message: str, translate: Callable[[str], str] = _) -> str:
    """The message in the reader's language where a role said it; any other is given back as it is."""
    lines = [line for line in message.splitlines() if line.strip()]
    if len(lines) > 1 and all(_known(line) for line in lines):
        return "\n".join(in_language(line, translate) for line in lines)
    flat = " ".join(message.split())
    for sentence in sentences():
        values = sentence.read(flat)
        if values is not None:
            spoken = translate(sentence.text)
            return spoken % {n: _value(value, translate) for n, value in values.items()} if values else spoken
    return message


def _known(line: str) -> bool:
    """Whether the line is a sentence of its own."""
    flat = " ".join(line.split())
    return any(sentence.pattern.fullmatch(flat) for sentence in sentences())


def _value(value: str, translate: Callable[[str], str]) -> str:
    """A value may be a piece of a sentence that the role chose."""
    inner = value.strip()
    spoken = translate(inner) if inner else ""
    return (
        value.replace(inner, in_language(inner, translate) if spoken == inner else spoken) if inner else value
    )


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence of every role; the one with the most fixed letters is tried first."""
    found = {text: Sentence(text, pattern) for text, pattern in map(_sentence, _spoken())}
    found |= {text: _of_module(text) for _file, text in _module_texts()}
    fixed = {text: len(re.sub(r"%\(\w+\)s|\W", "", text)) for text in found}
    return tuple(
        found[text] for text in sorted(found, key=lambda text: -fixed[text]) if fixed[text] >= FIXED_LETTERS
    )


def texts() -> Iterator[tuple[str, str]]:
    """File and text of all that roles say to people: names of steps, sentences, pieces of sentences."""
    for file in _files():
        name = str(file.relative_to(paths.data_root()))
        for node in _walk(_load(file)):
            step = node.get("name")
            if isinstance(step, str) and " " in step and "{{" not in step:
                yield name, step
            for said in _said(node):
                yield name, _sentence(said)[0]
                for piece in _pieces(said):
                    yield name, piece
    yield from _module_texts()


def _module_texts() -> Iterator[tuple[str, str]]:
    """File and text of the sentences that modules of roles say."""
    for file in sorted(paths.roles().glob("*/module_utils/*_words.py")):
        name = str(file.relative_to(paths.data_root()))
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            value = node.value if isinstance(node, ast.Assign) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield name, value.value


def _of_module(text: str) -> Sentence:
    """A sentence whose places have names; written with ``%`` as Python fills it in."""
    parts = HOLE.split(text)
    fixed = [part.replace("%%", "%") for part in parts[::2]]
    return Sentence(text, re.compile("(.*?)".join(map(_loosely, fixed)), re.DOTALL), tuple(parts[1::2]))


def _sentence(said: str) -> tuple[str, re.Pattern[str]]:
    """The text with placeholders, and what recognises it filled in; white space counts as one space."""
    fixed = [re.sub(r"\s+", " ", part) for part in VALUE.split(said.strip())]
    if len(fixed) == 1:
        return fixed[0], re.compile(re.escape(fixed[0]))
    holes = [f"%({n})s" for n in range(1, len(fixed))] + [""]
    text = "".join(part.replace("%", "%%") + hole for part, hole in zip(fixed, holes, strict=True))
    return text, re.compile("(.*?)".join(map(_loosely, fixed)), re.DOTALL)


def _loosely(part: str) -> str:
    """The fixed words; a value beside them may be empty, and then two spaces were one."""
    inner = re.escape(part.strip())
    return f"{' ?' if part[:1] == ' ' else ''}{inner}{' ?' if part[-1:] == ' ' and inner else ''}"


def _pieces(said: str) -> Iterator[str]:
    """Words in a value that the role chooses between: 'It was' if … else 'It would be'."""
    for value in VALUE.findall(said):
        for piece in QUOTED.findall(value):
            if len(piece.split()) > 1 and re.fullmatch(r"[A-Za-z][\w ,.:;'’-]+", piece.strip()):
                yield piece.strip()


def _spoken() -> Iterator[str]:
    for file in _files():
        for node in _walk(_load(file)):
            yield from _said(node)


def _said(node: dict[str, Any]) -> Iterator[str]:
    """The prose below the keys that people read; a regular expression or a bare value is none."""
    for key, value in node.items():
        if SPOKEN.fullmatch(key):
            told = value.values() if isinstance(value, dict) else [value]
            yield from (
                text
                for text in told
                if isinstance(text, str) and PROSE.search(VALUE.sub("", text)) and not text.startswith("(?")
            )


def _files() -> list[Path]:
    return sorted([*paths.roles().glob("*/tasks/*.yml"), *paths.roles().glob("*/vars/*.yml")])


def _load(file: Path) -> Any:
    import yaml

    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _walk(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _walk(value)
    elif isinstance(data, list):
        for value in data:
            yield from _walk(value)
