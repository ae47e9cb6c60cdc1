# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mediator's account: its password comes from the vault, for good or for the first login."""

import shlex
from collections.abc import Iterator

import pytest

from .conftest import MEDIATOR_PASSWORD, SECRET, Job, write_vault

MACHINES = ("poste-01", "poste-02")
"""Debian 13 and Debian 12."""
FIRST, THEIRS, NEXT = "pour la première fois", "choisi par elle-même", "encore une autre fois"


def enters(job: Job, machine: str, password: str) -> bool:
    """Whether somebody else's session becomes the mediator's, and then the administrator's, with it."""
    word = shlex.quote(password)
    inside = f"cd; echo {word} | LC_ALL=C sudo -S -p '' id -un"
    become = f"echo {word} | su mediateur -c {shlex.quote(inside)}"
    told = job.room.run_on(machine, f"sudo -u nobody sh -c {shlex.quote(become)} 2>&1 || true")
    return told.strip().endswith("root")


def test_the_password_of_the_vault_opens_it_and_no_other_does(job: Job) -> None:
    job.make_whole()
    for machine in MACHINES:
        assert enters(job, machine, MEDIATOR_PASSWORD)
        assert not enters(job, machine, "4713")
        assert not enters(job, machine, "")


@pytest.fixture
def once(job: Job) -> Iterator[None]:
    """The site gives a password for the first login; at the end it is as before."""
    site = job.inventories / job.site
    said = site / "group_vars" / "all" / "accounts.yml"
    before = said.read_text("utf-8")
    said.write_text(f"{before}accounts_mediator_password_once: true\n", "utf-8")
    write_vault(site, site_contact=SECRET, accounts_mediator_password=FIRST)
    yield
    said.write_text(before, "utf-8")
    write_vault(site, site_contact=SECRET, accounts_mediator_password=MEDIATOR_PASSWORD)
    job.apply(*MACHINES, tags="accounts")
    assert [enters(job, machine, MEDIATOR_PASSWORD) for machine in MACHINES] == [True, True]


@pytest.mark.usefixtures("once")
def test_a_password_for_the_first_login_gives_way_to_the_one_that_is_chosen_there(job: Job) -> None:
    assert all(one.changes for one in job.apply(*MACHINES, tags="accounts"))
    for machine in MACHINES:
        due = job.room.run_on(machine, "sudo env LC_ALL=C chage --list mediateur")
        assert "password must be changed" in due
        job.break_(machine, f"echo mediateur:{shlex.quote(THEIRS)} | chpasswd; chage --lastday -1 mediateur")
    assert [one.changes for one in job.apply(*MACHINES, tags="accounts")] == [(), ()]
    assert [enters(job, machine, THEIRS) for machine in MACHINES] == [True, True]
    write_vault(job.inventories / job.site, site_contact=SECRET, accounts_mediator_password=NEXT)
    assert all(one.changes for one in job.apply(*MACHINES, tags="accounts"))
    assert [enters(job, machine, THEIRS) for machine in MACHINES] == [False, False]


def test_an_account_that_salle_did_not_make_is_left_alone(job: Job) -> None:
    machine, said = MACHINES[0], job.inventories / job.site / "host_vars" / f"{MACHINES[0]}.yml"
    before = said.read_text("utf-8") if said.exists() else ""
    job.break_(machine, "useradd --create-home --password '!' camille")
    there = job.room.run_on(machine, "sudo grep camille /etc/passwd /etc/shadow /etc/group")
    said.write_text(f"{before or '---'}\naccounts_mediator_name: camille\n", "utf-8")
    try:
        typed = job.deploy("--limit", machine, "--tags", "accounts")
        assert typed.code == 1
        assert "already has an account named camille" in typed.out + typed.err
        assert job.room.run_on(machine, "sudo grep camille /etc/passwd /etc/shadow /etc/group") == there
    finally:
        said.write_text(before, "utf-8") if before else said.unlink()
        job.break_(machine, "userdel --remove camille 2>/dev/null")
