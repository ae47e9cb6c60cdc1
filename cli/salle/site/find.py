# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a site lies, and where the records of its runs go."""

import re
from difflib import get_close_matches
from pathlib import Path

from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.wording import show

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
"""A site's name is a folder's name and a word on the command line: nothing that a path,
a shell or an option could be made of."""


def check_site_name(name: str) -> None:
    """Refuse a name that could not be a plain folder name.

    Raises:
        SalleError: the name holds something else than letters without accents, figures, - and _.
    """
    if not NAME.fullmatch(name):
        raise SalleError(
            _('"%(name)s" cannot be the name of a site.') % {"name": show(name)},
            why=_("A site's name is made of letters without accents, figures, hyphens and underscores."),
            hint=_("Type the name of the folder alone, for example: salle check demo"),
            code=Exit.USAGE,
        )


def find_site_folder(name: str, inventories: Path | None) -> Path:
    """The folder of the site of that name.

    Args:
        name: as typed on the command line.
        inventories: the folder that holds the sites; without it, ``inventories`` of the
            current folder, then the sites that come with the product.

    Raises:
        SalleError: the name is not one (exit 2), or there is no such site (exit 2).
    """
    check_site_name(name)
    for place in _places(inventories):
        if (place / name).is_dir():
            return place / name
    raise _unknown(name, inventories)


def inventories_folder(inventories: Path | None) -> Path:
    """Where a new site is made: the folder asked for, or ``inventories`` of the current folder."""
    return (inventories or Path("inventories")).absolute()


def site_names(inventories: Path | None) -> tuple[str, ...]:
    """The names of the sites that can be found, sorted."""
    return tuple(
        sorted(
            {
                folder.name
                for place in _places(inventories)
                if place.is_dir()
                for folder in place.iterdir()
                if folder.is_dir() and NAME.fullmatch(folder.name)
            }
        )
    )


def runs_folder(folder: Path, runs: Path | None) -> Path:
    """The folder ``runs``, in which the site has a folder of its own name.

    It lies beside the ``inventories`` folder of the site.  A site that comes with an
    installed product lies where nobody should write: its runs go to the current folder.

    Args:
        folder: the site's folder.
        runs: the folder asked for with ``--runs``.
    """
    if runs is not None:
        return runs.absolute()
    installed = paths.PACKAGE / "data"
    if folder.absolute().is_relative_to(installed):
        return Path.cwd() / "runs"
    return folder.absolute().parents[1] / "runs"


def shown(path: Path) -> Path:
    """The path as a person best reads it: from the current folder when it lies below it."""
    path = path.absolute()
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _places(inventories: Path | None) -> tuple[Path, ...]:
    if inventories is not None:
        return (inventories.absolute(),)
    return (inventories_folder(None), paths.shipped_inventories())


def _unknown(name: str, inventories: Path | None) -> SalleError:
    names = site_names(inventories)
    near = get_close_matches(name, names, n=1)
    if near:
        hint = _("Did you mean %(near)s?") % {"near": near[0]}
    else:
        hint = _("To create it, type: salle init %(name)s") % {"name": name}
    where = ", ".join(str(shown(place)) for place in _places(inventories))
    known = _("The sites there: %(names)s.") % {"names": ", ".join(names)} if names else ""
    return SalleError(
        _("There is no site called %(name)s in %(where)s.") % {"name": name, "where": where},
        why=known,
        hint=hint,
        code=Exit.USAGE,
    )
