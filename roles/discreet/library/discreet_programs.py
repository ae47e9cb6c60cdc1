# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible module: proprietary programs out of sight, and back."""

from __future__ import annotations

import json
import pwd
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible.module_utils import discreet_words as words
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.discreet_alternatives import choose, freed, restore, wished
from ansible.module_utils.discreet_entries import LOCAL, read
from ansible.module_utils.discreet_facts import owners
from ansible.module_utils.discreet_files import (
    STATE,
    bring_back,
    is_so,
    kept_at,
    lay,
    make_folders,
    refresh_types,
    remove_empty,
)
from ansible.module_utils.discreet_plan import skeleton_entries, system_entries, wishes
from ansible.module_utils.discreet_survey import Judged, Program, judge, programs

DOCUMENTATION = r"""
module: discreet_programs
short_description: Proprietary programs out of sight, and back
description:
  - Finds them by facts (part of the archive, origin, licence, maker), takes them out of the menu, of
    panels, of new desktops and of the default applications, and leaves them installed.
  - What was there before is kept, and comes back with O(state=absent).
author: The salle authors
options:
  state:
    description: Whether they are out of sight.
    type: str
    choices: [present, absent]
    default: present
  catalogue:
    description: The content of C(catalogue/proprietary.yml).
    type: dict
    required: true
  keep:
    description: What stays in sight all the same.
    type: list
    elements: str
    default: []
  extra:
    description: What goes out of sight besides.
    type: list
    elements: str
    default: []
  homes:
    description: Folders that new homes are made from.
    type: list
    elements: path
    default: [/etc/skel]
  machine:
    description: What people call this machine.
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Tells what would be hidden.
"""

EXAMPLES = r"""
- name: Out of sight
  discreet_programs:
    catalogue: "{{ lookup('ansible.builtin.file', 'catalogue/proprietary.yml') | from_yaml }}"
    machine: poste-01
"""

RETURN = r"""
programs:
  description: The programs that are out of sight, with the reason and what starts them.
  type: list
  returned: always
notes:
  description: What whoever deploys should know, one sentence each.
  type: list
  elements: str
  returned: always
"""

OPTIONS = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "catalogue": {"type": "dict", "required": True},
    "keep": {"type": "list", "elements": "str", "default": []},
    "extra": {"type": "list", "elements": "str", "default": []},
    "homes": {"type": "list", "elements": "path", "default": ["/etc/skel"]},
    "machine": {"type": "str", "required": True},
}
ROOT = Path("/")
REASONS = {
    "known": words.KNOWN,
    "section": words.SECTION,
    "origin": words.ORIGIN,
    "maintainer": words.MAINTAINER,
    "licence": words.LICENCE,
    "extra": words.EXTRA,
}
OWN = (".local/share/applications/*.desktop", ".config/xfce4/panel/launcher-*/*.desktop")
DESKTOPS = ("Desktop", "Bureau")
"""Where people have icons, in the languages we know."""


class Record:
    """What earlier runs hid, and what was there before them; a file on the machine."""

    def __init__(self, root: Path) -> None:
        self._top = root / STATE
        self._file = self._top / "hidden.json"
        self.there = self._file.is_file()
        self.state = json.loads(self._file.read_text("utf-8")) if self.there else {}
        self.programs: list[dict[str, Any]] = self.state.get("programs", [])
        self.files: dict[str, str] = self.state.get("files", {})
        self.alternatives: dict[str, str] = self.state.get("alternatives", {})

    def write(self, state: Mapping[str, Any]) -> None:
        """Keep it; everybody may read it, for it holds nothing of anybody."""
        make_folders(self._top)
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
        draft.chmod(0o644)
        draft.replace(self._file)

    def remove(self) -> None:
        """Nothing is hidden any more."""
        self._file.unlink(missing_ok=True)
        remove_empty(self._top, self._top)


def main() -> None:
    """Look, compare, then hide or bring back."""
    module = AnsibleModule(argument_spec=OPTIONS, supports_check_mode=True)
    record = Record(ROOT)
    if module.params["state"] == "present":
        hide(module, record)
    show(module, record)


