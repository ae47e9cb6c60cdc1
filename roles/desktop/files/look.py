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


AUTOSTART = Path("/etc/xdg/autostart")
OURS = "# Written by salle: Xfce starts"


def unheeded():
    """What should start only under a condition that Xfce does not know of, a magnifier for example."""
    found = []
    for file in sorted(AUTOSTART.glob("*.desktop")):
        text = file.read_text(encoding="utf-8", errors="replace")
        only = [line for line in text.splitlines() if line.startswith("OnlyShowIn=")]
        in_xfce = not only or "XFCE" in only[0]
        if text.startswith(OURS) or ("AutostartCondition=GSettings" in text and in_xfce):
            found.append(str(file))
    return found


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
            "unheeded": unheeded(),
            "lockers": [path for path in LOCKERS if Path(path).exists()],
            "greeter_in_place": LINK.resolve().name == "lightdm.service",
            "graphical": quiet("systemctl", "get-default")[1] == "graphical.target",
            "greeter_runs": quiet("systemctl", "is-active", "--quiet", "display-manager.service")[0] == 0,
            "container": quiet("systemd-detect-virt", "--container", "--quiet")[0] == 0,
        }
    )
)
