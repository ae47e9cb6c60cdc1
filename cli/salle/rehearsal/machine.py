# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One practice machine: its disk, its identity, its power button."""

import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from salle.errors import SalleError
from salle.i18n import _
from salle.rehearsal import screen
from salle.rehearsal.image import ACCOUNT
from salle.rehearsal.processes import Process, children
from salle.rehearsal.releases import TITLES
from salle.rehearsal.tools import run, tail, works

UNIFIED = Path("/sys/fs/cgroup/cgroup.controllers")
"""There when this computer has the cgroup v2 hierarchy alone (cgroups(7))."""

SYSTEMD = Path("/run/systemd/system")
"""There when this computer was started by systemd (sd_booted(3))."""


@dataclass(frozen=True)
class PracticeMachine:
    """A machine of the practice room.

    ``name`` is its name in the site, ``id`` what systemd-nspawn calls it.
    """

    name: str
    id: str
    release: str
    address: str
    folder: Path

    @property
    def root(self) -> Path:
        """Its file system, seen from this computer."""
        return self.folder / "root"

    @property
    def console(self) -> Path:
        """All that its console has said."""
        return self.folder / "console"

    @property
    def title(self) -> str:
        """Its system, as people know it."""
        return TITLES[self.release]

    @property
    def system(self) -> str:
        """Its system, as the catalogue names it."""
        return self.title.lower().replace(" ", "")

    @property
    def host_key(self) -> str:
        """Its public SSH host key: kind and key."""
        words = (self.root / "etc/ssh/ssh_host_ed25519_key.pub").read_text().split()
        return " ".join(words[:2])


def nspawn_argv(machine: PracticeMachine, bridge: str, *, own_scope: bool) -> list[str]:
    """The systemd-nspawn command of a machine.

    Args:
        machine: the machine.
        bridge: the bridge its cable is plugged into.
        own_scope: this computer runs systemd, which then keeps each machine in
            its own scope; without it, machines stay in our control group.
    """
    return [
        "systemd-nspawn",
        "--quiet",
        "--register=no",
        *([] if own_scope else ["--keep-unit"]),
        "--settings=no",  # no .nspawn file of this computer shall change the rehearsal
        "--link-journal=no",
        "--resolv-conf=off",
        "--timezone=off",
        f"--directory={machine.root}",
        "--boot",
        f"--network-bridge={bridge}",
        f"--machine={machine.id}",
        "--hostname=debian",
        "--console=pipe",
    ]


def nspawn_environ() -> dict[str, str]:
    """The cgroup hierarchy a machine gets: Debian 13's systemd starts on v2 only."""
    return {} if UNIFIED.exists() else {"UNIFIED_CGROUP_HIERARCHY": "1"}


def mount(machine: PracticeMachine, image: Path, disk_megabytes: int = 0) -> None:
    """Lay an empty layer of its own over the base image.

    Args:
        machine: the machine.
        image: the base image's root.
        disk_megabytes: limits what can be written; 0 leaves it the whole disk.
    """
    layers = machine.folder / "layers"
    for folder in (layers, machine.root):
        folder.mkdir(parents=True)
    if disk_megabytes:
        disk = machine.folder / "disk"
        run(["truncate", f"--size={disk_megabytes}M", str(disk)])
        run(["mkfs.ext4", "-q", "-m", "0", str(disk)])
        run(["mount", "-o", "loop", str(disk), str(layers)])
    (layers / "upper").mkdir()
    (layers / "work").mkdir()
    places = f"lowerdir={image},upperdir={layers}/upper,workdir={layers}/work"
    # volatile: nothing here must survive a power cut, so no write waits for the disk
    # (Linux 5.10, overlayfs documentation, "Volatile mount")
    if not works(["mount", "-t", "overlay", "overlay", "-o", places + ",volatile", str(machine.root)]):
        run(["mount", "-t", "overlay", "overlay", "-o", places, str(machine.root)])


def give_identity(machine: PracticeMachine, gateway: str, proxy_port: int, public_key: str) -> None:
    """Write what tells this machine from the others; the hostname is the installer's own."""
    root = machine.root
    (root / "etc/machine-id").unlink(missing_ok=True)
    _write(root / "etc/machine-id", uuid.uuid4().hex + "\n", 0o444)
    _write(root / "etc/hostname", "debian\n")
    _write(root / "etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\tdebian\n::1\tlocalhost ip6-localhost\n")
    _write(root / "etc/resolv.conf", "# a practice machine: no name server, nothing outside\n")
    _write(
        root / "etc/systemd/network/10-salle-practice.network",
        f"[Match]\nName=host0\n\n[Network]\nAddress={machine.address}/24\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n",
    )
    # should the site bring NetworkManager, it leaves this cable to systemd-networkd
    _write(
        root / "etc/NetworkManager/conf.d/99-salle-practice.conf",
        "[keyfile]\nunmanaged-devices=interface-name:host0\n",
    )
    _write(
        root / "etc/apt/apt.conf.d/99-salle-practice",
        f'Acquire::http::Proxy "http://{gateway}:{proxy_port}";\n',
    )
    run(
        [
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "",
            "-f",
            str(root / "etc/ssh/ssh_host_ed25519_key"),
        ]
    )
    _authorise(root, public_key)
    screen.install(root)


def _authorise(root: Path, public_key: str) -> None:
    """Let our key, and nothing else, into the deploy account."""
    home = root / "home" / ACCOUNT
    owner = home.stat()
    (home / ".ssh").mkdir(mode=0o700, exist_ok=True)
    _write(home / ".ssh/authorized_keys", public_key, 0o600)
    for path in (home / ".ssh", home / ".ssh/authorized_keys"):
        shutil.chown(path, owner.st_uid, owner.st_gid)


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def init_of(process: Process) -> Process | None:
    """The machine's own first process, as this computer sees it; None before it is there."""
    return next(iter(children(process.pid)), None) if process.alive else None


def wait_until_ready(machine: PracticeMachine, process: Process, ssh: list[str], seconds: float) -> str:
    """Wait until SSH lets us in and the machine says that its start is over.

    Args:
        machine: the machine.
        process: its systemd-nspawn.
        ssh: the words of an SSH command to it.
        seconds: how long it may take.

    Returns:
        What ``systemctl is-system-running`` says: running or degraded.

    Raises:
        SalleError: it ended or is late; with the last lines of its console.
    """
    deadline = time.monotonic() + seconds
    while process.alive and (left := deadline - time.monotonic()) > 0:
        try:
            # is-system-running ends with 1 when degraded; its word is what we want
            words = run([*ssh, "systemctl is-system-running --wait || true"], seconds=left).strip()
        except SalleError:
            time.sleep(0.1)
            continue
        if words in ("running", "degraded"):
            return words
    raise _did_not_start(machine, process, seconds)


def _did_not_start(machine: PracticeMachine, process: Process, seconds: float) -> SalleError:
    if process.alive:
        what = _("The practice machine %(name)s (%(system)s) was not ready after %(seconds)d seconds.")
    else:
        what = _("The practice machine %(name)s (%(system)s) stopped while it was starting.")
    return SalleError(
        what % {"name": machine.name, "system": machine.title, "seconds": seconds}, why=tail(machine.console)
    )
