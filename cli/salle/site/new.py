# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new site from a few answers: commented files in French, which a person then goes on with."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.addresses import addresses
from salle.site.find import check_site_name, shown
from salle.site.load import SiteInvalid, load_site
from salle.site.text import forbidden_in
from salle.site.wording import show

TEMPLATES = Path(__file__).with_name("new_site")
FILES = {
    "hosts.yml": "hosts.yml.j2",
    "known_hosts": "known_hosts.j2",
    "group_vars/all/site.yml": "site.yml.j2",
    "group_vars/all/software.yml": "software.yml.j2",
    "files/README.md": "README.md.j2",
}
"""What a site holds at first, and the template of each."""


MOST_MACHINES = 200
USES = ("public", "personal")


@dataclass(frozen=True)
class Answers:
    """What a coordinator says of a place."""

    name: str
    contact: str = ""
    address: str = ""
    opening_hours: str = ""
    url: str = ""
    machines: int = 6
    first_address: str = "192.168.1.11"
    use: str = "public"
    profiles: tuple[str, ...] = ("essentiel",)
    row: int = 0
    """Machines in a row of the room, which gives seats A1, A2 … B1; 0: no seats."""


def write_site(folder: Path, answers: Answers) -> tuple[Path, ...]:
    """Create a site; all of it, or nothing.

    Args:
        folder: the folder to create; its name is the site's.
        answers: texts may hold anything that can be shown.

    Returns:
        the files written.

    Raises:
        SalleError: there is already something of that name, an answer cannot be used, or the
            folder cannot be written.
    """
    check_site_name(folder.name)
    refuse_existing(folder)
    _refuse_texts(answers)
    texts = _render(folder.name, answers)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as temporary:
            draft = Path(temporary) / folder.name
            _write(draft, texts)
            _check(draft)
            draft.rename(folder)
    except OSError as error:
        raise SalleError(
            _("%(folder)s cannot be written.") % {"folder": shown(folder)},
            why=str(error.strerror or error),
            code=Exit.LACKING,
        ) from error
    return tuple(folder / file for file in texts)


def refuse_existing(folder: Path) -> None:
    """Never write over a site.

    Raises:
        SalleError: something of that name is there (exit 2).
    """
    if folder.exists() or folder.is_symlink():
        raise SalleError(
            _("There is already something called %(name)s in %(where)s; nothing was changed.")
            % {"name": folder.name, "where": shown(folder.parent)},
            hint=_("Choose another name, or go on with this site: salle check %(name)s")
            % {"name": folder.name},
            code=Exit.USAGE,
        )


def _refuse_texts(answers: Answers) -> None:
    for text in (answers.name, answers.contact, answers.address, answers.opening_hours, answers.url):
        if message := forbidden_in(text):
            raise _unusable(f"{show(text)}: {message}")


def _render(site: str, answers: Answers) -> dict[str, str]:
    """The text of each file."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - YAML, not HTML: the filter ``text`` quotes
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["text"] = _quoted
    environment.filters["line"] = _line
    values = asdict(answers) | {"site": site, "machines": list(_machines(answers))}
    return {file: environment.get_template(name).render(values) for file, name in FILES.items()}


def _quoted(text: str) -> str:
    """A text between double quotes: every JSON string is one in YAML."""
    return json.dumps(text, ensure_ascii=False)


def _line(name: str, value: str, example: str) -> str:
    """A variable with its value, or a commented example of it."""
    return f"{name}: {_quoted(value)}" if value.strip() else f"# {name}: {_quoted(example)}"


def _machines(answers: Answers) -> Iterator[dict[str, Any]]:
    """Each machine's name and variables, numbered with as many figures as the last one needs."""
    width = max(2, len(str(answers.machines)))
    for number, address in enumerate(addresses(answers.first_address, answers.machines), start=1):
        yield {
            "name": f"poste-{number:0{width}d}",
            "ansible_host": address,
            "seat": seat(number, answers.row) if answers.row else "",
            "label": f"Poste {number}",
        }


def seat(number: int, row: int) -> str:
    """The seat of the machine of that number (from 1): A1, A2 … then B1, in rows of ``row``."""
    index, place = divmod(number - 1, row)
    letters = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        letters = chr(ord("A") + letter) + letters
        index -= 1
    return f"{letters}{place + 1}"


def _write(folder: Path, texts: dict[str, str]) -> None:
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _check(folder: Path) -> None:
    """What was written must be a valid site: an answer may hold what its variable may not."""
    try:
        load_site(folder)
    except SiteInvalid as invalid:
        raise _unusable("\n".join(problem.message for problem in invalid.problems)) from invalid


def _unusable(why: str) -> SalleError:
    return SalleError(
        _("The site was not created: an answer cannot be used."),
        why=why,
        hint=_("For the list of answers, type: salle init --help"),
        code=Exit.USAGE,
    )
