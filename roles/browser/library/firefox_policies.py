#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible module: give Firefox its policies, once it is sure that it would take them."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible.module_utils import firefox_words as words
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.firefox_files import (
    Difference,
    clear,
    kept_files,
    make,
    policies_text,
    preferences_text,
    read,
    take_away,
)
from ansible.module_utils.firefox_neighbours import differing, weakened
from ansible.module_utils.firefox_schema import Problem, Rules, deprecated, problems, read_rules

DOCUMENTATION = r"""
module: firefox_policies
short_description: Give Firefox its policies, checked beforehand
description:
  - Holds the policies against the rules that the installed Firefox carries, then writes them.
    Nothing is written when Firefox would refuse or silently leave out a part.
  - Policies that somebody else wrote are kept beside, under another name, before they are replaced;
    with O(state=absent) they get their name back.
  - Also writes the preferences that Firefox takes from no policy.
  - Tells what somebody else set and Firefox does not follow, or what weakens it in people's profiles.
options:
  state:
    description: Whether Firefox shall have these policies, or what was there before.
    type: str
    choices: [present, absent]
    default: present
  policies:
    description: The policies, as documented by Mozilla, without the outer C(policies).
    type: dict
    required: true
  preferences:
    description: Preferences to lock, name to value.
    type: dict
    required: true
  builds:
    description:
      - Each way Firefox may be installed, with the files it reads. The first is always written;
        another one only where it is installed.
      - C({machine}) in a path stands for the machine's architecture.
    type: list
    elements: dict
    required: true
    suboptions:
      path:
        description: The file that Firefox reads its policies from.
        type: path
        required: true
      preferences_path:
        description: The file that Firefox reads its preferences from.
        type: path
        required: true
      archives:
        description: Where the installed Firefox may keep its rules; the first that exists is asked.
        type: list
        elements: path
        required: true
      installed:
        description: A folder that is there when this build is installed; empty for the first build.
        type: path
        default: ""
  distribution:
    description: Policies files that Firefox would read if there were none in O(builds).
    type: list
    elements: path
    default: []
  extensions_folder:
    description: The folder of extensions that came as files; what is not in O(extensions) is removed from it.
    type: path
  extensions:
    description: The files that stay in it; none with O(state=absent).
    type: list
    elements: str
    default: []
  places:
    description: Where in the site's files a part of the policies was asked for, by its dotted name.
    type: dict
    default: {}
  machine:
    description: What people call this machine.
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Tells what would change; without Firefox it tells that the policies could not be checked.
  diff_mode:
    support: full
    description: Shows the files before and after.
author: The salle authors
"""

EXAMPLES = r"""
- name: Forced private browsing
  firefox_policies:
    policies: {PrivateBrowsingModeAvailability: 2}
    preferences: {app.normandy.enabled: false}
    builds:
      - path: /etc/firefox/policies/policies.json
        preferences_path: /etc/firefox/defaults/pref/zz-salle.js
        archives: [/usr/lib/firefox-esr/browser/omni.ja]
    machine: poste-01
"""

RETURN = r"""
checked:
  description: Whether the policies were held against the rules of the installed Firefox.
  returned: always
  type: bool
problems:
  description: What Firefox would refuse or leave out, by its dotted name; nothing was written then.
  returned: failure
  type: list
  elements: str
notes:
  description: What whoever deploys should know, one sentence each.
  returned: always
  type: list
  elements: str
"""

BUILD = {
    "path": {"type": "path", "required": True},
    "preferences_path": {"type": "path", "required": True},
    "archives": {"type": "list", "elements": "path", "required": True},
    "installed": {"type": "path", "default": ""},
}
OPTIONS = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "policies": {"type": "dict", "required": True},
    "preferences": {"type": "dict", "required": True},
    "builds": {"type": "list", "elements": "dict", "required": True, "options": BUILD},
    "distribution": {"type": "list", "elements": "path", "default": []},
    "extensions_folder": {"type": "path"},
    "extensions": {"type": "list", "elements": "str", "default": []},
    "places": {"type": "dict", "default": {}},
    "machine": {"type": "str", "required": True},
}
MOST_PROBLEMS = 20


def installed_builds(module: AnsibleModule) -> list[dict[str, Any]]:
    """The first build, and the others that are on this machine, with whole paths."""
    machine = os.uname().machine
    builds = [
        {name: _whole(value, machine) for name, value in build.items()} for build in module.params["builds"]
    ]
    return [*builds[:1], *(build for build in builds[1:] if Path(build["installed"]).is_dir())]


def _whole(value: Any, machine: str) -> Any:
    if isinstance(value, list):
        return [_whole(one, machine) for one in value]
    return value.replace("{machine}", machine)


