# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that this role lays in place of others, and the others, kept so that they come back as they were.

What was there before lies below ``KEPT`` under its own path, with its owner, rights and times; a link
stays a link.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ansible.module_utils.discreet_facts import ask

STATE = "var/lib/salle/discreet"
KEPT = f"{STATE}/kept"
OURS = "usr/local/share/salle"
"""A folder that only we write to."""
GONE = ""
"""The digest of a file that shall not be there."""


@dataclass(frozen=True)
class Wish:
    """A file as it shall be; ``text`` None: it shall not be there."""

    path: Path
    text: str | None
    mode: int = 0o644

    @property
    def digest(self) -> str:
        """What tells our file from somebody else's."""
        return digest(self.text.encode()) if self.text is not None else GONE


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def found_digest(path: Path) -> str | None:
    """The digest of a file that is there; of none, GONE; None for a link or a folder: never ours."""
    if path.is_symlink() or path.is_dir():
        return None
    return digest(path.read_bytes()) if path.is_file() else GONE


def kept_at(root: Path, path: Path) -> Path:
    """Where what was there before is kept."""
    return root / KEPT / path.relative_to(root)


def original(root: Path, path: Path, ours: str | None) -> Path:
    """The file as others have it: where it stands, or where it is kept while ours stands there.

    Args:
        ours: the digest of what we laid there; None when we laid nothing.
    """
    replaced = ours is not None and found_digest(path) == ours
    return kept_at(root, path) if replaced else path


def is_so(wish: Wish) -> bool:
    """Whether the file is as wished, and everybody may read it."""
    if found_digest(wish.path) != wish.digest:
        return False
    return wish.text is None or wish.path.stat().st_mode & 0o7777 == wish.mode


def lay(root: Path, wish: Wish, ours: str | None) -> None:
    """Make the file so; what somebody else has there is kept first, the newest of theirs."""
    path = wish.path
    if os.path.lexists(path) and (ours is None or found_digest(path) != ours):
        copy(path, kept_at(root, path))
    if wish.text is None:
        path.unlink(missing_ok=True)
        return
    make_folders(path.parent)
    draft = path.with_name(f".{path.name}.salle-new")
    draft.write_text(wish.text, "utf-8")
    draft.chmod(wish.mode)
    draft.replace(path)


def bring_back(root: Path, path: Path, ours: str) -> bool:
    """Give the place back to whoever had it before; False when somebody else has taken it meanwhile."""
    kept = kept_at(root, path)
    if found_digest(path) != ours:
        return False
    if os.path.lexists(kept):
        copy(kept, path)
        kept.unlink()
    elif path.exists():
        path.unlink()
    remove_empty(root / STATE, kept.parent)
    remove_empty(root / OURS, path.parent)
    return True


def refresh_types(folder: Path) -> None:
    """Make the cache of types anew where others have made one: it has to know what came back."""
    if (folder / "mimeinfo.cache").is_file():
        ask(["update-desktop-database", "-q", str(folder)])


def remove_empty(top: Path, folder: Path) -> None:
    """The folder and those above it up to top, as far as nothing is in them."""
    while folder.is_relative_to(top):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def copy(source: Path, target: Path) -> None:
    """An exact copy, put in place in one move: content, owner, rights, times; a link stays a link."""
    make_folders(target.parent)
    draft = target.with_name(f".{target.name}.salle-new")
    draft.unlink(missing_ok=True)
    shutil.copy2(source, draft, follow_symlinks=False)
    found = source.lstat()
    os.chown(draft, found.st_uid, found.st_gid, follow_symlinks=False)
    os.utime(draft, ns=(found.st_atime_ns, found.st_mtime_ns), follow_symlinks=False)
    draft.replace(target)


def make_folders(folder: Path) -> None:
    """The folder and those above it, open to everybody, whatever umask we run under."""
    for one in reversed([one for one in (folder, *folder.parents) if not one.is_dir()]):
        one.mkdir()
        one.chmod(0o755)
