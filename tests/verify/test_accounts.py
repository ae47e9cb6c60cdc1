# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that everybody uses: it is there, opens without a password, and has no power."""

import pwd
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import greeter
from salle_check import N_, check, compare, expect, load_promise, say

DOOR = "nopasswdlogin"
GREETER = "/var/lib/lightdm"
"""The home of the login screen's own account."""
REFUSED = (
    "org.freedesktop.login1.suspend",
    "org.freedesktop.login1.hibernate",
    "org.freedesktop.login1.set-self-linger",
    "org.freedesktop.policykit.exec",
)
"""Actions that every machine with polkit and logind knows; pkaction(1) lists them."""


def polkit_answers(name: str, actions: tuple[str, ...]) -> dict[str, int]:
    """What polkit says of a program of this account that wants to do each; pkcheck(1)."""
    account = pwd.getpwnam(name)
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with subprocess.Popen(["sleep", "60"], **who) as asking:
        try:
            subject = f"{asking.pid},{started(asking.pid)},{account.pw_uid}"
            return {
                action: subprocess.run(
                    ["pkcheck", "--action-id", action, "--process", subject], capture_output=True, timeout=30
                ).returncode
                for action in actions
            }
        finally:
            asking.kill()


def started(pid: int) -> str:
    """When a program started, as polkit wants it told; proc_pid_stat(5), field 22."""
    return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[19]


class TestPublicAccount:
    """Only where the site asks for one: otherwise nothing was promised, and nothing is said."""

    __test__ = bool(load_promise()["accounts"]["accounts_public"])

    @check("accounts.public", N_("The public account is there"))
    def test_the_public_account_is_there(self, host, promise):
        wanted = promise["accounts"]
        user = host.user(wanted["accounts_public_name"])
        found = [user.uid, user.group] if user.exists else say(N_("no such account"))
        expected = [wanted["accounts_public_uid"], wanted["accounts_public_name"]]
        expect(
            found == expected,
            expected=f"{expected[0]} {expected[1]}",
            found=str(found) if user.exists else found,
        )

    @check("accounts.public_power", N_("The public account has no power over the computer"))
    def test_the_public_account_has_no_power(self, host, account):
        groups = sorted(set(host.user(account).groups) - {account, DOOR})
        said = host.run("LC_ALL=C sudo -n -l -U %s", account).stdout
        rules = said.splitlines()[-1].strip() if "may run the following" in said else ""
        reasons = [say(N_("it is in the groups %(groups)s"), groups=", ".join(groups))] if groups else []
        reasons += [say(N_("it may become the administrator: %(rule)s"), rule=rules)] if rules else []
        expect(
            not reasons,
            expected=say(N_("no group with rights, no sudo")),
            found=reasons[-1] if reasons else say(N_("none")),
        )

    @check("accounts.public_password", N_("No password opens the public account"))
    def test_no_password_opens_the_public_account(self, host, account):
        found = host.check_output("LC_ALL=C passwd --status %s", account)
        compare(expected="L", found=found.split()[1])

    @check("accounts.public_greeter", N_("The public account opens at the login screen without a password"))
    def test_the_greeter_opens_it_without_a_password(self, host, account):
        service = Path("/etc/pam.d/lightdm")
        rules = service.read_text("utf-8").partition("@include common-auth")[0] if service.exists() else ""
        door = re.search(rf"(?m)^auth\s+sufficient\s+pam_succeed_if\.so\s+user ingroup {DOOR}\s*$", rules)
        member = DOOR in host.user(account).groups
        # Only there: a text console or su must still refuse it.
        others = [
            file.name
            for file in Path("/etc/pam.d").iterdir()
            if file.name in ("login", "su", "sshd", "sudo") and DOOR in file.read_text("utf-8")
        ]
        expect(
            door and member and not others,
            expected=say(N_("at the login screen, and nowhere else")),
            found=say(N_("at the login screen, and nowhere else"))
            if door and member and not others
            else say(
                N_("rule %(rule)s, member of the group %(member)s, elsewhere %(others)s"),
                rule=bool(door),
                member=member,
                others=", ".join(others) or "-",
            ),
        )

    @check(
        "accounts.public_first",
        N_("The login screen proposes the public account, whoever came last"),
        root=True,
    )
    def test_the_greeter_proposes_it(self, host, promise):
        program = greeter.settings(host).get("greeter-setup-script", "")
        # tried where it changes nothing: an empty folder lies over the greeter's own, for this command alone
        state = f"{GREETER}/.cache/lightdm-gtk-greeter/state"
        apart = f"mount -t tmpfs -o mode=1777 none {GREETER} && {shlex.quote(program)} && cat {state}"
        said = host.run("unshare --mount --propagation private sh -c %s", apart).stdout if program else ""
        found = (re.findall(r"(?m)^last-user=(.*)$", said) or [say(N_("whoever came last"))])[0]
        name = promise["accounts"]["accounts_public_name"]
        expect(found == name, expected=name, found=found)

    @check("accounts.autologin", N_("The session opens by itself, or not, as the site says"))
    def test_the_session_opens_by_itself_as_promised(self, host, promise):
        wanted = promise["accounts"]
        found = greeter.settings(host).get("autologin-user", "")
        promised = wanted["accounts_public_name"] if wanted["accounts_autologin"] else ""
        nobody = say(N_("nobody's session"))
        expect(found == promised, expected=promised or nobody, found=found or nobody)

    @check("accounts.public_ssh", N_("The public account cannot come in from the network"), root=True)
    def test_the_public_account_is_refused_by_ssh(self, host, promise):
        name = promise["accounts"]["accounts_public_name"]
        server = shutil.which("sshd") or "/usr/sbin/sshd"
        if not Path(server).exists():
            expect(True, expected=say(N_("refused")), found=say(N_("no SSH server on this computer")))
            return
        rules = host.run("%s -T -C user=%s,host=localhost,addr=127.0.0.1", server, name).stdout
        denied = [
            word for line in rules.splitlines() if line.startswith("denyusers ") for word in line.split()[1:]
        ]
        expect(
            name in denied,
            expected=say(N_("refused")),
            found=say(N_("refused")) if name in denied else say(N_("let in")),
        )

    @check(
        "accounts.public_rights",
        N_("The public account cannot put the computer to sleep or change it"),
        root=True,
    )
    def test_polkit_refuses_it_what_outlasts_its_session(self, account):
        if not shutil.which("pkcheck"):
            expect(
                True, expected=say(N_("refused")), found=say(N_("nothing on this computer gives such rights"))
            )
            return
        answers = polkit_answers(account, REFUSED)
        # 1: refused by a rule; 2: whoever knows the administrator's password may; 0: allowed
        found = [action for action, code in answers.items() if code != 1]
        expect(not found, expected=say(N_("refused")), found=", ".join(found) or say(N_("refused")))

    @check("accounts.homes", N_("The public account cannot look into anybody's folder"))
    def test_the_public_account_cannot_look_into_homes(self, host, account):
        homes = sorted(
            {
                found.pw_dir
                for found in pwd.getpwall()
                if 1000 <= found.pw_uid < 60000 and found.pw_name != account
            }
        )
        homes = ["/root", *(home for home in homes if Path(home).is_dir())]
        open_ = [home for home in homes if host.run("runuser -u %s -- ls -A %s", account, home).rc == 0]
        expect(not open_, expected=say(N_("all closed")), found=", ".join(open_) or say(N_("all closed")))
