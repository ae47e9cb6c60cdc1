# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same checks on the same machines, run in three ways, verdict by verdict.

salle
    as ``salle verify`` does it: one bundle, one ssh connection per machine, the checks run there.
ssh
    testinfra's ssh backend: a command per question, over a connection that stays open, and pytest-xdist with
    as many workers as machines.
ansible
    testinfra's Ansible backend (``--force-ansible``): an Ansible task per question. It takes so long that it
    gets one machine, and a few of the checks, unless more is asked for.

The checks (``same_checks/``) are those that any backend can run; salle's own look at running programs, which
the others cannot. Each way must give the same verdict on each check of each machine, else there is nothing to
compare. The number of machines is also varied, for salle alone.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from unittest import mock

import click
import yaml
from junitparser import JUnitXml
from salle.rehearsal.cache import cache_folder
from salle.rehearsal.opening import practice_room
from salle.rehearsal.requirements import prepare
from salle.run.ground import practice_ground
from salle.run.proof import connection_of
from salle.site.load import load_site
from salle.site.model import Site
from salle.verify.bundle import build_bundle
from salle.verify.remote import Connection, verify
from salle.verify.results import Verdict
from small_site import make_small_site

CHECKS = Path(__file__).parent / "same_checks"
BAR = 10
"""salle shall be at least this many times as fast as the ssh backend (issue 5)."""
TIMES = 3
"""salle is so short that it is measured several times; the median counts."""
NAME = re.compile(r"(\w+)\[(?:local|.*?(?:poste-\d+))-(.*)\]")
"""A test's name with the host that testinfra puts into it."""

Verdicts = dict[tuple[str, str], bool]
"""Machine and check -> whether it holds."""


def bundle_of(checks: Path) -> bytes:
    """The bundle with these checks in place of the product's own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build_bundle())) as whole, zipfile.ZipFile(buffer, "w") as changed:
        for name in whole.namelist():
            if not name.startswith("checks/") or name == "checks/salle_check.py":
                changed.writestr(name, whole.read(name))
        for file in checks.glob("test_*.py"):
            changed.writestr(f"checks/{file.name}", file.read_bytes())
    return buffer.getvalue()


def timed(work: Callable[[], Verdicts]) -> tuple[float, Verdicts]:
    """Seconds, and what came of it."""
    began = time.monotonic()
    found = work()
    return time.monotonic() - began, found


def by_salle(site: Site, names: Sequence[str], connection: Connection, bundle: bytes) -> Verdicts:
    """As ``salle verify``."""
    machines = [site.machine(name) for name in names]
    with mock.patch("salle.verify.remote.build_bundle", return_value=bundle):
        answers = verify(site, machines, {name: {} for name in names}, connection)
    if wrong := [f"{one.machine}: {one.problem}" for one in answers if one.problem]:
        raise click.ClickException(" ".join(wrong))
    return {
        (one.machine, plain_name(result.check.rpartition("::")[2])): result.verdict is Verdict.GREEN
        for one in answers
        for result in one.results
    }


def by_testinfra(folder: Path, hosts: Sequence[str], options: Sequence[str]) -> Verdicts:
    """As pytest with testinfra, from this computer."""
    told = folder / "told.xml"
    told.unlink(missing_ok=True)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", folder / "pytest.ini",
         f"--hosts={','.join(hosts)}", f"--junitxml={told}", *options, folder / "checks"],
        capture_output=True, text=True, cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    if ended.returncode not in (0, 1):
        raise click.ClickException(ended.stdout + ended.stderr)
    cases = [case for suite in JUnitXml.fromfile(str(told)) for case in suite]
    return {(machine_of(case.name), plain_name(case.name)): not case.result for case in cases}


def machine_of(test: str) -> str:
    """The machine that a test's name names."""
    found = re.search(r"poste-\d+", test)
    return found[0] if found else ""


def plain_name(test: str) -> str:
    """A test's name without the host."""
    found = NAME.fullmatch(test)
    return f"{found[1]}[{found[2]}]" if found else test


def write_tools(folder: Path, connection: Connection, names: Sequence[str]) -> None:
    """What the other ways need: checks, ssh's configuration, Ansible's inventory."""
    (folder / "checks").mkdir()
    for file in CHECKS.glob("test_*.py"):
        (folder / "checks" / file.name).write_bytes(file.read_bytes())
    (folder / "pytest.ini").write_text("[pytest]\n")
    lines, hosts = [], {}
    for name in names:
        told = connection.variables[name]
        lines += [
            f"Host {name}",
            f"  HostName {told['ansible_host']}",
            f"  User {told['ansible_user']}",
            f"  IdentityFile {told['ansible_ssh_private_key_file']}",
            f"  UserKnownHostsFile {connection.known_hosts}",
            "  StrictHostKeyChecking yes",
            "  ControlMaster auto",
            f"  ControlPath {folder}/%n",
            "  ControlPersist 60",
        ]
        hosts[name] = dict(told)
    (folder / "ssh_config").write_text("\n".join(lines) + "\n")
    (folder / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts}}))


