# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundle that travels: pytest, testinfra and the checks in one archive.

A machine needs ``python3`` (3.11 or later) and nothing else.  Running on the
machine took 2 s where testinfra over ssh took 11 s and its Ansible backend 437 s
for the same checks (design, section 10).
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackagePath, distribution
from pathlib import Path, PurePosixPath

from salle import paths

DISTRIBUTIONS = ("pytest", "pluggy", "iniconfig", "packaging", "pygments", "pytest-testinfra")
MOMENT = (2026, 1, 1, 0, 0, 0)
"""One date for all members: the same content gives the same bytes, hence the same digest."""


@cache
def build_bundle() -> bytes:
    """The archive's bytes; the same sources always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(_members()):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def digest(bundle: bytes) -> str:
    """What names a bundle in a report (SHA-256, hexadecimal)."""
    return hashlib.sha256(bundle).hexdigest()


def check_roles() -> tuple[str, ...]:
    """The roles that have checks, in alphabetical order."""
    files = paths.checks().glob("test_*.py")
    return tuple(sorted({file.stem.removeprefix("test_").partition("_")[0] for file in files}))


def _members() -> Iterator[tuple[str, bytes]]:
    yield "run.py", (paths.PACKAGE / "verify" / "machine_side.py").read_bytes()
    for check in paths.checks().glob("*.py"):
        yield f"checks/{check.name}", check.read_bytes()
    for name in DISTRIBUTIONS:
        for file in distribution(name).files or ():
            if _travels(file):
                yield str(PurePosixPath(file)), Path(str(file.locate())).read_bytes()


def _travels(file: PackagePath) -> bool:
    """Python sources, and the metadata that declares testinfra's pytest plugin."""
    if ".." in file.parts or "__pycache__" in file.parts:
        return False
    lexers = len(file.parts) > 1 and file.parts[:2] == ("pygments", "lexers")
    if lexers:
        return file.name in ("__init__.py", "_mapping.py", "python.py", "diff.py")
    return file.suffix == ".py" or file.name in ("entry_points.txt", "METADATA")