def hide(module: AnsibleModule, record: Record) -> None:
    """Hide what is proprietary, show again what no longer is; the module ends here."""
    homes = [home.lstrip("/") for home in module.params["homes"]]
    people = own_entries()
    groups = [system_entries(ROOT), skeleton_entries(ROOT, homes), [entry for _, entry in people]]
    system, skeleton, theirs = judge_all(module, groups)
    found = programs(system)
    wanted = {str(wish.path): wish for wish in wishes(ROOT, system, skeleton, homes, record.files)}
    hidden = is_hidden(system)
    free = freed(record.alternatives, hidden)
    preferred = wished(record.alternatives, hidden)
    before = record.alternatives | {name: was for name, (_, was) in preferred.items()}
    state = {
        "programs": [one.plain() for one in found],
        "files": {path: wish.digest for path, wish in wanted.items()},
        "alternatives": {name: was for name, was in before.items() if name not in free},
    }
    due = [wish for wish in wanted.values() if not is_so(wish)]
    back = sorted(set(record.files) - set(wanted))
    changed = bool(due or back or preferred) or state != record.state
    notes = [*news(module, record, found)]
    notes += [
        say_home(module, account, one) for (account, _), one in zip(people, theirs, strict=True) if one.reason
    ]
    if changed and not module.check_mode:
        # first what we lay, so that a run that is cut knows its own files
        record.write({**state, "files": record.files | state["files"]})
        for wish in due:
            lay(ROOT, wish, record.files.get(str(wish.path)))
        notes += bring_all_back(module, record, back)
        refresh_types(ROOT / LOCAL)
        restore(record.alternatives, free)
        for name, (value, _was) in preferred.items():
            choose(name, value)
        record.write(state)
    module.exit_json(changed=changed, programs=state["programs"], notes=notes)


def news(module: AnsibleModule, record: Record, found: list[Program]) -> Iterator[str]:
    """What is hidden from now on, and what is shown again."""
    before = {one["name"] for one in record.programs}
    yield from (hidden_words(module, one) for one in found if one.name not in before)
    for name in sorted(before - {one.name for one in found}):
        yield words.SHOWN % {"machine": module.params["machine"], "name": name}


def show(module: AnsibleModule, record: Record) -> None:
    """Bring everything back; the module ends here."""
    notes = [*news(module, record, [])]
    if record.there and not module.check_mode:
        notes += bring_all_back(module, record, sorted(record.files))
        refresh_types(ROOT / LOCAL)
        restore(record.alternatives, record.alternatives)
        record.remove()
    module.exit_json(changed=record.there, programs=[], notes=notes)


def judge_all(module: AnsibleModule, groups: list[list[Any]]) -> list[list[Judged]]:
    """Judge several groups of entries at once: each tool of the machine costs half a second."""
    flat = [entry for group in groups for entry in group]
    told = module.params
    judged = iter(judge(ROOT, flat, told["catalogue"], told["keep"], told["extra"]))
    return [[next(judged) for _ in group] for group in groups]


def own_entries() -> list[tuple[str, Any]]:
    """Account and menu entry, panel button or icon in people's own homes: read, never changed."""
    found = []
    for account in pwd.getpwall():
        if 1000 <= account.pw_uid < 60000:
            home = Path(account.pw_dir)
            patterns = (*OWN, *(f"{name}/*.desktop" for name in DESKTOPS))
            files = [file for pattern in patterns for file in sorted(home.glob(pattern))]
            found += [(account.pw_name, entry) for file in files if (entry := read(file))]
    return found


def is_hidden(system: list[Judged]) -> Any:
    """A test: is this file one of the programs that are out of sight?"""
    hidden = {one.facts.package for one in system if one.reason} - {""}
    files = {command for one in system if one.reason for command in one.facts.commands}

    def test(path: str) -> bool:
        real = str(Path(path).resolve())
        return path in files or real in files or owners([path]).get(path, "") in hidden

    return test


def bring_all_back(module: AnsibleModule, record: Record, paths: list[str]) -> Iterator[str]:
    """Bring these files back; what cannot be brought back is told."""
    for path in map(Path, paths):
        if not bring_back(ROOT, path, record.files[str(path)]) and kept_at(ROOT, path).exists():
            told = {"machine": module.params["machine"], "path": path, "kept": kept_at(ROOT, path)}
            yield words.TAKEN % told


def hidden_words(module: AnsibleModule, one: Program) -> str:
    """What is told of a program that is out of sight from now on."""
    why = REASONS[one.kind] % {"fact": one.fact}
    told = {"machine": module.params["machine"], "name": one.name, "why": why, "command": one.command}
    return words.HIDDEN % told


def say_home(module: AnsibleModule, account: str, one: Judged) -> str:
    """What is told of something in a person's own home."""
    return words.HOME % {"machine": module.params["machine"], "account": account, "paths": one.entry.file}


if __name__ == "__main__":
    main()
