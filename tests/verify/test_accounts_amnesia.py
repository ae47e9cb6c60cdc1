# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing stays of a session of the public account, and it opens only when that is so."""

import re

import public_account
from salle_check import N_, check, compare, expect, load_promise, say

wanted = load_promise()["accounts"]
WHEN = ("ExecStartPre", "ExecStopPost")


class TestAmnesia:
    """Only where the site wants a public account that forgets."""

    __test__ = bool(wanted["accounts_public"] and wanted["accounts_public_amnesic"])
    name, uid = wanted["accounts_public_name"], wanted["accounts_public_uid"]

    @check(
        "accounts.forgets",
        N_("What people leave on the public account is gone for whoever comes next"),
        root=True,
    )
    def test_what_is_left_behind_goes(self, account):
        try:
            found = public_account.reset_elsewhere(account, self.uid)
        except RuntimeError as error:
            found = {"left": [str(error)], "fresh": []}
        expect(
            not found["left"] and found["fresh"],
            expected=say(N_("a new home, and nothing of before")),
            found=", ".join(found["left"]) or say(N_("a new home, and nothing of before")),
        )

    @check("accounts.forgets_always", N_("The public account is made as new before and after every session"))
    def test_it_is_made_as_new_before_and_after_every_session(self, host):
        unit = f"user-runtime-dir@{self.uid}.service"
        shown = host.check_output("systemctl show %s -p ExecStartPre -p ExecStopPost", unit)
        lines = [re.search(rf"(?m)^{when}=.*/reset\.py (\w+)", shown) for when in WHEN]
        at = [found[1] for found in lines if found]
        at += ["boot"] if host.run("systemctl is-enabled salle-public-reset.service").rc == 0 else []
        compare(expected=["start", "stop", "boot"], found=at)

    @check("accounts.ends", N_("When a session of the public account ends, none of its programs goes on"))
    def test_its_programs_end_with_its_session(self, host):
        said = host.check_output(
            "busctl get-property org.freedesktop.login1 /org/freedesktop/login1 "
            "org.freedesktop.login1.Manager KillUserProcesses KillOnlyUsers UserStopDelayUSec"
        ).splitlines()
        compare(expected=["b true", f'as 1 "{self.name}"', "t 0"], found=said)

    @check("accounts.gate", N_("The public account opens only when it is as new"), root=True)
    def test_it_opens_only_when_it_is_as_new(self, account):
        try:
            without = public_account.let_in(account, as_new=False)
            as_new = public_account.let_in(account, as_new=True)
        except RuntimeError as error:
            expect(False, expected=say(N_("shut unless it is as new")), found=str(error))
        open_ = [door for door, inside in without.items() if inside]
        shut = [door for door, inside in as_new.items() if not inside]
        reasons = []
        if open_:
            reasons.append(say(N_("open without having been made as new: %(doors)s"), doors=", ".join(open_)))
        if shut:
            reasons.append(say(N_("shut, for it could not be made as new: %(doors)s"), doors=", ".join(shut)))
        expect(
            without and not reasons,
            expected=say(N_("shut unless it is as new")),
            found=reasons[0] if reasons else say(N_("shut unless it is as new")),
        )
