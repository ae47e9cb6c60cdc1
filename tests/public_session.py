# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public account on a practice machine: its sessions through the real display manager, and its traces."""

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from salle.rehearsal.room import Room

CANARY = "canari-laisse-par-la-personne-d-avant"
PLANT = Path(__file__).with_name("public_traces.sh")
UNIT = "user-runtime-dir@2000.service"
AS_PUBLIC = (
    "env $(tr '\\0' '\\n' </proc/$(pgrep -o -u public xfce4-session)/environ "
    "| grep -E '^(DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|HOME|SESSION_MANAGER)=') "
    "runuser -u public -- "
)
STATE = (
    "dbus-send --session --print-reply --dest=org.xfce.SessionManager /org/xfce/SessionManager "
    "org.xfce.Session.Manager.GetState"
)
"""0 while it starts, 1 when it has started."""
IN_SESSION = """
for one in $(loginctl show-user public -p Sessions --value 2>/dev/null); do
  loginctl show-session $one -p Class -p State -p Type | tr '\\n' ' '; echo
done | grep -E 'Class=user ' | grep -E 'State=(active|online)' | grep -cE 'Type=(x11|wayland)' || true
"""


@dataclass(frozen=True)
class PublicSession:
    """The public account of one machine."""

    room: Room
    machine: str

    def do(self, command: str, seconds: float = 300) -> str:
        """Run a shell command there as root; what it printed."""
        return self.room.run_on(self.machine, f"sudo -n sh -c {shlex.quote(command)}", seconds)

    def as_them(self, command: str, seconds: float = 300) -> str:
        """Run a command inside the session that is open."""
        return self.do(f"{AS_PUBLIC} sh -c {shlex.quote(command)}", seconds)

    def wait(self, look: Callable[[], bool], seconds: float = 120) -> bool:
        """Whether something was to be seen within that time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if look():
                return True
            time.sleep(0.5)
        return False

    @property
    def open(self) -> bool:
        """Whether somebody is in a graphical session, with a desktop."""
        return self.do(IN_SESSION).strip() == "1" and "1" in self.do("pgrep -c -u public xfce4-panel || true")

    @property
    def over(self) -> bool:
        """Whether nothing of the account is there any more, by systemd's own word."""
        return self.do(f"systemctl show {UNIT} -p ActiveState --value").strip() in ("inactive", "failed")

    def start_display_manager(self) -> None:
        """Start LightDM afresh: it opens the session by itself, as when a machine is switched on.

        LightDM 1.32 does not always end when it is told to while its greeter starts: then by force.
        """
        self.do("timeout 10 systemctl stop lightdm || systemctl kill --signal=KILL lightdm")
        self.do("systemctl start lightdm")

    @property
    def settled(self) -> bool:
        """Whether the session has begun: before, it hears no wish to log out."""
        return "uint32 1" in self.as_them(f"{STATE} || true")

    def log_in(self) -> None:
        """Let LightDM open a session, and wait for its desktop."""
        self.start_display_manager()
        assert self.wait(lambda: self.open and self.settled, 240), self.do("journalctl -n 60 --no-pager")

    def log_out(self) -> float:
        """Log out by the desktop's own command; seconds until the account was as new."""
        self.as_them("xfce4-session-logout --logout --fast")
        begun = time.monotonic()
        assert self.wait(lambda: self.over), self.do(f"systemctl status {UNIT} --no-pager; loginctl")
        return time.monotonic() - begun

    def leave_traces(self) -> list[str]:
        """Leave all kinds of traces; their names."""
        script = PLANT.read_text("utf-8").replace("CANARY", CANARY)
        self.do(f"cat >/root/traces.sh <<'END-OF-TRACES'\n{script}\nEND-OF-TRACES")
        said = self.do(f"export SESSION={shlex.quote(AS_PUBLIC)}; sh -e /root/traces.sh plant", 600)
        return said.split()

    def traces(self) -> list[str]:
        """The traces that can be found, by their names."""
        return self.do("sh /root/traces.sh look", 600).split()
