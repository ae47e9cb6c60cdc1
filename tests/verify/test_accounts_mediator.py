# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account of whoever looks after the computer: it administers it, with a password."""

from salle_check import N_, check, expect, load_promise, say
from test_accounts import DOOR

wanted = load_promise()["accounts"]


class TestMediator:
    """Only where the site asks for one."""

    __test__ = bool(wanted["accounts_mediator"])
    name = wanted["accounts_mediator_name"]

    @check(
        "accounts.mediator", N_("The mediator's account is there and may administer the computer"), root=True
    )
    def test_it_may_administer_the_computer(self, host):
        expected = say(N_("the account %(name)s, with sudo"), name=self.name)
        if not host.user(self.name).exists:
            expect(False, expected=expected, found=say(N_("no such account")))
        rules = host.run("LC_ALL=C sudo -n -l -U %s", self.name).stdout
        found = expected if "(ALL : ALL) ALL" in rules else say(N_("the account, without sudo"))
        expect(found == expected, expected=expected, found=found)

    @check(
        "accounts.mediator_password",
        N_("A password opens the mediator's account, and nothing else does"),
        root=True,
    )
    def test_only_a_password_opens_it(self, host):
        expected = say(N_("only a password"))
        said = host.run("LC_ALL=C passwd --status %s", self.name).stdout.split()
        found = {"P": expected, "NP": say(N_("no password is asked for"))}.get(
            said[1] if len(said) > 1 else "", say(N_("it has no password, so nobody can use it"))
        )
        if host.user(self.name).exists and DOOR in host.user(self.name).groups:
            found = say(N_("the login screen asks for no password"))
        expect(found == expected, expected=expected, found=found)
