# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs some of the checks on the machines of a practice room that is up, and breaks things there."""

import io
import shlex
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from salle.options import Settings
from salle.rehearsal.room import Room
from salle.run.deploy import Wishes, make_job
from salle.run.ground import practice_ground
from salle.run.proof import connection_of
from salle.site.model import Site
from salle.verify.bundle import build_bundle
from salle.verify.exchange import Line
from salle.verify.remote import parcel, remote_command, ssh_command, verify
from salle.verify.results import Verdict

Verdicts = dict[str, dict[Verdict, set[str]]]
"""Machine -> verdict -> ids of the checks that have it."""


class PracticeChecks:
    """Some of the checks, on every machine of a practice room.

    The parts are those of :func:`salle.verify.machine_side.files_of`.
    """

    def __init__(self, site: Site, room: Room, *parts: str) -> None:
        self.room, self.parts = room, parts
        self._ground = practice_ground(room)
        self._job = make_job(self._ground.site(site), Settings(), Wishes(), self._ground)
        self.machines = tuple(machine.name for machine in self._job.site.machines)
        self._site = self._job.site

    def verify(self, machines: Sequence[str] = (), promises: Mapping[str, Any] | None = None) -> Verdicts:
        """What the checks say, on these machines at once (none means all).

        Args:
            machines: their names.
            promises: promised besides what the site says.

        Raises:
            AssertionError: a machine did not answer.
        """
        names = machines or self.machines
        chosen = [self._site.machine(name) for name in names]
        told = {name: {**self._job.promised[name], **(promises or {})} for name in names}
        answers = verify(self._site, chosen, told, connection_of(self._site, self._ground), roles=self.parts)
        found: Verdicts = {}
        for answer in answers:
            assert not answer.problem, f"{answer.machine}: {answer.problem}"
            found[answer.machine] = {
                verdict: {one.check for one in answer.results if one.verdict is verdict}
                for verdict in Verdict
            }
        return found

    def run_instead(
        self,
        program: Path,
        *beside: Path,
        words: Sequence[str] = (),
        machines: Sequence[str] = (),
        seconds: float = 600,
    ) -> dict[str, bytes]:
        """Run a program of Python in place of the checks, on these machines at once (none means all).

        Args:
            program: it travels with the checks, which lie in the folder ``checks`` beside it.
            beside: files that lie beside it.
            words: what it is given.
            machines: their names.
            seconds: the longest that one machine may take.

        Returns:
            Machine -> what it printed.

        Raises:
            AssertionError: a machine did not answer.
        """
        names, bundle = machines or self.machines, archive(program, beside)
        connection, line = connection_of(self._site, self._ground), Line(seconds)

        def one(name: str) -> bytes:
            user = connection.variables[name].get("ansible_user", "")
            command = remote_command(user, words, password=False)
            data = parcel(bundle, self._job.promised[name])
            reply = line.exchange([*ssh_command(connection, name), command], data)
            assert not reply.problem, f"{name}: {reply.problem}"
            return reply.output

        with ThreadPoolExecutor(len(names)) as pool:
            return dict(zip(names, pool.map(one, names), strict=True))

    def do(self, words: Sequence[str], machines: Sequence[str] = ()) -> None:
        """Run a command as root on these machines at once (none means all)."""
        names = machines or self.machines
        line = f"sudo {shlex.join(words)}"
        with ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(lambda name: self.room.run_on(name, line, seconds=120), names))


def archive(program: Path, beside: Sequence[Path] = ()) -> bytes:
    """The bundle of checks, with a program in place of what runs them, and files beside it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build_bundle())) as checks, zipfile.ZipFile(buffer, "w") as changed:
        for name in checks.namelist():
            if name != "run.py":
                changed.writestr(name, checks.read(name))
        changed.writestr("run.py", program.read_bytes())
        for file in beside:
            changed.writestr(file.name, file.read_bytes())
    return buffer.getvalue()
