# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever command a person is told to type exists, with the options it is given.

Commands are looked for in every text of the code (English and French), in the messages of roles
and playbooks, and in the code spans and blocks of every page.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import translations
from click.testing import CliRunner
from house import ROOT, at_least_one, files, read, strings
from salle.commands.group import salle

PAGES = ("*.md", "docs/**/*.md", "roles/*/README.md", "tests/**/*.md", "bench/**/*.md", "changelog.d/*.md")
COMMAND = re.compile(r"(?:^|(?<=[\s`\"'«(/]))salle +([a-z][a-z-]*)((?: +[^\s`]+)*)", re.MULTILINE)
IN_PROSE = re.compile(r"^ +(?:%\(|-|[A-Z]{2,}|\{)")
"""What follows a verb where a sentence names a command: a value to fill in, or an option."""
OPTION = re.compile(r"(?<= )(--?[a-zA-Z][\w-]*)")


def in_texts() -> Iterator[tuple[str, str]]:
    for message in [*translations.template(), *translations.french()]:
        if not message.id:
            continue  # the header of the catalogue
        for part in (message.id, message.string):
            yield from (("a text", form) for form in (part if isinstance(part, tuple) else (part,)) if form)
    for file in files("roles/**/*.yml", "playbooks/*.yml"):
        yield from ((str(file.relative_to(ROOT)), text) for text in strings(read(file)))


def code_of(page: Path) -> Iterator[str]:
    """Lines of code blocks, and code spans."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```", text, flags=re.MULTILINE | re.DOTALL)
    yield from (line for block in blocks for line in block.splitlines())
    yield from re.findall(r"`([^`\n]+)`", text)


def commands() -> list[tuple[str, str, str]]:
    """Each command that is told to a person: where, the verb, what follows it."""
    told = [
        (where, found[1], found[2])
        for where, text in in_texts()
        for found in COMMAND.finditer(text)
        if IN_PROSE.match(found[2])
    ]
    told += [
        (str(page.relative_to(ROOT)), found[1], found[2])
        for page in files(*PAGES)
        for code in code_of(page)
        for found in COMMAND.finditer(code)
    ]
    return sorted(set(at_least_one(told, "command in a hint")))


def verbs() -> dict[str, click.Command]:
    context = click.Context(salle)
    names = [name for name in salle.list_commands(context) if name]
    return {name: command for name in names if (command := salle.get_command(context, name))}


def options_of(command: click.Command) -> set[str]:
    named = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
    return named | {"-h", "--help"}


@pytest.mark.parametrize("verb", salle.list_commands(click.Context(salle)))
def test_every_verb_explains_itself(verb: str) -> None:
    ended = CliRunner().invoke(salle, [verb, "--help"])
    assert ended.exit_code == 0, ended.output
    assert ended.output.startswith("Usage: salle " + verb) or "salle " + verb in ended.output.splitlines()[0]


def test_every_verb_in_a_hint_exists() -> None:
    known = salle.list_commands(click.Context(salle))
    assert [(where, verb) for where, verb, _ in commands() if verb not in known] == []


def test_every_option_in_a_hint_exists() -> None:
    options = {name: options_of(command) for name, command in verbs().items()}
    wrong = [
        (where, verb, option)
        for where, verb, rest in commands()
        for option in OPTION.findall(rest)
        if option not in options.get(verb, {option})
    ]
    assert wrong == []


def test_the_verbs_that_matter_are_told_somewhere() -> None:
    """A new verb that no page and no hint names is not found by anybody."""
    told = {verb for _, verb, _ in commands()}
    assert set(salle.list_commands(click.Context(salle))) - told == set()


@pytest.mark.parametrize("verb", ["deploy", "plan", "rehearse"])
def test_the_same_command_with_the_password_of_the_vault_can_be_typed(verb: str) -> None:
    """What a person is told whose site has a vault (salle.run.causes)."""
    assert "--vault-password-file" in options_of(verbs()[verb])
