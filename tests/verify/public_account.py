# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's own programs for the public account, tried where they harm nobody.

Somebody may be in session meanwhile: no session is opened or ended, and nothing of the account is touched.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAMS = Path("/usr/lib/salle/public")
STAMPS = Path("/run/salle")
APART = ["unshare", "--mount", "--propagation", "private"]
"""A command's own view of what is mounted; mount_namespaces(7)."""
ALONE = ["--ipc", "--pid", "--fork", "--mount-proc"]
"""Besides: it sees no other program, so that it can end none; pid_namespaces(7)."""

LEAVE_AND_RESET = """
import json, os, subprocess, sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import account, home, places, processes
root, name, uid = Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
system = account.System(root)
ours = account.Account(name, uid, uid, root / "home" / name)
for folder in ("home", "etc", "tmp", "var/tmp", "dev/shm", "var/spool/cron/crontabs", "usr/share/salle"):
    (root / folder).mkdir(parents=True, exist_ok=True)
for copied in ("etc/skel", "usr/share/salle/skeleton"):
    if Path("/", copied).is_dir():
        subprocess.run(["cp", "-a", "/" + copied, root / copied], check=True)
left = ["home/%s/letter" % name, "home/%s/.hidden/cookie" % name, "tmp/mine", "var/tmp/mine", "dev/shm/mine"]
for place in left:
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text("left behind")
    os.chown(root / place, uid, uid)
os.chown(ours.home, uid, uid)
(root / "var/spool/cron/crontabs" / name).write_text("* * * * * true")
(root / "tmp/others").write_text("somebody else's")
child = subprocess.Popen(["sleep", "600"], user=uid, group=uid, extra_groups=[], start_new_session=True)
steps = (home.put_away, places.clear_shared, places.clear_named, home.empty_aside, home.build)
said = [f"program {one}" for one in processes.end_all(uid)] if os.getpid() < 100 else ["not alone"]
said += [what for step in steps for what in step(ours, system)]
said += [place for place in (*left, "var/spool/cron/crontabs/" + name) if (root / place).exists()]
said += [] if child.poll() is not None else ["a program"]
said += [] if (root / "tmp/others").exists() else ["somebody else's file was deleted"]
fresh = sorted(path.name for path in ours.home.iterdir())
print(json.dumps({"left": said, "fresh": fresh}))
"""
"""Leaves traces in a folder that looks like a system, and makes the account there as new."""

ASK_PAM = """
import ctypes, json, sys
pam, libc = ctypes.CDLL("libpam.so.0"), ctypes.CDLL(None)
TALK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
class Conversation(ctypes.Structure):
    _fields_ = [("talk", TALK), ("data", ctypes.c_void_p)]
silent = Conversation(TALK(lambda *_: 19), None)
pam.pam_start.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p]
pam.pam_acct_mgmt.argtypes = [ctypes.c_void_p, ctypes.c_int]
pam.pam_end.argtypes = [ctypes.c_void_p, ctypes.c_int]
answers = {}
for door in sys.argv[2:]:
    handle = ctypes.c_void_p()
    pam.pam_start(door.encode(), sys.argv[1].encode(), ctypes.byref(silent), ctypes.byref(handle))
    answers[door] = pam.pam_acct_mgmt(handle, 0) == 0
    pam.pam_end(handle, 0)
print(json.dumps(answers))
"""
"""Asks PAM, at each of these doors, whether the account may come in; pam_acct_mgmt(3). Nobody comes in."""

DOORS = (
    "login",
    "lightdm",
    "lightdm-autologin",
    "gdm-password",
    "gdm-autologin",
    "sddm",
    "sddm-autologin",
    "su",
)


def doors() -> list[str]:
    """The doors that this machine has."""
    return [door for door in DOORS if Path("/etc/pam.d", door).is_file()]


def reset_elsewhere(name: str, uid: int) -> dict[str, Any]:
    """What stays of somebody's traces when the account is made as new, in a folder that stands for all."""
    with tempfile.TemporaryDirectory(prefix="salle-verify-", dir="/var/tmp") as root:
        words = [sys.executable, "-c", LEAVE_AND_RESET, str(PROGRAMS), root, name, str(uid)]
        return answered([*APART, *ALONE, *words])


def let_in(name: str, *, as_new: bool) -> dict[str, bool]:
    """Which doors let the account in: as it is, or as if it had not been made as new."""
    hide = "true" if as_new else f"mount -t tmpfs -o mode=755 none {STAMPS}"
    words = [sys.executable, "-c", ASK_PAM, name, *doors()]
    return answered([*APART, "sh", "-ec", f'{hide}; exec "$@"', "ask", *words])


def answered(words: Sequence[str]) -> dict[str, Any]:
    """The JSON that a command prints.

    Raises:
        RuntimeError: it did not; with the last that it said instead.
    """
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or [""])[-1][-500:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
