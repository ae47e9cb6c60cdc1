# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run's private folder, and the environment in which Ansible runs: as little as it needs."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salle.run.plan import Plan, environment

KEPT = ("HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "TZ")
"""What Ansible and ssh need of the operator's environment; nothing else of it goes along."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """A fresh folder for ansible-runner, in memory where the system offers that, removed whatever happens.

    The sockets of ssh's shared connections lie in it, and their paths may not exceed 108 bytes.
    """
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    usable = runtime.is_absolute() and os.access(runtime, os.W_OK) and len(str(runtime)) < 40
    base = runtime if usable else Path("/tmp")  # noqa: S108 mkdtemp makes a fresh folder of mode 0700
    folder = Path(tempfile.mkdtemp(prefix="salle-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def given(folder: Path) -> Iterator[Path]:
    """A folder that its owner removes."""
    yield folder


def programs() -> Path:
    """Where our interpreter's programs lie; not on PATH when installed with pipx."""
    return Path(sys.executable).parent


def environment_for(plan: Plan, private: Path) -> dict[str, str]:
    """The whole environment of ansible-playbook, its temporary files in the private folder.

    Args:
        plan: what to do.
        private: the run's private folder.
    """
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **environment(plan),
        "PATH": f"{programs()}:{os.environ.get('PATH', os.defpath)}",
        "ANSIBLE_NOCOLOR": "True",
        "ANSIBLE_LOCAL_TEMP": str(private / "tmp"),
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(private / "cp"),
    }
