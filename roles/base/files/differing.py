# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are not as they shall be: content, mode, owner.

Runs on the machine: ``python3 - JSON``, where JSON is a list of
``{"dest": path, "sha256": digest, "mode": "0644"}`` or ``{"dest": path, "absent": true}``.
Prints ``{"files": paths that differ, "folders": their folders that are missing}``.  Standard
library only.
"""

import hashlib
import json
import stat
import sys
from pathlib import Path


def differs(wanted):
    """Whether the file must be written (or removed)."""
    path = Path(wanted["dest"])
    if wanted.get("absent"):
        return path.exists() or path.is_symlink()
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found = path.stat()
    except OSError:
        return True
    right = stat.S_IMODE(found.st_mode) == int(wanted["mode"], 8) and (found.st_uid, found.st_gid) == (0, 0)
    return digest != wanted["sha256"] or not right


wanted = json.loads(sys.argv[1])
files = [file["dest"] for file in wanted if differs(file)]
folders = {Path(file["dest"]).parent for file in wanted if not file.get("absent")}
missing = sorted(str(folder) for folder in folders if not folder.is_dir())
print(json.dumps({"files": files, "folders": missing}))
