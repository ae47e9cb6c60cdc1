# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carry the bundle to all machines at once and bring the answers back.

One ssh connection per machine does it all: a few lines of Python read the
bundle and the promise from standard input, unpack into a temporary folder, run
the checks, answer on standard output and leave nothing behind.  When nobody
reads that any more, the checks are ended.
"""

import json
import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from salle.i18n import _
from salle.site.model import Machine, Site
from salle.verify.answer import CHECKED, BadAnswer, Names, read_answer
from salle.verify.bundle import build_bundle, digest
from salle.verify.exchange import Line, Reply
from salle.verify.facts import promised_of
from salle.verify.results import MachineVerdict

CONNECT_SECONDS = 10
MARK = b"SALLE\n"
"""Where our data begins: a sudo that wants no password leaves its line to us."""

BOOTSTRAP = r"""
import io, os, select, shutil, signal, struct, subprocess, sys, tempfile, zipfile
source = sys.stdin.buffer
while source.readline() not in (b"SALLE\n", b""): pass
size, = struct.unpack(">Q", source.read(8))
bundle, promise = source.read(size), source.read()
folder = tempfile.mkdtemp(prefix="salle-verify-", dir="/var/tmp")
try:
    zipfile.ZipFile(io.BytesIO(bundle)).extractall(folder)
    os.chmod(folder, 0o755)
    name = folder + "/promise.json"
    with open(name, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(promise)
    env = dict(os.environ, SALLE_PROMISE=name, PYTHONPATH=folder, LC_ALL="C.UTF-8")
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-P", folder + "/run.py", *sys.argv[1:]]
    checks = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, cwd="/")
    reader = select.poll()
    reader.register(1, 0)
    while checks.poll() is None and not reader.poll(200): pass
    for number, seconds in ((signal.SIGINT, 30), (signal.SIGKILL, 5)):
        if reader.poll(0) and checks.poll() is None: checks.send_signal(number)
        try: code = checks.wait(seconds)
        except subprocess.TimeoutExpired: continue
        break
finally:
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(code)
""".strip()


@dataclass(frozen=True)
class Connection:
    """How to reach the machines of a site; variables are Ansible's own connection variables."""

    known_hosts: Path
    variables: Mapping[str, Mapping[str, str]]
    """Machine name -> ansible_host, ansible_port, ansible_user, ansible_ssh_private_key_file;
    a practice room adds ansible_ssh_common_args, which a site may not."""
    become_password: str = ""
    options: str = ""
    """What a command in a remedy needs besides the site's name."""


def site_connection(site: Site, overlay: Mapping[str, Mapping[str, str]] | None = None) -> Connection:
    """The connection that the site's own data describe, an overlay laid over it."""
    names = ("ansible_host", "ansible_port", "ansible_user", "ansible_ssh_private_key_file")
    variables = {
        machine.name: {
            "ansible_host": machine.address,
            **{name: str(machine.variables[name]) for name in names if name in machine.variables},
            **(overlay or {}).get(machine.name, {}),
        }
        for machine in site.machines
    }
    return Connection(site.known_hosts, variables)


def ssh_command(connection: Connection, machine: str) -> list[str]:
    """The ssh words for one machine: pinned keys only, no question, no endless wait."""
    variables = connection.variables[machine]
    words = ["ssh", "-T", *shlex.split(variables.get("ansible_ssh_common_args", ""))]
    words += ["-o", "BatchMode=yes", "-o", f"ConnectTimeout={CONNECT_SECONDS}"]
    words += ["-o", f"UserKnownHostsFile={connection.known_hosts}", "-o", "StrictHostKeyChecking=yes"]
    words += ["-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"]
    if key := variables.get("ansible_ssh_private_key_file"):
        words += ["-o", "IdentitiesOnly=yes", "-i", str(Path(key).expanduser())]
    if port := variables.get("ansible_port"):
        words += ["-p", str(port)]
    if user := variables.get("ansible_user"):
        words += ["-l", user]
    return [*words, "--", variables["ansible_host"]]


def remote_command(user: str, roles: Sequence[str], *, password: bool) -> str:
    """What the machine's shell is given; the roles are names that we know."""
    sudo = [] if user == "root" else ["sudo", "-k", "-S", "-p", ""] if password else ["sudo", "-n"]
    return shlex.join([*sudo, "python3", "-I", "-c", BOOTSTRAP, *roles])


def parcel(bundle: bytes, promise: Mapping[str, Any], password: str = "") -> bytes:
    """What goes to the machine's standard input."""
    head = f"{password}\n".encode() if password else b""
    return head + MARK + len(bundle).to_bytes(8) + bundle + json.dumps(promise).encode()


def verify(
    site: Site,
    machines: Sequence[Machine],
    promises: Mapping[str, Mapping[str, Any]],
    connection: Connection,
    *,
    roles: Sequence[str] = (),
    seconds: float = 600,
    on_verdict: Callable[[MachineVerdict], None] | None = None,
    on_check: Callable[[str, int, int], None] | None = None,
) -> tuple[MachineVerdict, ...]:
    """Run the checks on all machines at once.

    Args:
        promises: machine name -> what it was promised.
        roles: only these roles' checks; none means all.
        seconds: the longest that one machine may take.
        on_verdict: told of each machine as it answers.
        on_check: told of each check as it was run: machine, how many, of how many.

    Returns:
        One verdict per machine, in the machines' order; a machine that did not
        answer has one too, with the reason.
    """
    bundle = build_bundle()
    name, line = digest(bundle), Line(seconds)

    def one(machine: Machine) -> MachineVerdict:
        begun = time.monotonic()
        user = connection.variables[machine.name].get("ansible_user", "")
        command = remote_command(user, roles, password=bool(connection.become_password))
        data = parcel(bundle, promises[machine.name], connection.become_password)
        heard = partial(tell_check, machine.name, on_check) if on_check else None
        reply = line.exchange([*ssh_command(connection, machine.name), command], data, heard)
        names = Names(f"{site.name} {connection.options}".strip(), machine.name)
        verdict = judge(reply, names, time.monotonic() - begun)
        verdict = replace(verdict, promised=promised_of(promises[machine.name]), bundle=name)
        if on_verdict and not line.is_cut:
            on_verdict(verdict)
        return verdict

    with ThreadPoolExecutor(max_workers=max(1, min(32, len(machines)))) as pool:
        try:
            return tuple(pool.map(one, machines))
        except BaseException:
            line.cut()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def judge(reply: Reply, names: Names, took: float) -> MachineVerdict:
    """One machine's verdict from what came back within ``took`` seconds."""
    if reply.problem:
        return MachineVerdict(
            names.machine, problem=reply.problem, unreachable=reply.unreachable, seconds=took
        )
    try:
        answer = read_answer(reply.output, names)
    except BadAnswer as error:
        return MachineVerdict(names.machine, problem=str(error), seconds=took)
    if not answer.results:
        return MachineVerdict(names.machine, problem=_("it ran no check at all"), seconds=took)
    return MachineVerdict(names.machine, results=answer.results, seconds=took, facts=answer.facts)


def tell_check(machine: str, on_check: Callable[[str, int, int], None], line: bytes) -> bool:
    """Pass on what a machine says of its progress, if it is that; it only ever moves a bar."""
    if found := CHECKED.fullmatch(line):
        on_check(machine, int(found[1]), int(found[2]))
    return bool(found)
