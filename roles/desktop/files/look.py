# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine has of a desktop.

Runs on the machine: ``python3 -``.  Prints one JSON document.  Standard library only.
"""

import json
import subprocess
from pathlib import Path

LINK = Path("/etc/systemd/system/display-manager.service")
LOCKERS = ("/etc/xdg/autostart/light-locker.desktop", "/etc/xdg/autostart/xscreensaver.desktop")


def quiet(*words):
    """The exit code and the answer of a program."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode, done.stdout.strip()


def entries():
    """Identities of the applications in the menu."""
    folders = ("/usr/share/applications", "/usr/local/share/applications")
    return sorted({file.name for folder in folders for file in Path(folder).glob("*.desktop")})


print(
    json.dumps(
        {
            "applications": entries(),
            "lockers": [path for path in LOCKERS if Path(path).exists()],
            "greeter_in_place": LINK.resolve().name == "lightdm.service",
            "graphical": quiet("systemctl", "get-default")[1] == "graphical.target",
            "greeter_runs": quiet("systemctl", "is-active", "--quiet", "display-manager.service")[0] == 0,
            "container": quiet("systemd-detect-virt", "--container", "--quiet")[0] == 0,
        }
    )
)
