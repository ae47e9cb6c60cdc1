# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are not as they shall be: content, mode, owner.

Runs on the machine: ``python3 -c THIS JSON``, where JSON is a list of
``{"dest": path, "sha256": digest, "mode": "0644"}`` or ``{"dest": path, "absent": true}``.
Prints ``{"files": paths that differ, "folders": their folders that are missing}``.  Standard
library only.
"""

import hashlib
import json
import os
import stat
import sys


def differs(wanted):
    """Whether the file must be written (or removed)."""
    path = wanted["dest"]
    if wanted.get("absent"):
        return os.path.lexists(path)
    try:
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        found = os.stat(path)
    except OSError:
        return True
    right = stat.S_IMODE(found.st_mode) == int(wanted["mode"], 8) and (found.st_uid, found.st_gid) == (0, 0)
    return digest != wanted["sha256"] or not right


wanted = json.loads(sys.argv[1])
files = [file["dest"] for file in wanted if differs(file)]
folders = {os.path.dirname(file["dest"]) for file in wanted if not file.get("absent")}
missing = sorted(folder for folder in folders if not os.path.isdir(folder))
print(json.dumps({"files": files, "folders": missing}))
