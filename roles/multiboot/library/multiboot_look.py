#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible module: which systems a machine holds, and whether its boot menu is ours to arrange."""

import os
import re
from pathlib import Path

from ansible.module_utils import multiboot_words as words
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.multiboot_disks import WINDOWS, others, parts, read, run
from ansible.module_utils.multiboot_owner import GRUB_CFG, in_charge, loader, secure_boot, uefi
from ansible.module_utils.multiboot_systems import LITTLE_ROOM, can_look, obstacles, room, systems

DOCUMENTATION = r"""
module: multiboot_look
short_description: Which systems a machine holds, and whether its boot menu is ours to arrange
description:
  - Looks at partitions, at what starts the machine, and at the other systems. Changes nothing.
author: The salle authors
options:
  machine:
    description: How people call the machine.
    type: str
    required: true
  entry:
    description: What our entry is called in the configuration of GRUB; tells whether our menu is there.
    type: str
    required: true
  files:
    description: Files that the role may have written; those that are there are returned, each as a wish to
      have it removed.
    type: list
    elements: str
    required: true
  drawn:
    description: What GRUB needs to show our menu, besides those files.
    type: list
    elements: str
    required: true
  wanted:
    description: Whether a menu is wanted at all.
    type: bool
    required: true
attributes:
  check_mode:
    support: full
    description: It only looks.
"""

EXAMPLES = r"""
- name: Look at the systems
  multiboot_look:
    machine: poste-01
    entry: salle-linux
    files: [/usr/lib/salle/grub.d/10_salle]
    drawn: [/boot/grub/themes/salle/letters-30.pf2]
    wanted: true
"""

RETURN = r"""
menu:
  description: Whether there is another system that our menu can offer.
  type: bool
  returned: always
notes:
  description: Sentences that somebody should know.
  type: list
  returned: always
"""


def look(machine, entry, files, drawn, wanted):
    """Everything the tasks need to know, at once."""
    there = parts()
    foreign = others(there)
    grub = loader() == "grub"
    found = systems() if grub and foreign and can_look() else []
    owner = in_charge() if grub and foreign else ""
    windows = [part.path for part in there if part.filesystem in WINDOWS]
    menu = wanted and bool(found) and _ours(owner, found, foreign)
    due = _menu_due(entry, [part.uuid for part in foreign if _is_of(part, found)], menu)
    return {
        "others": bool(grub and foreign),
        "windows": windows,
        "systems": [system.name for system in found],
        "windows_system": any(system.windows for system in found),
        "menu": menu,
        "menu_due": grub and (due or (menu and not all(map(os.path.exists, drawn)))),
        "secure_boot": secure_boot(),
        "clock": clock(),
        "files": [{"dest": file, "absent": True} for file in files if Path(file).exists()],
        "notes": list(notes(machine, there, foreign, found, owner)),
    }


def _is_of(part, found):
    """Whether a system of those found lies on the partition."""
    return part.path in [system.device for system in found]


def _ours(owner, found, foreign):
    """Whether the menu is ours to arrange; without another Linux nobody else's GRUB can be there."""
    rival = any(not system.windows for system in found) or any(p.filesystem not in WINDOWS for p in foreign)
    return owner == "ours" or (owner == "unknown" and not rival)


def _menu_due(entry, uuids, wanted):
    """Whether GRUB's configuration lacks our menu, or a system of it; or has it though it shall not."""
    text = read(GRUB_CFG)
    has = f"'{entry}'" in text
    return not has or any(uuid not in text for uuid in uuids) if wanted else has


def clock():
    """Which time the machine's clock keeps: local, utc; or none: no clock, or nobody to ask."""
    if not any(Path("/sys/class/rtc").glob("rtc*")) or not Path("/run/systemd/system").is_dir():
        return "none"
    if run("systemd-detect-virt", "--container", "--quiet").returncode == 0:
        return "none"  # the clock is that of the computer around it
    told = run("timedatectl", "show", "--property", "LocalRTC", "--value").stdout.strip()
    return {"yes": "local", "no": "utc"}.get(told, "none")


def notes(machine, there, foreign, found, owner):
    """What somebody should know of the machine's systems, in sentences."""
    if not foreign:
        return
    yield from _about_start(machine, found, owner)
    told = obstacles(there, uefi())
    for sentence, paths in told.items():
        yield sentence % {"machine": machine, "parts": _names(paths)}
    windows = [part.path for part in foreign if part.filesystem in WINDOWS]
    if owner and can_look() and windows and not any(s.windows for s in found) and not told:
        yield words.NO_SYSTEM % {"machine": machine, "parts": _names(windows)}
    if room() < LITTLE_ROOM:
        yield words.LITTLE_ROOM % {"machine": machine, "free": room() // 1000**2}


def _about_start(machine, found, owner):
    kind = loader()
    if kind == "systemd-boot":
        yield words.SYSTEMD_BOOT % {"machine": machine}
    elif kind != "grub":
        yield words.NO_GRUB % {"machine": machine}
    elif owner == "other":
        names = [system.name for system in found if not system.windows] or [system.name for system in found]
        yield words.NOT_OURS % {"machine": machine, "owner": ", ".join(names) or "?"}
    elif owner == "unknown" and any(not system.windows for system in found):
        yield words.OWNER_UNKNOWN % {"machine": machine}


def _names(paths):
    return ", ".join(re.sub("^/dev/", "", path) for path in paths)


def main():
    """Look, and answer."""
    options = {
        "machine": {"type": "str", "required": True},
        "entry": {"type": "str", "required": True},
        "files": {"type": "list", "elements": "str", "required": True},
        "drawn": {"type": "list", "elements": "str", "required": True},
        "wanted": {"type": "bool", "required": True},
    }
    module = AnsibleModule(argument_spec=options, supports_check_mode=True)
    module.exit_json(changed=False, **look(**module.params))


if __name__ == "__main__":
    main()
