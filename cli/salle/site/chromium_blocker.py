# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocker for Chromium that a site brings as a file: verified here, before any machine is touched."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from salle.i18n import _
from salle.site.crx import OLDEST_MANIFEST, Crx, CrxError, read_crx
from salle.site.model import Problem
from salle.site.nodes import Kind, Node, Setting
from salle.site.wording import show

CHOICE, FILE = "browser_chromium_blocker", "browser_chromium_blocker_file"
FIELDS = ("file", "id", "sha256")
MAX_BYTES = 100_000_000
"""uBlock Origin Lite has some 10 MB; ten times that is no blocker."""


def check_blockers(folder: Path, merged: Iterable[Mapping[str, Setting]]) -> Iterator[Problem]:
    """Everything wrong with the blockers that machines shall get from a file.

    Args:
        folder: the site's folder, with ``files``.
        merged: the variables of each machine.
    """
    for settings in merged:
        choice, told = settings.get(CHOICE), settings.get(FILE)
        if choice is None or choice.node.value != "file":
            continue
        if told is None:
            message = _("%(name)s is missing; add it: {file: …, id: …, sha256: …}") % {"name": FILE}
            yield Problem(choice.place, message)
        elif told.node.kind is Kind.MAPPING:
            yield from _check(folder, told)


def blocker_source(folder: Path, browser: Mapping[str, Any]) -> dict[str, str]:
    """Where the file of a machine's blocker is, and its version; nothing where it comes from elsewhere.

    Args:
        folder: the site's folder, loaded without a problem.
        browser: the variables of the role ``browser`` for this machine.
    """
    if browser[CHOICE] != "file":
        return {}
    path = folder / "files" / browser[FILE]["file"]
    return {"path": str(path), "version": _read(path).version}


def _check(folder: Path, told: Setting) -> Iterator[Problem]:
    entries = {name: node for name, (_name, node) in told.node.entries().items() if node.kind is Kind.TEXT}
    missing = [name for name in FIELDS if name not in entries]
    for name in missing:
        yield Problem(told.place, _("%(option)s: %(name)s is missing.") % {"option": FILE, "name": name})
    if missing:
        return
    name = entries["file"].value
    path = folder / "files" / name
    if name != Path(name).name or not path.is_file():
        message = _("there is no file %(name)s in the folder files of the site.") % {"name": show(name)}
        yield Problem(entries["file"].place, message)
        return
    try:
        yield from _mismatches(entries, _read(path))
    except (CrxError, OSError) as error:
        yield Problem(entries["file"].place, _about(name, str(error)))


def _mismatches(entries: Mapping[str, Node], crx: Crx) -> Iterator[Problem]:
    name = entries["file"].value
    wanted = entries["sha256"].value.lower()
    if wanted != crx.sha256:
        message = _("it is another file than was meant: its SHA-256 digest is %(digest)s")
        yield Problem(entries["sha256"].place, _about(name, message % {"digest": crx.sha256}))
    if entries["id"].value != crx.id:
        message = _("it is another extension than was meant: the key that signed it stands for the id %(id)s")
        yield Problem(entries["id"].place, _about(name, message % {"id": crx.id}))
    if crx.manifest_version < OLDEST_MANIFEST:
        message = _("its manifest has version %(found)d, and Chromium loads none below %(needed)d")
        numbers = {"found": crx.manifest_version, "needed": OLDEST_MANIFEST}
        yield Problem(entries["file"].place, _about(name, message % numbers))


def _about(name: str, message: str) -> str:
    return _("Chromium would not take %(name)s: %(why)s.") % {"name": show(name), "why": message}


@cache
def _read(path: Path) -> Crx:
    if path.stat().st_size > MAX_BYTES:
        raise CrxError(_("it is larger than %(size)d MB") % {"size": MAX_BYTES // 1_000_000})
    return read_crx(path.read_bytes())
