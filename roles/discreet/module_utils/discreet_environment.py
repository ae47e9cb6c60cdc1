# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of ours before Flatpak's in XDG_DATA_DIRS, for every way a session begins.

Flatpak puts /var/lib/flatpak/exports/share first of all, so that /usr/local/share hides nothing of it. It
does so in three places, each for other sessions: a login shell (Wayland), Xsession (X11), and the
services of a session (systemd). Ours follow them by their names.
"""

from __future__ import annotations

FOLDER = "/usr/local/share/salle/discreet"
HEAD = "# Written by salle (role discreet): its folder comes before Flatpak's.\n"
SET = f"""\
case "${{XDG_DATA_DIRS:-}}" in
  {FOLDER}:*) ;;
  *) XDG_DATA_DIRS="{FOLDER}:${{XDG_DATA_DIRS:-/usr/local/share/:/usr/share/}}" ;;
esac
"""
FILES = {
    "etc/profile.d/zz-salle-discreet.sh": (HEAD + SET + "export XDG_DATA_DIRS\n", 0o644),
    "etc/X11/Xsession.d/21salle-discreet": (HEAD + SET + "export XDG_DATA_DIRS\n", 0o644),
    "etc/systemd/user-environment-generators/61-salle-discreet": (
        "#!/bin/sh\n" + HEAD + SET + 'echo "XDG_DATA_DIRS=$XDG_DATA_DIRS"\n',
        0o755,
    ),
}
"""Path relative to the root -> text and permissions."""
