#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible module: give Firefox its policies, once it is sure that it would take them."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from shutil import copy2
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.firefox_schema import problems, read_schema

DOCUMENTATION = r"""
module: firefox_policies
short_description: Give Firefox its policies, checked beforehand
description:
  - Holds the policies against the rules that the installed Firefox carries, then writes them.
    Nothing is written when Firefox would refuse or silently leave out a part.
  - Policies that somebody else wrote are kept beside, under another name, before they are replaced.
  - Also writes the preferences that Firefox takes from no policy.
options:
  policies:
    description: The policies, as documented by Mozilla, without the outer C(policies).
    type: dict
    required: true
  path:
    description: The file that Firefox reads them from.
    type: path
    required: true
  preferences:
    description: Preferences to lock, name to value.
    type: dict
    required: true
  preferences_path:
    description: The file that Firefox reads those from.
    type: path
    required: true
  archives:
    description: Where the installed Firefox may keep its rules; the first that exists is asked.
    type: list
    elements: path
    required: true
attributes:
  check_mode:
    support: full
    description: Tells what would change; without Firefox it warns that the policies could not be checked.
  diff_mode:
    support: full
    description: Shows both files before and after.
author: The salle authors
"""

EXAMPLES = r"""
- name: Forced private browsing
  firefox_policies:
    policies: {PrivateBrowsingModeAvailability: 2}
    path: /etc/firefox/policies/policies.json
    preferences: {app.normandy.enabled: false}
    preferences_path: /etc/firefox/defaults/pref/zz-salle.js
    archives: [/usr/lib/firefox-esr/browser/omni.ja]
"""

RETURN = r"""
checked:
  description: Whether the policies were held against the rules of the installed Firefox.
  returned: always
  type: bool
kept:
  description: Where policies that somebody else had written are kept; empty when there were none.
  returned: always
  type: str
"""

OPTIONS = {
    "policies": {"type": "dict", "required": True},
    "path": {"type": "path", "required": True},
    "preferences": {"type": "dict", "required": True},
    "preferences_path": {"type": "path", "required": True},
    "archives": {"type": "list", "elements": "path", "required": True},
}
# Firefox reads "policies" only, so a neighbour says whose file it is.
MARK = "made by salle, role browser: change the site, not this file"


def policies_text(policies: Mapping[str, Any]) -> str:
    """The policies file."""
    return json.dumps({"//": MARK, "policies": policies}, ensure_ascii=False, indent=2) + "\n"


def preferences_text(preferences: Mapping[str, str | int | bool]) -> str:
    """The preferences file."""
    lines = (f"pref({json.dumps(n)}, {json.dumps(v)}, locked);\n" for n, v in sorted(preferences.items()))
    return f"// {MARK}\n" + "".join(lines)


def rules(module: AnsibleModule) -> dict[str, Any] | None:
    """The rules of the installed Firefox, or None with a warning that says why there are none.

    The module fails here where Firefox is missing, unless nothing is installed yet (check mode).
    """
    archives = module.params["archives"]
    archive = next((path for path in archives if Path(path).is_file()), None)
    if archive is None and not module.check_mode:
        module.fail_json(msg=f"Firefox is not on this machine: none of {', '.join(archives)}")
    try:
        schema = read_schema(archive) if archive else None
    except (OSError, ValueError) as error:
        module.fail_json(msg=f"The rules that Firefox carries cannot be read: {error}")
    if schema is None:
        reason = "this Firefox carries no rules (before 153)" if archive else "Firefox is not installed yet"
        module.warn(f"The policies of Firefox could not be checked beforehand: {reason}.")
    return schema


def checked(module: AnsibleModule) -> bool:
    """Whether the policies could be held against those rules; the module fails when they do not fit."""
    schema = rules(module)
    found = problems(module.params["policies"], schema) if schema else []
    if found:
        module.fail_json(
            msg=f"Nothing was written: Firefox would not take {'; '.join(found)}", problems=found
        )
    return schema is not None


def read(path: Path) -> str:
    """The text of a file; empty when there is none."""
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""


def readable(path: Path) -> bool:
    """Whether everybody may read the file: Firefox runs as whoever sits there."""
    return path.is_file() and path.stat().st_mode & 0o7777 == 0o644


def name_beside(path: Path) -> Path:
    """A name for somebody else's file, not taken yet."""
    name, number = Path(f"{path}.before-salle"), 1
    while name.exists():
        number += 1
        name = Path(f"{path}.before-salle-{number}")
    return name


def write(module: AnsibleModule, path: Path, text: str) -> None:
    """Write the file in one go, readable by everybody, folders included."""
    for folder in reversed([folder for folder in path.parents if not folder.is_dir()]):
        folder.mkdir()
        folder.chmod(0o755)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".salle-", delete=False
    ) as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    module.atomic_move(file.name, str(path), keep_dest_attrs=False)


def make(module: AnsibleModule, path: Path, text: str) -> dict[str, Any]:
    """Make the file so, keeping what somebody else wrote.

    Returns:
        What differed, for Ansible's diff and with the place of the kept file; empty when all was well.
    """
    before = read(path)
    if before == text and readable(path):
        return {}
    kept = name_beside(path) if before and MARK not in before else None
    if not module.check_mode:
        if kept:
            copy2(path, kept)
        write(module, path, text)
    return {
        "before_header": str(path),
        "after_header": str(path),
        "before": before,
        "after": text,
        "kept": str(kept or ""),
    }


def main() -> None:
    """Check, then make both files so."""
    module = AnsibleModule(argument_spec=OPTIONS, supports_check_mode=True)
    was_checked = checked(module)
    wanted = {
        module.params["path"]: policies_text(module.params["policies"]),
        module.params["preferences_path"]: preferences_text(module.params["preferences"]),
    }
    differences = [found for path, text in wanted.items() if (found := make(module, Path(path), text))]
    kept = next((found["kept"] for found in differences if found["kept"]), "")
    module.exit_json(changed=bool(differences), checked=was_checked, kept=kept, diff=differences)


if __name__ == "__main__":
    main()
