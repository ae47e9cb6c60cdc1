# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of a site hold variables, and which look so but would never be read.

Ansible passes over a file it does not expect without a word, and reads only the first of
``X``, ``X.yml``, ``X.yaml`` and ``X.json``; a site has one way, ``.yml``, and hears of the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from salle.i18n import _
from salle.site.find import shown
from salle.site.model import Place, Problem
from salle.site.wording import show

FOLDERS = ("group_vars", "host_vars")
_HOSTS = "hosts.yml"
_LIKE_YAML = (".yml", ".yaml", ".json", ".ini")


@dataclass(frozen=True)
class VarsFile:
    """A file of variables: of which group or machine, in which folder."""

    folder: str
    """``group_vars`` or ``host_vars``"""
    owner: str
    path: Path


def find_vars_files(site: Path, problems: list[Problem]) -> tuple[VarsFile, ...]:
    """The files of variables of a site, in the order Ansible merges those of one owner."""
    _check_top(site, problems)
    return tuple(file for folder in FOLDERS for file in _in_folder(site / folder, problems))


def _listing(folder: Path, problems: list[Problem]) -> list[Path]:
    """What a folder holds, sorted by name, without hidden files; odd file names are refused."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        why = {"why": error.strerror or error}
        problems.append(Problem(Place(shown(folder)), _("cannot be read: %(why)s.") % why))
        return []
    good = []
    for path in entries:
        if not path.name.isprintable():
            message = _("holds a file with a name that cannot be shown: %(name)s. Rename it.")
            problems.append(Problem(Place(shown(folder)), message % {"name": show(path.name)}))
        elif not path.name.startswith("."):
            good.append(path)
    return good


def _check_top(site: Path, problems: list[Problem]) -> None:
    for path in _listing(site, problems):
        if path.name in (_HOSTS, *FOLDERS):
            continue
        message = _top_problem(path)
        if message:
            problems.append(Problem(Place(shown(path)), message))


def _top_problem(path: Path) -> str:
    name = path.name.rstrip("~")
    near = get_close_matches(name, FOLDERS, n=1, cutoff=0.8)
    if near and path.is_dir():
        return _("Ansible would not read this folder; rename it to %(name)s.") % {"name": near[0]}
    if path.is_dir() or Path(name).suffix not in _LIKE_YAML:
        return ""
    if Path(name).stem == "hosts":
        return _("Ansible would not read this file; the machines are listed in hosts.yml.")
    return _("Ansible would not read this file; variables are in group_vars/all/%(name)s.yml.") % {
        "name": Path(name).stem
    }


def _in_folder(folder: Path, problems: list[Problem]) -> Iterator[VarsFile]:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        problems.append(Problem(Place(shown(folder)), _("this is not a folder; a folder was expected.")))
        return
    entries = _listing(folder, problems)
    folders = {path.name for path in entries if path.is_dir()}
    for path in entries:
        if path.is_dir():
            yield from _in_owner(path, problems)
        elif _is_vars_file(path, problems) and not _hidden_by_folder(path, folders, problems):
            yield VarsFile(folder.name, path.name.removesuffix(".yml"), path)


def _in_owner(folder: Path, problems: list[Problem]) -> Iterator[VarsFile]:
    for path in _listing(folder, problems):
        if path.is_dir():
            message = _("no folder was expected here; put the files directly in %(folder)s.")
            problems.append(Problem(Place(shown(path)), message % {"folder": folder.name}))
        elif _is_vars_file(path, problems):
            yield VarsFile(folder.parent.name, folder.name, path)


def _is_vars_file(path: Path, problems: list[Problem]) -> bool:
    if path.suffix == ".yml":
        return True
    if path.suffix != ".md":
        problems.append(Problem(Place(shown(path)), _not_read(path)))
    return False


def _not_read(path: Path) -> str:
    if path.name.endswith("~"):
        return _("this is a copy left by an editor, which Ansible does not read; remove it.")
    return _("only files that end in .yml hold variables; rename it to %(name)s.yml, or remove it.") % {
        "name": path.name.split(".")[0]
    }


def _hidden_by_folder(path: Path, folders: set[str], problems: list[Problem]) -> bool:
    owner = path.name.removesuffix(".yml")
    if owner not in folders:
        return False
    message = _("Ansible would not read this file, because there is a folder %(owner)s; move it in there.")
    problems.append(Problem(Place(shown(path)), message % {"owner": owner}))
    return True
