# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A role uses Ansible's own modules and its own variables, and hides no failure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from ansible.playbook.block import Block
from ansible.playbook.handler import Handler
from ansible.playbook.task import Task
from house import ROOT, at_least_one, plays, read, roles, strings, tasks_of, tasks_of_plays
from jinja2 import nodes

KEYWORDS = {*Task.fattributes, *Block.fattributes, *Handler.fattributes, "local_action"}
"""Keys of a task that are not its module."""
EXPRESSIONS = ("when", "changed_when", "failed_when", "until", "that")
"""Keys whose text is an expression without braces."""
SERVICES = ("packages_requested", "packages_reasons", "base_files", "base_folders", "__base_files_written")
"""What roles hand each other: which packages to install and for whom; which files to write, and the
answer, which of them differed (roles/base/tasks/files.yml)."""
KNOWN = {
    "ansible_check_mode", "ansible_facts", "ansible_failed_result", "ansible_failed_task", "ansible_loop",
    "ansible_managed", "ansible_version", "inventory_dir", "inventory_hostname", "item", "omit", "role_path",
    "dict", "lookup", "namespace", "now", "q", "query", "range", "undef", *SERVICES,
}  # fmt: skip
FORGIVING = ("ignore_errors", "ignore_unreachable", "any_errors_fatal", "max_fail_percentage")

every_role = pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)


def module_of(task: dict[str, Any]) -> list[str]:
    return [key for key in task if key not in KEYWORDS and not key.startswith("with_")]


def names_read(expression: str) -> set[str]:
    """The variables that a Jinja template reads and does not set itself."""
    tree = jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(expression)
    names = list(tree.find_all(nodes.Name))
    own = {name.name for name in names if name.ctx in ("store", "param")}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    return {name.name for name in names if name.ctx == "load"} - own - {"loop", "caller", "varargs", "kwargs"}


def expressions(value: Any) -> Iterator[str]:
    """The bare expressions in a value, in braces."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in EXPRESSIONS:
                yield from ("{{ " + text + " }}" for text in strings(inner))
            yield from expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner)


def templates_of(role: Path) -> Iterator[tuple[Path, str]]:
    """Everything in a role that Ansible evaluates, with the file it stands in."""
    for folder in ("tasks", "handlers", "vars", "defaults"):
        for file in sorted((role / folder).glob("**/*.yml")):
            content = read(file)
            yield from ((file, text) for text in (*strings(content), *expressions(content)))
    for file in sorted((role / "templates").glob("**/*")):
        if file.is_file():
            yield file, file.read_text(encoding="utf-8")


def local_names(role: Path) -> set[str]:
    """Loop variables: they live for one task."""
    controls = [task.keys.get("loop_control") or {} for task in tasks_of(role)]
    return {control[key] for control in controls for key in ("loop_var", "index_var") if key in control}


@every_role
def test_a_role_uses_only_modules_that_come_with_ansible_and_its_own(role: Path) -> None:
    own = {file.stem for file in (role / "library").glob("*.py")}
    for task in tasks_of(role):
        if "block" in task.keys:
            continue
        modules = module_of(task.keys)
        assert len(modules) == 1, f"{task}: which module? {modules}"
        assert modules[0].startswith("ansible.builtin.") or modules[0] in own, f"{task}: {modules[0]}"


@every_role
def test_a_role_reads_only_its_own_variables(role: Path) -> None:
    seen = 0
    for file, text in templates_of(role):
        allowed = ("site_",) if file.parent.name == "defaults" else ()
        for name in names_read(text):
            seen += 1
            prefixes = (f"{role.name}_", f"__{role.name}_", *allowed)
            assert name.startswith(prefixes) or name in KNOWN | local_names(role), (
                f"{file.relative_to(ROOT)} reads {name}"
            )
    assert seen, f"nothing in {role.name} reads a variable: does this test still find them?"


@every_role
def test_a_role_sets_only_its_own_variables(role: Path) -> None:
    for file in (role / "vars").glob("**/*.yml"):
        foreign = [name for name in read(file) or {} if not name.startswith(f"__{role.name}_")]
        assert foreign == [], file.relative_to(ROOT)
    for task in tasks_of(role):
        facts = task.keys.get("ansible.builtin.set_fact") or {}
        names = {*facts, *(task.keys.get("vars") or {}), task.keys.get("register")} - {None, "cacheable"}
        assert {n for n in names if not n.startswith((f"__{role.name}_", *SERVICES))} == set(), str(task)


def test_nothing_in_a_role_or_playbook_forgives_an_error() -> None:
    tasks = at_least_one([*tasks_of_plays(), *(task for role in roles() for task in tasks_of(role))], "task")
    for task in tasks:
        assert [key for key in FORGIVING if key in task.keys] == [], str(task)
    for book, play in plays():
        assert [key for key in FORGIVING if key in play] == [], book.name


def test_the_names_that_an_expression_reads_are_found() -> None:
    text = "{{ a | default(b) }} {% set c = d %}{{ c }} {% for e in f %}{{ e.g }}{% endfor %}"
    assert names_read(text) == set("abdf")
    condition = {"when": ["x is defined", "'y' in z"]}
    assert {name for text in expressions(condition) for name in names_read(text)} == {"x", "z"}
