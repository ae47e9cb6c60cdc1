# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was found on a machine to the files that hide it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ansible.module_utils.discreet_entries import FIRST, FLATPAK, FOLDERS, LOCAL, Entry, entries, read
from ansible.module_utils.discreet_environment import FILES
from ansible.module_utils.discreet_files import KEPT, Wish, original
from ansible.module_utils.discreet_panels import panels
from ansible.module_utils.discreet_survey import Judged

OVERRIDE = (
    "# Written by salle (role discreet): out of the menu, still installed. discreet_state: absent shows it.\n"
    "[Desktop Entry]\nType=Application\nHidden=true\n"
)


def system_entries(root: Path) -> list[Entry]:
    """The menu entries for everybody as others have them; first those that are kept while ours hide them."""
    kept = entries(root / KEPT, (LOCAL, FIRST))
    return [*kept, *entries(root, FOLDERS)]


def skeleton_entries(root: Path, homes: Iterable[str]) -> list[Entry]:
    """Desktop files that every new home gets: icons on the desktop, buttons of panels, own menu entries."""
    places = [folder / home for home in homes for folder in (root, root / KEPT)]
    files = [file for place in places for file in sorted(place.glob("**/*.desktop"))]
    return [entry for file in files if (entry := read(file))]


def wishes(
    root: Path,
    system: Sequence[Judged],
    skeleton: Sequence[Judged],
    homes: Sequence[str],
    ours: Mapping[str, str],
) -> Iterator[Wish]:
    """Every file as it shall be.

    Args:
        homes: folders that new homes are made from, relative to root.
        ours: path -> digest of what earlier runs laid.
    """
    hidden = {one.entry.id for one in system if one.reason}
    yield from overrides(root, system, hidden)
    gone = [one.entry for one in skeleton if one.reason or one.entry.id in hidden]
    for path in sorted({standing(root, entry.file) for entry in gone}):
        yield Wish(path, None)
    yield from without(root, homes, hidden | {entry.file.name for entry in gone}, ours)


def overrides(root: Path, system: Sequence[Judged], hidden: Collection[str]) -> Iterator[Wish]:
    """One for each id, in the folder that comes before where the entry lies."""
    early = {one.entry.id for one in system if one.entry.file.is_relative_to(root / FLATPAK)} & set(hidden)
    for id_ in sorted(hidden):
        yield Wish(root / (FIRST if id_ in early else LOCAL) / id_, OVERRIDE)
    if early:
        yield from (Wish(root / name, text, mode) for name, (text, mode) in FILES.items())


def standing(root: Path, file: Path) -> Path:
    """The place of a file of new homes, also of one that is kept."""
    kept = root / KEPT
    return root / file.relative_to(kept) if file.is_relative_to(kept) else file


def without(
    root: Path, homes: Sequence[str], names: Collection[str], ours: Mapping[str, str]
) -> Iterator[Wish]:
    """The panels that name something hidden, without it."""
    for path, remover in panels(root, homes):
        source = original(root, path, ours.get(str(path)))
        if source.is_file():
            before = source.read_text("utf-8", "replace")
            after = remover(before, names)
            if after != before:
                yield Wish(path, after)
