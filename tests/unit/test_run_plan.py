# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a site and a few wishes to a plan, and from a plan to a command."""

import shlex
import sys
from pathlib import Path

import pytest
import yaml
from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.run.plan import FORKS, Plan, command_line, make_plan, pinning, roles_of
from salle.run.selection import select
from salle.site.model import Machine, Site

ROLES = (
    "packages",
    "base",
    "desktop",
    "software",
    "browser",
    "wallpaper",
    "portal",
    "printing",
    "discreet",
    "accounts",
    "multiboot",
    "attestation",
)


def site(*names: str, folder: Path = Path("/srv/inventories/essai")) -> Site:
    machines = tuple(
        Machine(name, "192.0.2.1", name, "", ("all", "postes", "atelier" if name.endswith("2") else "salon"))
        for name in names
    )
    return Site("essai", folder, folder / "hosts.yml", machines)


ROOM = site("poste-01", "poste-02", "poste-03", "poste-12")
OVERLAY = Path("/srv/runs/essai/.overlay")


def test_a_plan_holds_everything_that_a_run_depends_on() -> None:
    assert make_plan("deploy", ROOM, OVERLAY) == Plan(
        verb="deploy",
        site="essai",
        playbook=paths.playbooks() / "deploy.yml",
        inventories=(Path("/srv/inventories/essai/hosts.yml"), OVERLAY),
        machines=("poste-01", "poste-02", "poste-03", "poste-12"),
        known_hosts=Path("/srv/inventories/essai/known_hosts"),
        roles=ROLES,
        forks=4,
    )


def test_wishes_go_into_the_plan() -> None:
    wishes = {
        "check": True,
        "ask_become_pass": True,
        "vault_password_file": Path("/etc/salle/vault-password"),
    }
    plan = make_plan("plan", ROOM, OVERLAY, limit="poste-02", known_hosts=Path("/tmp/keys"), **wishes)
    assert plan == Plan(
        verb="plan",
        site="essai",
        playbook=paths.playbooks() / "deploy.yml",
        inventories=(Path("/srv/inventories/essai/hosts.yml"), OVERLAY),
        machines=("poste-02",),
        known_hosts=Path("/tmp/keys"),
        roles=ROLES,
        check=True,
        ask_become_pass=True,
        vault_password_file=Path("/etc/salle/vault-password"),
        forks=1,
    )


def test_a_role_asked_for_brings_the_packages_it_needs() -> None:
    assert make_plan("deploy", ROOM, OVERLAY, tags=["browser"]).tags == ("packages", "browser")
    assert make_plan("deploy", ROOM, OVERLAY, tags=["accounts", "base"]).roles_to_run == (
        "packages",
        "base",
        "accounts",
    )
    assert make_plan("deploy", ROOM, OVERLAY, tags=["base"]).tags == ("packages", "base")
    assert make_plan("deploy", ROOM, OVERLAY).tags == ()


def test_an_unknown_role_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(SalleError, match="There is no role called brouser") as caught:
        make_plan("deploy", ROOM, OVERLAY, tags=["brouser"])
    assert caught.value.code is Exit.USAGE
    assert "browser" in caught.value.hint


def test_a_large_room_does_not_start_more_processes_than_a_laptop_bears() -> None:
    assert make_plan("deploy", site(*[f"poste-{n}" for n in range(60)]), OVERLAY).forks == FORKS


def test_the_command_line_is_exactly_this() -> None:
    plan = Plan(
        verb="deploy",
        site="essai",
        playbook=Path("/srv/a play/deploy.yml"),
        inventories=(Path("/srv/inventories/essai/hosts.yml"), OVERLAY),
        machines=("poste-01", "poste-02"),
        known_hosts=Path("/srv/100%/known_hosts"),
        roles=("base", "packages"),
        tags=("base", "packages"),
        check=True,
        ask_become_pass=True,
        vault_password_file=Path("/srv/vault"),
        forks=2,
    )
    assert shlex.split(command_line(plan)) == [
        "env",
        f"ANSIBLE_CONFIG={paths.playbooks() / 'ansible.cfg'}",
        "ANSIBLE_HOST_KEY_CHECKING=True",
        "ANSIBLE_SSH_COMMON_ARGS=-o 'UserKnownHostsFile=\"/srv/100%%/known_hosts\"' "
        "-o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -o UpdateHostKeys=no",
        "LC_ALL=C.UTF-8",
        "ANSIBLE_VAULT_PASSWORD_FILE=/srv/vault",
        str(Path(sys.executable).parent / "ansible-playbook"),
        *("-i", "/srv/inventories/essai/hosts.yml", "-i", "/srv/runs/essai/.overlay"),
        *("--limit", "poste-01,poste-02"),
        *("--tags", "base,packages"),
        *("--forks", "2"),
        "--check",
        "--ask-become-pass",
        "/srv/a play/deploy.yml",
    ]


