# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan: what a run would do, computed before anything is touched; pure data."""

import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.run.selection import select
from salle.site.model import Site

FORKS = 25
"""Machines at work at once. A fork takes about 15 MB on the coordinator's computer: 25 suit a 2 GB laptop."""


@dataclass(frozen=True)
class Plan:
    """What a run would do.

    ``inventories`` are given in this order: the last wins.  ``machines`` are
    explicit names.  ``roles`` are those of the playbook, in its order;
    ``tags`` is empty when all of them run.
    """

    verb: str
    site: str
    playbook: Path
    inventories: tuple[Path, ...]
    machines: tuple[str, ...]
    known_hosts: Path
    roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    check: bool = False
    ask_become_pass: bool = False
    vault_password_file: Path | None = None
    forks: int = 1

    @property
    def roles_to_run(self) -> tuple[str, ...]:
        """The roles that this run goes through."""
        return tuple(role for role in self.roles if role in self.tags) if self.tags else self.roles


def make_plan(
    verb: str,
    site: Site,
    overlay: Path,
    *,
    playbook: Path | None = None,
    limit: str | None = None,
    tags: Iterable[str] = (),
    check: bool = False,
    ask_become_pass: bool = False,
    vault_password_file: Path | None = None,
    known_hosts: Path | None = None,
) -> Plan:
    """The plan of a verb for a site.

    Args:
        verb: what the person asked for, ``deploy`` or ``plan``.
        site: the site, already validated.
        overlay: the folder that ``write_overlay`` wrote.
        playbook: default: the playbook ``deploy``.
        limit: machines and groups, as in ``--limit``.
        tags: roles to run; none means all.
        check: only look what would change.
        ask_become_pass: whether sudo on the machines wants a password.
        vault_password_file: opens the site's vault.
        known_hosts: pinned host keys; default: the site's.

    Raises:
        SalleError: exit 2 for an unknown machine, group or role, and for an empty selection.
    """
    playbook = (playbook or paths.playbooks() / "deploy.yml").resolve()
    machines = select(site, limit)
    roles = roles_of(playbook)
    return Plan(
        verb=verb,
        site=site.name,
        playbook=playbook,
        inventories=(site.inventory.resolve(), overlay.resolve()),
        machines=machines,
        known_hosts=(known_hosts or site.known_hosts).resolve(),
        roles=roles,
        tags=_tags(roles, list(tags)),
        check=check,
        ask_become_pass=ask_become_pass,
        vault_password_file=vault_password_file.resolve() if vault_password_file else None,
        forks=min(len(machines), FORKS),
    )


def roles_of(playbook: Path) -> tuple[str, ...]:
    """The roles that the plays of a playbook name, in order."""
    plays: list[dict[str, Any]] = yaml.safe_load(playbook.read_text(encoding="utf-8")) or []
    entries = [entry for play in plays for entry in play.get("roles", [])]
    return tuple(entry if isinstance(entry, str) else entry["role"] for entry in entries)


def _tags(roles: tuple[str, ...], wanted: Sequence[str]) -> tuple[str, ...]:
    """The roles asked for, in the play's order.

    Roles find their packages already there, so ``packages`` runs along, as its tags in the
    playbook say too: else ``--tags desktop`` could not bring back a package that somebody removed.
    """
    for role in wanted:
        if role not in roles:
            raise SalleError(
                _("There is no role called %(role)s.") % {"role": role},
                hint=_("Roles: %(roles)s.") % {"roles": ", ".join(roles)},
                code=Exit.USAGE,
            )
    return tuple(role for role in roles if role in wanted or (wanted and role == "packages"))


def arguments(plan: Plan) -> list[str]:
    """The words given to ``ansible-playbook``."""
    words = [word for path in plan.inventories for word in ("-i", str(path))]
    words += ["--limit", ",".join(plan.machines)]
    if plan.tags:
        words += ["--tags", ",".join(plan.tags)]
    words += ["--forks", str(plan.forks)]
    if plan.check:
        words += ["--check"]
    if plan.ask_become_pass:
        words += ["--ask-become-pass"]
    return [*words, str(plan.playbook)]


def environment(plan: Plan) -> dict[str, str]:
    """The environment Ansible needs for this plan; what never varies is in ``playbooks/ansible.cfg``."""
    variables = {
        "ANSIBLE_CONFIG": str(paths.playbooks() / "ansible.cfg"),
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_SSH_COMMON_ARGS": pinning(plan.known_hosts),
        "LC_ALL": "C.UTF-8",
    }
    if plan.vault_password_file:
        variables["ANSIBLE_VAULT_PASSWORD_FILE"] = str(plan.vault_password_file)
    return variables


def pinning(known_hosts: Path) -> str:
    """The ssh options that accept the site's pinned keys and nothing else, quoted for Ansible.

    ssh reads the file's name as a list of names with % tokens, hence its own quotes and the doubled %.
    """
    name = str(known_hosts).replace("%", "%%")
    options = (
        f'UserKnownHostsFile="{name}"',
        "GlobalKnownHostsFile=/dev/null",
        "StrictHostKeyChecking=yes",
        "UpdateHostKeys=no",
    )
    return shlex.join(word for option in options for word in ("-o", option))


def command_line(plan: Plan) -> str:
    """The equivalent command, quoted for a shell: it does the same when pasted."""
    variables = [f"{name}={value}" for name, value in environment(plan).items()]
    program = str(Path(sys.executable).parent / "ansible-playbook")
    return shlex.join(["env", *variables, program, *arguments(plan)])
