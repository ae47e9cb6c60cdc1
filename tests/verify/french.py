# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How one sees that a program speaks French, or the other language that its place asked for."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FILES = (
    r"/{0}(?:_[A-Z]+)?(?:\.UTF-8)?/LC_MESSAGES/(?P<gettext>[^/]+)\.mo$"
    r"|/(?:(?P<qt>[^/]*)[-_.])?{0}(?:_[A-Z]+)?\.qm$"
    r"|/(?P<mozilla>langpack-{0}(?:-[A-Z]+)?@[^/]+)$"
)
"""Files of texts in a language, as gettext, Qt and Mozilla name them."""
TOOLKITS = re.compile(
    r"^(?:aria2|at-spi2-core|dbus|dconf|gdk-pixbuf|glib20|glib-networking|gsettings-desktop-schemas|gspell-1"
    r"|gst.*|gtk\d.*|gtksourceview.*|gvfs|iso_.*|json-glib.*|libadwaita|libc|libhandy|libsecret|qt.*|xdg-.*"
    r"|xkeyboard-config|(?:k[a-z0-9]+|attica|solid|sonnet|syntaxhighlighting)[56](?:_qt)?)$"
)
"""Texts of shared libraries and services: they say nothing about the program itself."""


@dataclass(frozen=True)
class French:
    """Where French shows, for programs that do not keep a file of French texts open or mapped.

    Of another ``language`` only the files are known; the rest is said in the catalogue for French alone.
    """

    titles: tuple[str, ...] = ()
    """Parts of a title that only a French window has."""
    reads: tuple[str, ...] = ()
    """Files of French texts that it reads once and closes."""
    none: bool = False
    """There is nothing French to see."""
    language: str = "fr"
    """Its code (ISO 639-1)."""


def evidence(french: French, titles: Iterable[str], processes: Iterable[int], reads: Reads) -> str:
    """What shows that a program speaks French, or an empty text."""
    if french.titles:
        return french_title(titles, french.titles)
    return reads.seen() if french.reads else file_of(french.language, processes)


class Reads:
    """Notices when one of some files is read, by whomever (inotify(7))."""

    ACCESS = 0x1

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = [path for path in paths if Path(path).is_file()]
        self._found = ""

    def __enter__(self) -> Reads:
        libc = ctypes.CDLL(None, use_errno=True)
        self._notices = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        self._by_number = {
            libc.inotify_add_watch(self._notices, path.encode(), self.ACCESS): path for path in self._paths
        }
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._notices)

    def seen(self) -> str:
        """The first of the files that was read, or an empty text."""
        with contextlib.suppress(BlockingIOError):
            number = int.from_bytes(os.read(self._notices, 4096)[:4], sys.byteorder)
            self._found = self._found or self._by_number[number]
        return self._found


def french_title(titles: Iterable[str], parts: Iterable[str]) -> str:
    """The first title that holds one of the parts."""
    wanted = tuple(parts)
    return next((title for title in titles if any(part in title for part in wanted)), "")


def file_of(language: str, processes: Iterable[int]) -> str:
    """A file of texts in a language that a process holds open or mapped, shared libraries' left out."""
    files = re.compile(FILES.format(re.escape(language)))
    for process in processes:
        for path in files_in_use(process):
            found = files.search(path)
            if found and not TOOLKITS.match(next(filter(None, found.groups()), "")):
                return path
    return ""


def files_in_use(process: int) -> Iterator[str]:
    """The files a process has mapped or open."""
    folder = Path(f"/proc/{process}")
    with contextlib.suppress(OSError):
        for line in (folder / "maps").read_text("utf-8", "replace").splitlines():
            yield line.partition("/")[1] + line.partition("/")[2]
    with contextlib.suppress(OSError):
        for link in (folder / "fd").iterdir():
            with contextlib.suppress(OSError):
                yield str(link.readlink())
