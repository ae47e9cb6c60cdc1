# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this computer needs for a practice room, found out before anything is made."""

import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from salle.documents import fonts
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.rehearsal.cache import has_cacher_account
from salle.rehearsal.cleanup import unmount_below
from salle.rehearsal.image import KEYRING, Recipe
from salle.rehearsal.tools import Say, remove_folder, run

PROGRAMS = {
    "systemd-nspawn": "systemd-container",
    "systemd-machine-id-setup": "systemd",
    "mmdebstrap": "mmdebstrap",
    "apt-cacher-ng": "apt-cacher-ng",
    "ip": "iproute2",
    "ssh": "openssh-client",
    "mount": "mount",
}
"""Each program we start and Debian's package that holds it."""

TESTED = ("debian",)
"""Distributions of this computer on which practice rooms are tested."""

MACHINE_MEMORY = 500
"""MB of memory a machine takes with a desktop session in use (seen: 2.3 GB for four)."""

MACHINE_DISK = 3000
"""MB of disk a machine takes with a desktop and its applications."""

IMAGE_DISK = 1000
"""MB of disk for a base image and the packages cached for its release."""


def prepare(cache: Path, machines: int, releases: Iterable[str], say: Say) -> None:
    """Make sure this computer can hold that practice room; install the packages it lacks.

    Args:
        cache: the cache folder.
        machines: how many machines.
        releases: Debian codenames.
        say: tells the person what goes on.

    Raises:
        SalleError: exit 5, with all that is missing.
    """
    if reason := _hopeless():
        raise lacking([reason])
    install(missing_packages(), say)
    give_machine_id(Path("/etc/machine-id"), say)
    cache.mkdir(parents=True, exist_ok=True)
    images = sum(1 for release in set(releases) if not (cache / "images" / Recipe(release).name).exists())
    needed = machines * MACHINE_DISK + images * IMAGE_DISK
    problems = [
        *too_little_disk(shutil.disk_usage(cache).free // 2**20, needed, cache),
        *too_little_memory(available_memory(Path("/proc/meminfo").read_text()), machines),
        *_cannot_mount(cache),
        *_cannot_make_bridge(),
    ]
    if problems:
        raise lacking(problems)
    _say_if_untested(say)


def lacking(problems: Sequence[str]) -> SalleError:
    """The error that names all that is missing."""
    return SalleError(
        _("This computer cannot hold the practice room:"),
        why="\n".join(f"- {problem}" for problem in problems),
        code=Exit.LACKING,
    )


def _hopeless() -> str:
    """Why nothing further is worth trying; empty when it is."""
    if sys.platform != "linux":
        return _("A practice room needs Linux; this is %(system)s.") % {"system": sys.platform}
    if os.geteuid() != 0:
        return _("A practice room needs the administrator's rights: begin your command with sudo.")
    return ""


def missing_packages() -> list[str]:
    """Debian's packages that hold what is not here yet."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = fonts.missing_packages()
    missing |= {package for program, package in PROGRAMS.items() if not shutil.which(program, path=path)}
    if not Path(KEYRING).exists():
        missing.add("debian-archive-keyring")
    if not has_cacher_account():
        missing.add("apt-cacher-ng")
    return sorted(missing)


def install(packages: Sequence[str], say: Say) -> None:
    """Install packages with apt, saying so.

    Raises:
        SalleError: this computer has no apt, or apt failed.
    """
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise lacking(
            [_("It lacks %(packages)s, and has no apt-get to install them with.") % {"packages": names}]
        )
    say(_("Installing on this computer what a practice room needs: %(packages)s.") % {"packages": names})
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    run(["apt-get", *wait, "update"], seconds=600, environ=quiet)
    command = ["apt-get", *wait, "install", "--yes", "--no-install-recommends", *packages]
    run(command, seconds=1800, environ=quiet)


def give_machine_id(file: Path, say: Say) -> None:
    """Give this computer the identity that a container often lacks.

    systemd-nspawn derives a machine's network address from it (systemd.link(5), MACAddressPolicy) and
    ends without it. A computer that has one keeps it, see systemd-machine-id-setup(1).

    Raises:
        SalleError: systemd could not make one.
    """
    if file.is_file() and re.fullmatch("[0-9a-f]{32}", file.read_text("utf-8", "replace").strip()):
        return
    say(_("This computer has no identity in %(file)s yet: it is given one.") % {"file": file})
    run(["systemd-machine-id-setup"])


def too_little_disk(free: int, needed: int, folder: Path) -> list[str]:
    """The problem in words, if there is one; both in MB."""
    if free >= needed:
        return []
    return [
        _(
            "%(folder)s has %(free)d MB free; this room needs %(needed)d MB. Free some space, "
            "ask for fewer machines (--machines), or choose another folder (the variable SALLE_CACHE)."
        )
        % {"free": free, "needed": needed, "folder": folder}
    ]


def too_little_memory(available: int, machines: int) -> list[str]:
    """The problem in words, if there is one; in MB."""
    needed = machines * MACHINE_MEMORY
    if available >= needed:
        return []
    return [
        _(
            "%(available)d MB of memory are free; %(machines)d machines need %(needed)d MB. "
            "Close programs or ask for fewer machines (--machines)."
        )
        % {"available": available, "machines": machines, "needed": needed}
    ]


def available_memory(meminfo: str) -> int:
    """MB of memory that programs can have (proc(5), MemAvailable)."""
    for line in meminfo.splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) // 1024
    return 0


def _cannot_mount(cache: Path) -> list[str]:
    """Try an overlay mount in the cache folder, and undo it."""
    folder = cache / f".trial-{secrets.token_hex(4)}"
    try:
        for name in ("lower", "upper", "work", "root"):
            (folder / name).mkdir(parents=True)
        places = f"lowerdir={folder}/lower,upperdir={folder}/upper,workdir={folder}/work"
        run(["mount", "-t", "overlay", "overlay", "-o", places, str(folder / "root")])
    except SalleError as error:
        reason = _("An overlay file system cannot be mounted in %(folder)s: %(why)s")
        return [reason % {"folder": cache, "why": error.why}]
    finally:
        unmount_below(folder)
        remove_folder(folder)
    return []


def _cannot_make_bridge() -> list[str]:
    """Try to make a network bridge, and remove it."""
    name = f"salletry{secrets.token_hex(2)}"
    try:
        run(["ip", "link", "add", name, "type", "bridge"])
        run(["ip", "link", "delete", name])
    except SalleError as error:
        return [_("A network bridge cannot be made here: %(why)s") % {"why": error.why}]
    return []


def _say_if_untested(say: Say) -> None:
    import platform

    system = platform.freedesktop_os_release()
    if system.get("ID") not in TESTED:
        say(
            _("Practice rooms were tested on Debian, and not yet on %(system)s. Tell us how it goes.")
            % {"system": system.get("PRETTY_NAME", "?")}
        )
