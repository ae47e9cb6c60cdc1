# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who has never logged in, and a display for them.

Checks see what a new person would see: a home fresh from /etc/skel, the
environment that PAM would give, nobody's settings.  The system account
``nobody`` is used so that no account is made or removed on the machine; without
an administrator's rights it is the account of whoever checks, in another home.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

LOCALE_FILES = (Path("/etc/environment"), Path("/etc/default/locale"))
TEMPORARY = (Path("/tmp"), Path("/dev/shm"))
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"


def login_environment(files: Sequence[Path] = LOCALE_FILES) -> dict[str, str]:
    """What pam_env sets for everybody (pam_env(8): /etc/environment, /etc/default/locale)."""
    values: dict[str, str] = {}
    for file in files:
        lines = file.read_text("utf-8", "replace").splitlines() if file.is_file() else []
        for line in lines:
            name, separator, value = line.strip().removeprefix("export ").partition("=")
            if separator and not name.startswith("#"):
                values[name.strip()] = value.strip().strip("\"'")
    return values


class NewUser:
    """Runs programs as somebody who has never logged in."""

    def __init__(self) -> None:
        self._may_change = os.geteuid() == 0
        account = pwd.getpwnam("nobody") if self._may_change else pwd.getpwuid(os.geteuid())
        self.name, self.uid, self.gid = account.pw_name, account.pw_uid, account.pw_gid
        self._token = uuid.uuid4().hex
        self._folder = Path(tempfile.mkdtemp(prefix="salle-verify-", dir="/var/tmp"))
        self._folder.chmod(0o711)
        self.home = self._folder / "home"
        self.runtime = self._folder / "runtime"
        shutil.copytree("/etc/skel", self.home, symlinks=True)
        self.runtime.mkdir(mode=0o700)
        self.home.chmod(0o700)
        for path in (self.runtime, self.home, *self.home.rglob("*")):
            os.lchown(path, self.uid, self.gid)

    @property
    def env(self) -> dict[str, str]:
        """The environment that a session of this person begins with."""
        return {
            "HOME": str(self.home),
            "USER": self.name,
            "LOGNAME": self.name,
            "SHELL": "/bin/sh",
            "PATH": PATH,
            "XDG_RUNTIME_DIR": str(self.runtime),
            "SALLE_CHECK": self._token,
            **login_environment(),
        }

    def command(self, words: Sequence[str], *, session: bool = False) -> list[str]:
        """The words, inside a message bus of their own if a session is wanted."""
        return ["dbus-run-session", "--", *words] if session else list(words)

    def _without(self, words: Sequence[str], hidden: Sequence[str]) -> list[str]:
        """The words, so that the program finds these folders empty.

        In a mount namespace (mount_namespaces(7)): nobody else sees it, and it ends with the program.
        """
        empty = self._folder / "empty"
        empty.mkdir(exist_ok=True)
        empty.chmod(0o755)
        ids = [str(empty), str(self.uid), str(self.gid), str(len(hidden))]
        alone = ["unshare", "--mount"] if self._may_change else ["unshare", "--mount", "--map-root-user"]
        again = _AGAIN if self._may_change else _AGAIN_MYSELF
        return [*alone, "sh", "-ec", _WITHOUT + again, "without", *ids, *hidden, *words]

    @property
    def identity(self) -> dict[str, Any]:
        """Who a program is started as: this person; who checks without rights is already."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self._may_change else {}

    def _as_them(self, env: Mapping[str, str] | None) -> dict[str, Any]:
        """How a program is started as this person, in a process group of its own."""
        return {
            "env": {**self.env, **(env or {})},
            "cwd": self.home,
            **self.identity,
            "start_new_session": True,
            "stdin": subprocess.DEVNULL,
        }

    def start(
        self,
        words: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        session: bool = False,
        output: Path | None = None,
        without: Sequence[str] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program and leave it running; :meth:`stop` or the end of the checks ends it.

        Args:
            without: folders that the program shall find empty; the machine keeps them as they are.
        """
        words, how = self.command(words, session=session), self._as_them(env)
        if without:  # root hides the folders, then becomes this person
            words = self._without(words, without)
            how |= {"user": None, "group": None, "extra_groups": None}
        with contextlib.ExitStack() as stack:
            sink = stack.enter_context(output.open("wb")) if output else subprocess.DEVNULL
            return subprocess.Popen(words, **how, stdout=sink, stderr=sink)

    def run(
        self,
        words: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        timeout: float = 20,
        session: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end (at most ``timeout`` seconds); output is text."""
        return subprocess.run(
            self.command(words, session=session),
            **self._as_them(env),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )

    def stop(self, process: subprocess.Popen[bytes], *, seconds: float = 5) -> None:
        """End a started program and its whole group: politely, then by force."""
        for signal_ in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal_)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                return

    def files(self) -> Iterator[Path]:
        """Every file of this person: home, run-time folder, and what they own where everybody may write."""
        for place in (self.home, self.runtime, *TEMPORARY):
            for path in place.rglob("*"):
                with contextlib.suppress(OSError):  # a running program's files come and go
                    if path.is_file() and not path.is_symlink() and path.stat().st_uid == self.uid:
                        yield path

    def processes(self) -> Iterator[int]:
        """Every process that came from this object, found by its token."""
        token = f"SALLE_CHECK={self._token}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if token in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)

    def close(self) -> None:
        """End what still runs and remove the temporary home."""
        for _ in range(50):
            left = list(self.processes())
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if not left:
                break
            time.sleep(0.05)
        shutil.rmtree(self._folder, ignore_errors=True)


_WITHOUT = """
empty=$1; user=$2; group=$3; count=$4; shift 4
while [ "$count" -gt 0 ]; do
  test ! -d "$1" || mount --bind "$empty" "$1"
  shift; count=$((count - 1))
done
"""
_AGAIN = 'exec setpriv --reuid "$user" --regid "$group" --clear-groups -- "$@"\n'
_AGAIN_MYSELF = 'exec unshare --user --map-user="$user" --map-group="$group" -- "$@"\n'
"""In a user namespace (user_namespaces(7)) in which we were root, and are ourselves again."""


class Display:
    """A virtual X display of 1366x768 that belongs to the new user."""

    def __init__(self, user: NewUser) -> None:
        self._user = user
        reader, writer = os.pipe()
        os.fchown(writer, user.uid, user.gid)
        self._server = subprocess.Popen(
            # noreset: without it the server starts over, and refuses whoever comes then, each time its last
            # client leaves (Xserver(1)); a program that starts slowly met that while somebody else looked
            [
                "Xvfb",
                "-displayfd",
                str(writer),
                "-screen",
                "0",
                "1366x768x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            env=user.env,
            **user.identity,
            start_new_session=True,
            pass_fds=[writer],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            number = pipe.readline().strip().decode()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"

    @property
    def env(self) -> dict[str, str]:
        """What a program needs to draw there."""
        return {"DISPLAY": self.name, "XDG_SESSION_TYPE": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}

    def close(self) -> None:
        """End the display."""
        self._user.stop(self._server)