def must_agree(ours: Verdicts, theirs: Verdicts, way: str) -> None:
    """Stop when a verdict differs, or is missing."""
    machines, checks = ({key[at] for key in theirs} for at in (0, 1))
    wanted = {key: value for key, value in ours.items() if key[0] in machines and key[1] in checks}
    if not wanted or wanted != theirs:
        other = {key for key in wanted | theirs if wanted.get(key) != theirs.get(key)}
        raise click.ClickException(
            f"salle and {way} do not agree on {len(other)} checks: {sorted(other)[:5]}"
        )


def compare(ours: tuple[float, Verdicts], theirs: tuple[float, Verdicts], way: str, machines: int) -> float:
    """Print both, and how many times as fast ours is, by machine and check."""
    must_agree(ours[1], theirs[1], way)
    checks = len({check for _, check in theirs[1]})
    here = len({machine for machine, _ in theirs[1]})
    whole = len({check for _, check in ours[1]})
    ratio = (theirs[0] / here / checks) / (ours[0] / machines / whole)
    click.echo(
        f"{way}: {here} machines, {checks} checks each: {theirs[0]:.1f} s; "
        f"salle: {machines} machines, {whole} checks each: {ours[0]:.2f} s; {ratio:.1f} times as fast; "
        f"{len(theirs[1])} verdicts equal, {sum(theirs[1].values())} of them good"
    )
    return ratio


@click.command()
@click.option("--machines", default=8, show_default=True, help="How many practice machines are compared.")
@click.option("--most", default=12, show_default=True, help="How many there are, for salle alone.")
@click.option("--ansible-machines", default=1, show_default=True)
@click.option(
    "--ansible-checks", default="test_user or test_group", show_default=True, help="As pytest's -k."
)
@click.option("--release", default="trixie", show_default=True)
def main(machines: int, most: int, ansible_machines: int, ansible_checks: str, release: str) -> None:
    """Run the same checks in three ways on practice machines, and print the ratios."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        site = load_site(make_small_site(folder / "inventories", most) / "essai")
        prepare(cache_folder(), most, [release], click.echo)
        with practice_room(site, machines=most, releases=[release], say=click.echo) as room:
            ground = practice_ground(room)
            there = ground.site(site)
            connection = connection_of(there, ground)
            names = [machine.name for machine in room.machines]
            write_tools(folder, connection, names)
            counts = {"ssh": machines, "ansible": ansible_machines}
            measure(folder, there, connection, names, counts, ansible_checks)


def measure(
    folder: Path,
    site: Site,
    connection: Connection,
    names: Sequence[str],
    compared: Mapping[str, int],
    some: str,
) -> None:
    """Measure all three ways, Ansible's with some of the checks, and salle with more and more machines."""
    bundle = bundle_of(CHECKS)

    def ours(count: int) -> tuple[float, Verdicts]:
        tries = [timed(lambda: by_salle(site, names[:count], connection, bundle)) for _ in range(TIMES)]
        return median(seconds for seconds, _ in tries), tries[-1][1]

    at_once = ours(compared["ssh"])
    chosen = names[: compared["ssh"]]
    ssh = ["--ssh-config", str(folder / "ssh_config"), "-n", str(len(chosen))]
    by_ssh = timed(lambda: by_testinfra(folder, [f"ssh://{name}" for name in chosen], ssh))
    ratio = compare(at_once, by_ssh, "testinfra's ssh backend with xdist", len(chosen))
    click.echo(f"the bar of {BAR} is {'met' if ratio >= BAR else 'NOT met'}")
    few = names[: compared["ansible"]]
    words = ["--ansible-inventory", str(folder / "hosts.yml"), "--force-ansible", "-k", some]
    by_ansible = timed(lambda: by_testinfra(folder, [f"ansible://{name}" for name in few], words))
    compare(at_once, by_ansible, "testinfra's Ansible backend", len(chosen))
    for count in sorted({2, 4, len(chosen), len(names)}):
        seconds, _ = ours(count)
        click.echo(f"salle: {count} machines: {seconds:.2f} s, {seconds / count:.2f} s each")


if __name__ == "__main__":
    main()
