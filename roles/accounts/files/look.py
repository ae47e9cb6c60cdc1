# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose the public account's name and number are, and what it may do.

Runs on the machine: ``python3 - JSON``.  Prints one JSON document.  Standard library only.
"""

import grp
import json
import pwd
import re
import stat
import sys
from pathlib import Path

PAM = "/etc/pam.d/lightdm"


def read(path):
    """The text of a file; empty when there is none."""
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""


def account(look, key):
    """Name, number, home of an account; nothing when there is none."""
    try:
        found = look(key)
    except KeyError:
        return None
    return {"name": found.pw_name, "uid": found.pw_uid, "home": found.pw_dir}


def group(look, key):
    """Name and number of a group; nothing when there is none."""
    try:
        found = look(key)
    except KeyError:
        return None
    return {"name": found.gr_name, "gid": found.gr_gid}


def groups_of(name):
    """Groups the account was put in, beside its own."""
    return sorted(found.gr_name for found in grp.getgrall() if name in found.gr_mem)


def open_homes():
    """Homes of people that anybody on the machine may look into."""
    homes = {found.pw_dir for found in pwd.getpwall() if 1000 <= found.pw_uid < 60000}
    return sorted(
        home
        for home in homes
        if home.startswith("/home/")
        and Path(home).is_dir()
        and stat.S_IMODE(Path(home).stat().st_mode) & 0o007
    )


def locked(name):
    """Whether no password opens the account; shadow(5)."""
    lines = [line.split(":") for line in read("/etc/shadow").splitlines() if line.startswith(name + ":")]
    return bool(lines) and lines[0][1][:1] in ("!", "*")


def look(wanted):
    """Everything the tasks need to know, at once."""
    name, uid = wanted["name"], wanted["uid"]
    home = Path("/home", name)
    folders = [Path(wanted["skeleton"], folder) for folder in wanted["folders"]]
    french = wanted["french"]
    return {
        "name_is": account(pwd.getpwnam, name),
        "uid_is": account(pwd.getpwuid, uid),
        "group_name_is": group(grp.getgrnam, name),
        "gid_is": group(grp.getgrgid, uid),
        "mark": read(wanted["mark"]).strip(),
        "home_owner": home.lstat().st_uid if home.exists() or home.is_symlink() else None,
        "groups": groups_of(name),
        "locked": locked(name),
        "door": bool(group(grp.getgrnam, wanted["door"])),
        "folders": [str(folder) for folder in folders if not folder.is_dir()] if french else [],
        "surplus": [] if french else [str(folder) for folder in folders if folder.is_dir()],
        "open_homes": open_homes(),
        "pam": pam(wanted["door"]),
        "gate": gate(name, uid, wanted["gate"]),
        "ssh": Path("/etc/ssh/sshd_config.d").is_dir(),
        "mediator": mediator(**wanted["mediator"]),
    }


def mediator(name, mark, groups):
    """Whose the name of the mediator's account is, and the groups of its kind that it is not in."""
    there = [one for one in groups if group(grp.getgrnam, one)]
    return {
        "name_is": account(pwd.getpwnam, name),
        "ours": read(mark).strip() == name,
        "groups": there,
        "lacks": [one for one in there if one not in groups_of(name)],
        "shut": locked(name),
    }


def pam(door):
    """lightdm's PAM rules with the door right before passwords are asked for; nothing without lightdm."""
    text = read(PAM)
    before = text.partition("@include common-auth")[0]
    rule = rf"(?m)^auth\s+sufficient\s+pam_succeed_if\.so\s+user ingroup {re.escape(door)}\s*$"
    if re.search(rule, before):
        return text
    line = f"auth sufficient pam_succeed_if.so user ingroup {door}\n"
    return re.sub(r"(?m)^@include common-auth\s*$", lambda found: line + found[0], text, count=1)


def gate(name, uid, program):
    """At how many of PAM's two questions the gate is asked about the public account; pam-auth-update(8)."""
    ours = (
        rf"uid ne {uid}\n\w+\s+required\s+pam_exec\.so quiet stdout {re.escape(program)} {re.escape(name)}\n"
    )
    return sum(bool(re.search(ours, read(f"/etc/pam.d/common-{kind}"))) for kind in ("account", "session"))


if __name__ == "__main__":
    print(json.dumps(look(json.loads(sys.argv[1]))))