def test_host_keys_are_never_taken_on_trust() -> None:
    words = pinning(Path("/srv/known_hosts"))
    assert "StrictHostKeyChecking=yes" in words
    assert "UserKnownHostsFile" in words


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (None, ["poste-01", "poste-02", "poste-03", "poste-12"]),
        ("all", ["poste-01", "poste-02", "poste-03", "poste-12"]),
        ("poste-03,poste-01", ["poste-01", "poste-03"]),
        ("atelier", ["poste-02", "poste-12"]),
        ("atelier,poste-01", ["poste-01", "poste-02", "poste-12"]),
        ("!atelier", ["poste-01", "poste-03"]),
        ("postes,!poste-12, !poste-01", ["poste-02", "poste-03"]),
    ],
)
def test_limit_takes_names_groups_commas_and_exclamation_marks(
    limit: str | None, expected: list[str]
) -> None:
    assert list(select(ROOM, limit)) == expected


def test_an_unknown_name_is_refused_with_the_nearest_and_the_known_ones() -> None:
    with pytest.raises(SalleError, match="no machine and no group called poste_02") as caught:
        select(ROOM, "poste_02")
    assert caught.value.code is Exit.USAGE
    assert "poste-02" in caught.value.why
    assert "poste-01, poste-02, poste-03, poste-12" in caught.value.hint
    assert "atelier, postes, salon" in caught.value.hint


@pytest.mark.parametrize("limit", ["!all", "poste-01,!poste-01", "", ",", "!"])
def test_a_selection_of_nobody_is_refused(limit: str) -> None:
    with pytest.raises(SalleError) as caught:
        select(ROOM, limit)
    assert caught.value.code is Exit.USAGE


def test_a_site_without_machines_is_refused() -> None:
    with pytest.raises(SalleError, match="has no machine"):
        select(site())


@pytest.mark.parametrize(
    "name", ["a;b", "../x", "-oProxyCommand=x", "/etc/x", "a:b", "*", "~a", "a b", "a\nb", "&a"]
)
def test_names_with_odd_characters_never_reach_ansible(name: str) -> None:
    with pytest.raises(SalleError) as caught:
        select(ROOM, name)
    assert caught.value.code is Exit.USAGE
    with pytest.raises(SalleError):
        select(site(name))


def test_the_roles_of_the_playbook_are_in_the_order_of_the_architecture() -> None:
    assert roles_of(paths.playbooks() / "deploy.yml") == ROLES


def test_every_playbook_ends_with_the_final_mark_and_lets_no_machine_stop_another() -> None:
    playbooks = sorted(paths.playbooks().glob("*.yml"))
    assert len(playbooks) >= 2
    for playbook in playbooks:
        for play in yaml.safe_load(playbook.read_text()):
            last = play["post_tasks"][-1]
            assert last["name"] == "Reached the end", playbook
            assert last["tags"] == ["always"], playbook
            assert not {"any_errors_fatal", "max_fail_percentage", "serial"} & set(play), playbook
            assert "ignore_errors" not in playbook.read_text()


def test_each_role_is_tagged_with_its_own_name_and_packages_with_all_of_them() -> None:
    (play,) = yaml.safe_load((paths.playbooks() / "deploy.yml").read_text())
    tags = {role["role"]: role["tags"] for role in play["roles"]}
    assert set(tags.pop("packages")) == set(ROLES)
    assert tags == {role: [role] for role in ROLES if role != "packages"}
