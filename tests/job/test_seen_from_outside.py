# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine cannot hide from the computer that verifies it."""

import pytest
from salle.run.ground import practice_ground
from salle.run.proof import connection_of
from salle.site.load import load_site
from salle.verify.outside import look
from salle.verify.results import Verdict

from .conftest import Job

MACHINE = "poste-02"
PROMISED = {"accounts": {"accounts_public": True, "accounts_ssh_passwords": False}}
SETTING = "/etc/ssh/sshd_config.d/60-salle.conf"
PASSWORDS = f"sed -i 's/ no$/ yes/' {SETTING} && systemctl reload ssh"
KEYS_AGAIN = f"sed -i 's/ yes$/ no/' {SETTING} && systemctl reload ssh"
LISTEN = "systemd-run -q --unit=essai-ecoute python3 -m http.server 8080"


def red(job: Job) -> set[str]:
    """What is red, seen from here."""
    job.make_whole()
    ground = practice_ground(job.room)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(job.password))
        site = ground.site(load_site(job.inventories / job.site))
    found = look(connection_of(site, ground), MACHINE, PROMISED, job.site)
    assert len(found) == 3
    assert not [one for one in found if one.verdict is Verdict.ORANGE]
    return {one.check for one in found if one.verdict is Verdict.RED}


def test_a_deployed_machine_lets_in_keys_alone_and_answers_on_no_other_port(job: Job) -> None:
    assert red(job) == set()


def test_a_server_that_takes_passwords_is_seen(job: Job) -> None:
    job.break_(MACHINE, PASSWORDS)
    try:
        assert red(job) == {"outside.ssh_passwords"}
    finally:
        job.break_(MACHINE, KEYS_AGAIN)
    assert red(job) == set()


def test_a_service_that_nobody_promised_is_seen(job: Job) -> None:
    job.break_(MACHINE, LISTEN)
    try:
        assert red(job) == {"outside.ports"}
    finally:
        job.break_(MACHINE, "systemctl stop essai-ecoute")
