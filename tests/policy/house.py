# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the policy tests look at: roles, playbooks, tasks, templates, texts.

Each enumeration refuses to be empty: a policy over nothing would hold for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

Thing = TypeVar("Thing")
ROOT = Path(__file__).parents[2]
LISTS_OF_TASKS = ("pre_tasks", "tasks", "post_tasks", "handlers")
BLOCKS = ("block", "rescue", "always")


def at_least_one(things: list[Thing], what: str) -> list[Thing]:
    assert things, f"there is no {what}: what this policy looks at has moved"
    return things


def files(*patterns: str) -> list[Path]:
    found = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    return at_least_one(found, " ".join(patterns))


def roles() -> list[Path]:
    return at_least_one(sorted(path for path in (ROOT / "roles").iterdir() if path.is_dir()), "role")


def playbooks() -> list[Path]:
    return files("playbooks/*.yml")


def read(path: Path) -> Any:
    assert path.is_file(), f"{path.relative_to(ROOT)} is missing"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_AnsibleLoader)


class _AnsibleLoader(yaml.SafeLoader):
    """YAML as Ansible reads it, as far as these tests need: !unsafe and !vault are plain text."""


for tag in ("!unsafe", "!vault"):
    _AnsibleLoader.add_constructor(tag, lambda loader, node: loader.construct_scalar(node))


@dataclass(frozen=True)
class Task:
    """A task and the file it stands in."""

    file: Path
    keys: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}: {self.keys.get('name', self.keys)}"


def _walk(file: Path, tasks: list[dict[str, Any]] | None) -> Iterator[Task]:
    for keys in tasks or []:
        yield Task(file, keys)
        for block in BLOCKS:
            yield from _walk(file, keys.get(block))


def tasks_of(role: Path) -> list[Task]:
    """Every task and handler of a role, those in blocks included."""
    found = [
        task
        for folder in ("tasks", "handlers")
        for file in sorted((role / folder).glob("**/*.yml"))
        for task in _walk(file, read(file))
    ]
    return at_least_one(found, f"task in {role.name}")


def plays() -> list[tuple[Path, dict[str, Any]]]:
    return at_least_one([(book, play) for book in playbooks() for play in read(book)], "play")


def tasks_of_plays() -> list[Task]:
    """Every task that stands in a playbook itself."""
    return [task for book, play in plays() for name in LISTS_OF_TASKS for task in _walk(book, play.get(name))]


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, keys of mappings included."""
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield from strings(key)
                yield from strings(inner)
        case list():
            for inner in value:
                yield from strings(inner)
