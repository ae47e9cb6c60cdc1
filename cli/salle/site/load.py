# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a site's folder to a Site, or to every problem of its data at once; nothing is contacted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _, ngettext
from salle.site.browser import check_browser
from salle.site.chromium_blocker import check_blockers
from salle.site.find import shown
from salle.site.inventory import Inventory, nearest, read_inventory
from salle.site.machines import cross_check
from salle.site.model import Machine, Place, Problem, Site
from salle.site.nodes import Kind, Node, Setting
from salle.site.settings import Judge
from salle.site.specs import load_specs
from salle.site.vars_files import VarsFile, find_vars_files
from salle.site.yaml_source import read_yaml

Owned = dict[tuple[str, str], dict[str, Setting]]
"""The variables of each owner: of ("group_vars", group) and of ("host_vars", machine)."""


class SiteInvalid(SalleError):
    """The data of a site is wrong; ``problems`` holds all of it, sorted by file and line."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=_in_order))
        count = len(self.problems)
        super().__init__(
            "\n".join(str(problem) for problem in self.problems),
            why=ngettext(
                "%(count)d problem in the data of %(site)s. No machine was contacted.",
                "%(count)d problems in the data of %(site)s. No machine was contacted.",
                count,
            )
            % {"count": count, "site": name},
            hint=_("Correct them, then type: salle check %(site)s") % {"site": name},
            code=Exit.SITE_INVALID,
        )


def _in_order(problem: Problem) -> tuple[tuple[str, ...], int, int, str]:
    """The order of Problem itself, without comparing paths thousands of times."""
    return problem.place.file.parts, problem.place.line, problem.place.column, problem.message


def load_site(folder: Path) -> Site:
    """Read and validate a site.

    Args:
        folder: the site's folder, with ``hosts.yml``.

    Raises:
        SiteInvalid: with every problem found.
    """
    folder = folder.absolute()
    problems: list[Problem] = []
    judge = Judge(load_specs(), problems)
    inventory = _inventory(folder, problems)
    files = find_vars_files(folder, problems)
    if inventory is not None:
        problems.extend(_strangers(files, inventory))
        for host in inventory.hosts.values():
            host.settings = judge.judge(host.settings, on_host=True)
    owned = _owned(files, judge)
    if inventory is None:
        raise SiteInvalid(folder.name, problems)
    merged = {name: _merge(inventory, name, owned) for name in inventory.hosts}
    problems.extend(cross_check(folder, inventory, merged, judge.known))
    problems.extend(check_browser(folder, merged))
    problems.extend(check_blockers(folder, merged.values()))
    if problems:
        raise SiteInvalid(folder.name, problems)
    return _site(folder, inventory, merged, owned)


def _inventory(folder: Path, problems: list[Problem]) -> Inventory | None:
    """The machines and groups; None when hosts.yml cannot be read at all."""
    file = folder / "hosts.yml"
    if not file.exists() and not file.is_symlink():
        message = _("is missing; it lists the machines of the site.")
        problems.append(Problem(Place(shown(file)), message))
        return None
    before = len(problems)
    root = read_yaml(file, problems)
    if root is not None:
        return read_inventory(root, problems)
    if len(problems) == before:
        message = _("lists no machine that can be read; it was expected to, in clear text.")
        problems.append(Problem(Place(shown(file)), message))
    return None


def _strangers(files: Sequence[VarsFile], inventory: Inventory) -> Iterable[Problem]:
    """Files for a machine or a group that hosts.yml does not know."""
    for file in files:
        hosts = file.folder == "host_vars"
        if file.owner in (inventory.hosts if hosts else {"all", *inventory.groups}):
            continue
        if hosts:
            message = _("hosts.yml lists no machine called %(name)s, so this file would never be read.")
        else:
            message = _("hosts.yml lists no group called %(name)s, so this file would never be read.")
        message %= {"name": file.owner}
        if near := nearest(file.owner, inventory, file.folder):
            message += " " + _("Did you mean %(word)s?") % {"word": near}
        yield Problem(Place(shown(file.path)), message)


def _owned(files: Sequence[VarsFile], judge: Judge) -> Owned:
    owned: Owned = {}
    for file in files:
        root = read_yaml(file.path, judge.problems)
        if root is None:
            continue
        settings = judge.judge(judge.settings_of(root), on_host=file.folder == "host_vars")
        owned.setdefault((file.folder, file.owner), {}).update(settings)
    return owned


def _merge(inventory: Inventory, host: str, owned: Owned) -> dict[str, Setting]:
    """Ansible's order: all, groups from general to specific, the machine's line, its host_vars.

    Source: "Using variables: understanding variable precedence", and ``sort_groups`` in
    ansible-core 2.19; whole values replace each other (``hash_behaviour = replace``).
    """
    merged: dict[str, Setting] = {}
    for group in ("all", *inventory.groups_of(host)):
        merged |= owned.get(("group_vars", group), {})
    return merged | inventory.hosts[host].settings | owned.get(("host_vars", host), {})


def _plain(settings: Mapping[str, Setting]) -> dict[str, object]:
    return {name: setting.node.plain() for name, setting in settings.items()}


def _site(folder: Path, inventory: Inventory, merged: Mapping[str, dict[str, Setting]], owned: Owned) -> Site:
    machines = tuple(_machine(name, inventory, settings) for name, settings in merged.items())
    common = _plain(owned.get(("group_vars", "all"), {}))
    return Site(folder.name, folder, folder / "hosts.yml", machines, common)


def _places(settings: Mapping[str, Setting]) -> dict[str, str]:
    """Where each part of ``browser_policies`` stands: only the machine can judge those names."""
    setting = settings.get("browser_policies")
    return dict(_placed(setting.node)) if setting else {}


def _placed(node: Node, where: str = "") -> Iterator[tuple[str, str]]:
    """Dotted names, and places as a person reads them, of everything in a value."""
    if node.kind is Kind.MAPPING:
        for name, value in node.value:
            inner = f"{where}.{name.value}" if where else name.value
            yield inner, str(name.place)
            yield from _placed(value, inner)
    elif node.kind is Kind.LIST:
        for number, value in enumerate(node.value):
            yield f"{where}[{number}]", str(value.place)
            yield from _placed(value, f"{where}[{number}]")


def _machine(name: str, inventory: Inventory, settings: Mapping[str, Setting]) -> Machine:
    variables = _plain(settings)
    return Machine(
        name=name,
        address=str(variables["ansible_host"]),
        label=str(variables.get("label", name)),
        seat=str(variables.get("seat", "")),
        groups=inventory.groups_of(name),
        variables=variables,
        policy_places=_places(settings),
    )
