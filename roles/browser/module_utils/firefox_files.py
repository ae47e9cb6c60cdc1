# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that Firefox reads its rules from: written, kept aside, taken away, put back.

What somebody else wrote is never changed: it gets another name when ours takes its place, and its
old name back when ours goes.
"""

import json
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import copy2
from typing import Any, NamedTuple

# Firefox reads "policies" only, so a neighbour says whose file it is.
MARK = "made by salle, role browser: change the site, not this file"
KEPT = ".before-salle"


class Difference(NamedTuple):
    """A file that was not as it shall be.

    ``kept`` is where somebody else's file went, ``restored`` whether it came back; contents are
    empty where there is no file.
    """

    path: Path
    before: str
    after: str
    kept: Path | None = None
    restored: bool = False

    def shown(self) -> dict[str, str]:
        """For Ansible's diff."""
        header = str(self.path)
        return {
            "before_header": header,
            "after_header": header,
            "before": self.before,
            "after": self.after,
        }


def policies_text(policies: Mapping[str, Any]) -> str:
    """The policies file."""
    return json.dumps({"//": MARK, "policies": policies}, ensure_ascii=False, indent=2) + "\n"


def preferences_text(preferences: Mapping[str, str | int | bool]) -> str:
    """The preferences file."""
    lines = (f"pref({json.dumps(n)}, {json.dumps(v)}, locked);\n" for n, v in sorted(preferences.items()))
    return f"// {MARK}\n" + "".join(lines)


def read(path: Path) -> str:
    """The text of a file; empty when there is none."""
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""


def is_ours(text: str) -> bool:
    """Whether the role wrote it."""
    return MARK in text


def make(module: Any, path: Path, text: str) -> Difference | None:
    """Make the file so, readable by everybody, and keep what somebody else wrote; None when all was well."""
    before = read(path)
    if before == text and _readable(path):
        return None
    kept = name_beside(path) if before and not is_ours(before) else None
    if not module.check_mode:
        if kept:
            _keep(path, kept)
        _write(module, path, text)
    return Difference(path, before, text, kept)


def take_away(module: Any, path: Path) -> Difference | None:
    """Remove our file and give the file that was there before its name back; None when nothing is to do.

    Somebody else's file that stands there now stays.
    """
    before, there = read(path), path.exists()
    kept = kept_files(path)
    if (there and not is_ours(before)) or not (there or kept):
        return None
    after = read(kept[-1]) if kept else ""
    if not module.check_mode:
        if kept:
            kept[-1].replace(path)
        else:
            path.unlink()
            _remove_empty_folders(path)
    return Difference(path, before, after, restored=bool(kept))


def clear(module: Any, folder: Path, keep: Collection[str]) -> list[Path]:
    """Remove the extensions that nobody asks for any more, and the folder once it is empty."""
    surplus = sorted(path for path in folder.glob("*.xpi") if path.name not in keep)
    if not module.check_mode:
        for path in surplus:
            path.unlink()
        if surplus:
            _remove_empty_folders(surplus[0])
    return surplus


def kept_files(path: Path) -> list[Path]:
    """What of somebody else is kept beside, the newest last."""
    number = re.compile(re.escape(path.name + KEPT) + r"(?:-(\d+))?")
    there = path.parent.iterdir() if path.parent.is_dir() else ()
    found = [(int(match[1] or 1), file) for file in there if (match := number.fullmatch(file.name))]
    return [file for _number, file in sorted(found)]


def name_beside(path: Path) -> Path:
    """A name for somebody else's file, after those that are taken already."""
    kept = kept_files(path)
    if not kept:
        return Path(f"{path}{KEPT}")
    last = re.search(r"-(\d+)$", kept[-1].name)
    return Path(f"{path}{KEPT}-{int(last[1]) + 1 if last else 2}")


def _readable(path: Path) -> bool:
    """Whether everybody may read the file: Firefox runs as whoever sits there."""
    return path.is_file() and path.stat().st_mode & 0o7777 == 0o644


def _keep(path: Path, kept: Path) -> None:
    """A second name for the same file where the disk allows it: owner, rights and times stay too."""
    try:
        os.link(path, kept, follow_symlinks=False)
    except OSError:
        copy2(path, kept)


def _write(module: Any, path: Path, text: str) -> None:
    """Write the file in one go, readable by everybody, folders included."""
    for folder in reversed([folder for folder in path.parents if not folder.is_dir()]):
        folder.mkdir()
        folder.chmod(0o755)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".salle-", delete=False
    ) as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    module.atomic_move(file.name, str(path), keep_dest_attrs=False)


def _remove_empty_folders(path: Path) -> None:
    """The two folders above that may be ours; one that holds anything stays."""
    for folder in list(path.parents)[:2]:
        with suppress(OSError):
            folder.rmdir()
