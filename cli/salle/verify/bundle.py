# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundle: pytest, testinfra, the checks and what draws the page, in one archive.

A machine needs ``python3`` (3.11 or later) and nothing else.  Running on the
machine took 2 s where testinfra over ssh took 11 s and its Ansible backend 437 s
for the same checks (design, section 10).

It travels for ``salle verify``; the role ``attestation`` lays it on the machine, where it is a program of
its own (zipapp): the same bytes, hence the same digest.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackagePath, distribution
from pathlib import Path, PurePosixPath

from salle import paths

DISTRIBUTIONS = (
    *("pytest", "pluggy", "iniconfig", "packaging", "pygments", "pytest-testinfra"),
    *("jinja2", "markupsafe"),
)
PAGE = (
    *("__init__.py", "exit_codes.py", "i18n.py", "paths.py", "whole.py", "locale/*/LC_MESSAGES/*.mo"),
    *("report/*.py", "report/report.schema.json", "report/templates/*"),
    *(f"run/{name}.py" for name in ("__init__", "events", "model", "role_texts", "wording")),
    *("site/__init__.py", "site/model.py"),
    *(f"verify/{name}.py" for name in ("__init__", "answer", "facts", "machine_facts", "results")),
)
"""What of our own package reads an answer and draws the page."""
SHEBANG = b"#!/usr/bin/python3 -I\n"
"""Of a program that is an archive (Python's zipapp)."""
MOMENT = (2026, 1, 1, 0, 0, 0)
"""One date for all members: the same content gives the same bytes, hence the same digest."""


@cache
def build_bundle() -> bytes:
    """The archive's bytes; the same sources always give the same bytes."""
    buffer = io.BytesIO()
    buffer.write(SHEBANG)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
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
    yield "__main__.py", (paths.PACKAGE / "verify" / "on_this_machine.py").read_bytes()
    for pattern in PAGE:
        for part in paths.PACKAGE.glob(pattern):
            yield f"salle/{part.relative_to(paths.PACKAGE)}", part.read_bytes()
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