def rules_of(module: AnsibleModule, build: Mapping[str, Any]) -> tuple[Rules | None, str]:
    """The rules of an installed Firefox, or why there are none.

    The module fails here where Firefox is missing, unless nothing is installed yet (check mode).
    """
    archives = build["archives"]
    archive = next((path for path in archives if Path(path).is_file()), None)
    if archive is None and not module.check_mode:
        module.fail_json(msg=words.NO_FIREFOX % {"archives": ", ".join(archives)})
    try:
        rules = read_rules(archive) if archive else None
    except (OSError, ValueError) as error:
        module.fail_json(msg=words.NO_RULES % {"why": error})
    return rules, "" if rules else words.TOO_OLD if archive else words.NOT_YET


def check(module: AnsibleModule, builds: list[dict[str, Any]]) -> tuple[bool, list[str]]:
    """Whether the policies could be held against the rules, and what to tell about it.

    The module fails here, before anything is written, when they do not fit.
    """
    policies, machine = module.params["policies"], module.params["machine"]
    notes, whole = [], True
    for build in builds:
        rules, why_not = rules_of(module, build)
        if rules is None:
            whole = False
            notes.append(words.UNCHECKED % {"machine": machine, "why": why_not})
            continue
        refuse(module, problems(policies, rules.schema))
        if old := deprecated(policies, rules):
            notes.append(words.DEPRECATED % {"machine": machine, "names": ", ".join(old)})
    return whole, list(dict.fromkeys(notes))


def refuse(module: AnsibleModule, found: list[Problem]) -> None:
    """End the module when there are problems; each is told with its place in the site's files."""
    if not found:
        return
    told = [f"{place_of(one.where, module.params['places'])}{one}" for one in found[:MOST_PROBLEMS]]
    if len(found) > MOST_PROBLEMS:
        told.append(words.MORE_REFUSED % {"count": len(found) - MOST_PROBLEMS})
    module.fail_json(msg="\n".join([words.REFUSED, *told]), problems=[one.where for one in found])


def place_of(where: str, places: Mapping[str, str]) -> str:
    """``file:line:column: `` of the nearest name in the site's files; empty where the site said nothing."""
    while where and where not in places:
        shorter = max(where.rfind("."), where.rfind("["))
        where = where[:shorter] if shorter > 0 else ""
    return f"{places[where]}: " if where else ""


def follow(module: AnsibleModule, builds: list[dict[str, Any]]) -> list[Difference]:
    """Make every file so, or put back what was there before."""
    texts = {
        "path": policies_text(module.params["policies"]),
        "preferences_path": preferences_text(module.params["preferences"]),
    }
    found = []
    for build in builds:
        for name, text in texts.items():
            path = Path(build[name])
            wanted = module.params["state"] == "present"
            found.append(make(module, path, text) if wanted else take_away(module, path))
    return [difference for difference in found if difference]


def told_of(module: AnsibleModule, differences: list[Difference]) -> Iterator[str]:
    """What became of somebody else's files."""
    machine = module.params["machine"]
    for one in differences:
        if one.restored:
            yield words.RESTORED % {"machine": machine, "path": one.path}
            older = kept_files(one.path)
            older = older[:-1] if module.check_mode else older
            if older:
                paths = ", ".join(map(str, older))
                yield words.OLDER_KEPT % {"machine": machine, "paths": paths}
        if one.kept:
            names = differing(one.before, module.params["policies"])
            told = {"machine": machine, "path": one.path, "kept": one.kept, "names": ", ".join(names or ())}
            yield (
                words.REPLACED_UNREAD if names is None else words.REPLACED if names else words.REPLACED_ALIKE
            ) % told


def told_of_neighbours(module: AnsibleModule) -> Iterator[str]:
    """What somebody else set that Firefox does not follow, or that weakens it."""
    machine = module.params["machine"]
    for path in map(Path, module.params["distribution"]):
        names = differing(read(path), module.params["policies"])
        if names:
            yield words.HIDDEN % {"machine": machine, "path": path, "names": ", ".join(names)}
    for one in weakened(module.params["policies"]):
        told = {"account": one.account, "path": one.path, "names": ", ".join(one.names)}
        yield words.PROFILE % {"machine": machine, **told}


def main() -> None:
    """Check, then make the files so."""
    module = AnsibleModule(argument_spec=OPTIONS, supports_check_mode=True)
    wanted = module.params["state"] == "present"
    builds = installed_builds(module)
    was_checked, notes = check(module, builds) if wanted else (False, [])
    differences = follow(module, builds)
    folder, names = module.params["extensions_folder"], module.params["extensions"]
    removed = clear(module, Path(folder), names if wanted else ()) if folder else []
    notes += told_of(module, differences)
    notes += told_of_neighbours(module) if wanted else ()
    module.exit_json(
        changed=bool(differences or removed),
        checked=was_checked,
        notes=notes,
        diff=[one.shown() for one in differences],
    )


if __name__ == "__main__":
    main()
