# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine has of a desktop.

Runs on the machine: ``python3 -``.  Prints one JSON document.  Standard library only.
"""

import json
import os
import subprocess

LINK = "/etc/systemd/system/display-manager.service"
LOCKERS = ("/etc/xdg/autostart/light-locker.desktop", "/etc/xdg/autostart/xscreensaver.desktop")


def quiet(*words):
    """The exit code and the answer of a program."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode, done.stdout.strip()


def entries():
    """Identities of the applications in the menu."""
    folders = ("/usr/share/applications", "/usr/local/share/applications")
    return sorted({name for folder in folders if os.path.isdir(folder) for name in os.listdir(folder)})


print(
    json.dumps(
        {
            "applications": entries(),
            "lockers": [path for path in LOCKERS if os.path.exists(path)],
            "greeter_in_place": os.path.basename(os.path.realpath(LINK)) == "lightdm.service",
            "graphical": quiet("systemctl", "get-default")[1] == "graphical.target",
            "greeter_runs": quiet("systemctl", "is-active", "--quiet", "display-manager.service")[0] == 0,
            "container": quiet("systemd-detect-virt", "--container", "--quiet")[0] == 0,
        }
    )
)
