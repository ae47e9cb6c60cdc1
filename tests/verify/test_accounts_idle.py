# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public session ends by itself when nobody is there any more, if the site wants that."""

import shlex
from pathlib import Path

from menu import read_keys
from salle_check import N_, check, compare, expect, load_promise, say, wait_until

wanted = load_promise()["accounts"]
ENTRY = Path("/etc/xdg/autostart/salle-idle-logout.desktop")
PROGRAM = "/usr/lib/salle/idle-logout"
ENDS = """\
#!/bin/sh
echo "$@" >"$HOME/ended"
"""
LONG_AGO = """\
#!/bin/sh
xprintidle >/dev/null && echo 3600000
"""
"""The real one must answer; what it says is taken for an hour."""


def pretend(user, name, text):
    """A program of that name, which is found first."""
    file = user.home / "first" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace("xprintidle >", "/usr/bin/xprintidle >"), "utf-8")
    file.chmod(0o755)


class TestIdle:
    """Only where the site asks for it."""

    __test__ = bool(wanted["accounts_public"] and wanted["accounts_idle_logout"] > 0)

    @check("accounts.idle", N_("Every session of the public account watches whether somebody is there"))
    def test_every_session_watches(self, host):
        told = shlex.split(read_keys(ENTRY).get("Exec", "")) if ENTRY.exists() else []
        names = ("accounts_public_name", "accounts_idle_logout", "accounts_idle_warning")
        compare(expected=[PROGRAM, *(str(wanted[name]) for name in names)], found=told)

    @check("accounts.idle_ends", N_("Where nobody is, the session ends after the warning"))
    def test_it_ends_where_nobody_is(self, new_user, display):
        if not Path(PROGRAM).exists():
            expect(False, expected=say(N_("the session ends")), found=say(N_("nothing happens")))
        pretend(new_user, "loginctl", ENDS)
        pretend(new_user, "xprintidle", LONG_AGO)
        env = {**display.env, "PATH": f"{new_user.home}/first:{new_user.env['PATH']}"}
        said = new_user.home / "said"
        started = new_user.start([PROGRAM, new_user.name, "1", "1"], env=env, output=said)
        ended = new_user.home / "ended"
        found = wait_until(lambda: ended.exists() and ended.read_text("utf-8").strip(), 60)
        new_user.stop(started)
        wish = f"terminate-user {new_user.uid}"
        last = said.read_text("utf-8", "replace").strip().splitlines()[-1:]
        expect(
            found == wish,
            expected=say(N_("the session ends")),
            found=say(N_("the session ends"))
            if found == wish
            else " ".join(last) or say(N_("nothing happens")),
        )
