# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible module: several system files as they shall be, in one step."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: system_files
short_description: Several system files as they shall be, in one step
description:
  - Writes each file whole, for root, and makes the folders that it lacks; removes those that shall not
    be there. One step, because a task per file costs two round trips per file and machine.
author: The salle authors
options:
  files:
    description:
      - "C(dest): its path. C(content): its text. C(mode): its permissions, C(0644) when not told.
        C(absent): it shall not be there."
    type: list
    elements: dict
    required: true
  folders:
    description:
      - "Folders that are ours alone, below C(/usr/share/salle) or C(/usr/lib/salle): a file in them, or in
        their own folders, that I(files) does not name shall not be there. Links are removed, never
        followed."
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    support: full
    description: Tells which files would change.
  diff_mode:
    support: full
    description: Shows each file before and after.
"""

EXAMPLES = r"""
- name: A setting of ours, and one of before that goes
  system_files:
    files:
      - {dest: /etc/apt/apt.conf.d/60-salle, content: "APT::Periodic::Unattended-Upgrade \"1\";\n"}
      - {dest: /etc/apt/apt.conf.d/50-salle, absent: true}

- name: A folder that holds this file and no other
  system_files:
    files: [{dest: /usr/share/salle/portal/place.json, content: "{}"}]
    folders: [/usr/share/salle/portal]
"""

RETURN = r"""
written:
  description: The paths that were not as they shall be, removed ones included.
  type: list
  returned: always
"""

KEYS = {"dest", "content", "mode", "absent"}
OURS = (Path("/usr/share/salle"), Path("/usr/lib/salle"))
"""Nothing that no wish names is removed but below these."""


def wrong(file):
    """Why a wish cannot be followed; empty when it can."""
    unknown = sorted(set(file) - KEYS)
    if unknown:
        return f"unknown: {', '.join(unknown)}"
    if not str(file.get("dest", "")).startswith("/"):
        return "dest is no absolute path"
    if Path(file["dest"]).is_dir():
        return f"{file['dest']} is a folder"
    return "" if file.get("absent") or "content" in file else f"{file['dest']}: no content"


def wrong_folder(folder):
    """Why nothing may be removed from a folder; empty when it may."""
    path = Path(folder)
    if ".." in path.parts or not any(ours in path.parents for ours in OURS):
        return f"{folder} is not ours alone"
    if path.resolve() != path:  # a link on the way leads to where somebody else's files are
        return f"{folder} is reached by a link"
    if path.exists() and not path.is_dir():
        return f"{folder} is no folder"
    mounts = [str(one) for one in mount_points() if path in (one, *one.parents)]
    return f"{mounts[0]} is mounted there" if mounts else ""


def mount_points():
    """Where something is mounted on this computer (proc(5); a space is written in octal digits)."""
    lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    octal = re.compile(r"\\(\d{3})")
    return [Path(octal.sub(lambda found: chr(int(found[1], 8)), line.split()[1])) for line in lines]


def stop(error):
    """A folder that cannot be looked into is told, never passed over; one that is not there holds nothing."""
    if not isinstance(error, FileNotFoundError):
        raise error


def surplus(folders, files):
    """Wishes that what is in these folders, and in no wish, shall not be there."""
    wanted = {os.path.normpath(file["dest"]) for file in files}
    there = {
        str(path)
        for folder in folders
        for here, inside, names in os.walk(folder, onerror=stop)
        for path in map(Path(here).joinpath, [*inside, *names])
        if path.is_symlink() or not path.is_dir()
    }
    return [{"dest": path, "absent": True} for path in sorted(there - wanted)]


def mode(file):
    """Its permissions."""
    return int(str(file.get("mode") or "0644"), 8)


def text(path):
    """What a file says; empty when there is none."""
    return path.read_text("utf-8", "surrogateescape") if path.is_file() else ""


def differs(file):
    """Whether the file must be written, or removed."""
    path = Path(file["dest"])
    if file.get("absent"):
        return path.exists() or path.is_symlink()
    if not path.is_file() or path.read_bytes() != str(file["content"]).encode():
        return True
    found = path.stat()
    return stat.S_IMODE(found.st_mode) != mode(file) or (found.st_uid, found.st_gid) != (0, 0)


def difference(file):
    """What changes, as Ansible shows it."""
    after = "" if file.get("absent") else str(file["content"])
    return {
        "before_header": file["dest"],
        "after_header": file["dest"],
        "before": text(Path(file["dest"])),
        "after": after,
    }


def write(file):
    """Put the text in place in one move."""
    path = Path(file["dest"])
    for folder in reversed([folder for folder in path.parents if not folder.is_dir()]):
        folder.mkdir()
        folder.chmod(0o755)
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".salle-", delete=False) as draft:
        draft.write(str(file["content"]).encode())
    Path(draft.name).chmod(mode(file))
    Path(draft.name).replace(path)


def main():
    """Compare all, then write and remove."""
    options = {
        "files": {"type": "list", "elements": "dict", "required": True},
        "folders": {"type": "list", "elements": "str", "default": []},
    }
    module = AnsibleModule(argument_spec=options, supports_check_mode=True)
    files, folders = module.params["files"], module.params["folders"]
    problems = [why for why in (*map(wrong, files), *map(wrong_folder, folders)) if why]
    if problems:
        module.fail_json(msg=f"Nothing was written: {'; '.join(problems)}")
    due = [file for file in files + surplus(folders, files) if differs(file)]
    shown = [difference(file) for file in due] if module._diff else []
    if not module.check_mode:
        for file in due:
            if file.get("absent"):
                Path(file["dest"]).unlink()
            else:
                write(file)
    module.exit_json(changed=bool(due), written=[file["dest"] for file in due], diff=shown)


if __name__ == "__main__":
    main()
