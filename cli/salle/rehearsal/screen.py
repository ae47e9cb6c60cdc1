# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a practice machine is given in place of a screen, before it starts.

LightDM drives a real X server there, Xvfb, whose picture lies in a file
(Xvfb(1), -fbdir).  A container has no virtual terminal, which LightDM tells
PAM about all the same: pam_systemd would then refuse the session ("Seat has no
VTs but VT number not 0"), so the number is taken out again before it is asked.
The PAM files come with LightDM, which is not installed yet: they are adapted
each time LightDM starts, before it does.

A container may not hand out real-time priorities either: RealtimeKit ends at once, and every
program that asks for it by the message bus waits 25 s for an answer (seen: LibreOffice on Debian 13,
through xdg-desktop-portal). Masked, it says no at once.

None of this is ever put on a real machine.
"""

from pathlib import Path

FOLDER = "usr/local/lib/salle-practice"
PICTURE = "run/salle-practice/Xvfb_screen0"
"""Where Xvfb keeps its picture, in the machine."""

SIZE = (1366, 768)
"""The commonest size of a laptop's screen, in pixels."""

X_SERVER = f"""#!/bin/sh
# LightDM passes options that only a server with a real screen knows: keep the display and the key.
display=:0 key=
while [ $# -gt 0 ]; do
  case "$1" in
    :*) display=$1 ;;
    -auth) key=$2; shift ;;
    -seat | -background | -config | -layout) shift ;;
  esac
  shift
done
mkdir -p -m 700 /run/salle-practice
exec /usr/bin/Xvfb "$display" ${{key:+-auth "$key"}} -screen 0 {SIZE[0]}x{SIZE[1]}x24 \\
  -fbdir /run/salle-practice -nolisten tcp -noreset
"""

ADAPT_PAM = """#!/bin/sh
# Before each start of LightDM: a container has no virtual terminal, so none is named to PAM.
# Once a file only, and optional: PAM 1.7 gives up a session where a name is taken out twice.
line='session optional pam_env.so conffile=/etc/security/salle-practice.conf readenv=0'
for file in /etc/pam.d/lightdm /etc/pam.d/lightdm-autologin /etc/pam.d/lightdm-greeter; do
  [ -f "$file" ] || continue
  grep -qF "$line" "$file" && continue
  sed -i -e "0,/^@include common-session\\|^-*session.*pam_systemd/{//i $line" -e '}' "$file"
done
exit 0
"""

FILES = {
    f"{FOLDER}/x-server": (0o755, X_SERVER),
    f"{FOLDER}/adapt-pam": (0o755, ADAPT_PAM),
    "etc/security/salle-practice.conf": (0o644, "XDG_VTNR DEFAULT= OVERRIDE=\n"),
    "etc/lightdm/lightdm.conf.d/90-salle-practice.conf": (
        0o644,
        f"[LightDM]\nlogind-check-graphical=false\n\n[Seat:*]\nxserver-command=/{FOLDER}/x-server\n",
    ),
    "etc/systemd/system/lightdm.service.d/90-salle-practice.conf": (
        0o644,
        f"[Service]\nExecStartPre=/{FOLDER}/adapt-pam\n",
    ),
}


MASKED = ("rtkit-daemon.service",)
"""Services that cannot work in a container, and make others wait for them."""


def install(root: Path) -> None:
    """Write the files into a machine's root, before it starts."""
    for name, (mode, text) in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
    for unit in MASKED:
        link = root / "etc/systemd/system" / unit
        link.unlink(missing_ok=True)
        link.symlink_to("/dev/null")
