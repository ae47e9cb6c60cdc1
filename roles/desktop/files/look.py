# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine has of desktops.

Runs on the machine: ``python3 - JSON``.  Prints one JSON document.  Standard library only.
"""

import json
import subprocess
import sys
from pathlib import Path

LINK = Path("/etc/systemd/system/display-manager.service")
LOCKERS = ("light-locker.desktop", "xscreensaver.desktop", "lxqt-xscreensaver-autostart.desktop")
AUTOSTART = Path("/etc/xdg/autostart")
APPLICATIONS = ("/usr/local/share/applications", "/usr/share/applications")
"""Of two entries the package's is named: role software lays copies beside them, after this role."""
SESSIONS = ("/usr/share/xsessions", "/usr/share/wayland-sessions")
PROFILE = Path("/etc/dconf/profile/user")
DATABASE = Path("/etc/dconf/db/salle")
HEAD = "[Desktop Entry]"


def read(path):
    """The text of a file; empty when there is none."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def left_out(text, desktop):
    """An entry of autostart that this desktop passes over, and every other one heeds as before."""
    lines = text.splitlines()
    for key, wanted in (("OnlyShowIn=", False), ("NotShowIn=", True)):
        for at, line in enumerate(lines):
            if line.startswith(key):
                names = [name for name in line.removeprefix(key).split(";") if name and name != desktop]
                lines[at] = key + "".join(f"{name};" for name in names + [desktop] * wanted)
                return "\n".join(lines) + "\n"
    at = lines.index(HEAD) if HEAD in lines else -1
    return "\n".join([*lines[: at + 1], f"NotShowIn={desktop};", *lines[at + 1 :]]) + "\n"


def unheeded(desktop):
    """What should start only under a condition that this desktop does not know, a magnifier say."""
    found = {}
    for file in sorted(AUTOSTART.glob("*.desktop")):
        text = read(file)
        only = [line for line in text.splitlines() if line.startswith("OnlyShowIn=")]
        shown = not only or desktop in only[0].removeprefix("OnlyShowIn=").split(";")
        if "AutostartCondition=GSettings" in text and shown:
            found[str(file)] = left_out(text, desktop)
    return found


def quiet(*words):
    """The exit code and the answer of a program."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode, done.stdout.strip()


def entries():
    """Applications in the menu: identity -> file."""
    return {
        file.name: str(file) for folder in APPLICATIONS for file in sorted(Path(folder).glob("*.desktop"))
    }


def profile():
    """dconf's profile of everybody, with our database as one line of it; dconf(7)."""
    lines = read(PROFILE).splitlines() or ["user-db:user"]
    if "system-db:salle" not in lines:
        own = [at for at, line in enumerate(lines) if line.startswith("user-db:")]
        lines.insert(own[0] + 1 if own else 0, "system-db:salle")
    return "\n".join(lines) + "\n"


def stale():
    """Whether dconf's database is older than the texts it is made from."""
    folder = Path(f"{DATABASE}.d")
    texts = [folder, folder / "locks", *folder.glob("*"), *(folder / "locks").glob("*")]
    made = DATABASE.stat().st_mtime if DATABASE.exists() else 0
    return any(path.stat().st_mtime > made for path in texts if path.exists())


def look(wanted):
    """Everything the tasks need to know, at once."""
    return {
        "applications": entries(),
        "unheeded": {} if wanted["heeds"] else unheeded(wanted["desktop"]),
        "lockers": [str(AUTOSTART / name) for name in LOCKERS if (AUTOSTART / name).exists()],
        "sessions": sorted({file.stem for folder in SESSIONS for file in Path(folder).glob("*.desktop")}),
        "battery": any(Path("/sys/class/power_supply").glob("BAT*")),
        "profile": profile(),
        "stale": stale(),
        "greeter_in_place": LINK.resolve().name == "lightdm.service",
        "graphical": quiet("systemctl", "get-default")[1] == "graphical.target",
        "greeter_runs": quiet("systemctl", "is-active", "--quiet", "display-manager.service")[0] == 0,
        "container": quiet("systemd-detect-virt", "--container", "--quiet")[0] == 0,
    }


if __name__ == "__main__":
    print(json.dumps(look(json.loads(sys.argv[1]))))
