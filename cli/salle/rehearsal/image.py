# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base images: what Debian's installer leaves, one per release, made by mmdebstrap."""

import fcntl
import hashlib
import json
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.rehearsal.cleanup import end_residents, unmount_below
from salle.rehearsal.processes import Process, exit_code, spawn
from salle.rehearsal.releases import TITLES
from salle.rehearsal.tools import Say, remove_folder, tail

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

ACCOUNT = "salle"
"""The deploy account of a practice machine: no password, our key, every right by sudo."""

DAYS = 14
"""An image older than this is made anew, so that a rehearsal does not begin by upgrading it all."""


@dataclass(frozen=True)
class Recipe:
    """All that makes an image what it is; another recipe is another image."""

    release: str
    variant: str = "minbase"
    packages: tuple[str, ...] = (
        *("systemd", "systemd-sysv", "dbus", "openssh-server", "python3", "python3-apt"),
        *("sudo", "iproute2", "ca-certificates", "locales"),
    )
    hooks: tuple[str, ...] = (
        f'chroot "$1" useradd --create-home --shell /bin/bash {ACCOUNT}',
        f"printf '{ACCOUNT} ALL=(ALL) NOPASSWD: ALL\\n' > \"$1/etc/sudoers.d/{ACCOUNT}\"",
        f'chmod 440 "$1/etc/sudoers.d/{ACCOUNT}"',
        'chroot "$1" systemctl enable systemd-networkd',
        'rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/apt/apt.conf.d/99mmdebstrap',
        'printf "debian\\n" > "$1/etc/hostname"',
        'rm -f "$1/etc/resolv.conf"',
    )

    @property
    def sources(self) -> tuple[str, ...]:
        """The apt sources, as Debian's installer writes them: main, updates and security."""
        return (
            f"deb http://deb.debian.org/debian {self.release} main",
            f"deb http://deb.debian.org/debian {self.release}-updates main",
            f"deb http://deb.debian.org/debian-security {self.release}-security main",
        )

    @property
    def name(self) -> str:
        """The release and a digest of the whole recipe: the image's folder."""
        words = json.dumps([asdict(self), self.sources], sort_keys=True)
        return f"{self.release}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"

    def argv(self, root: Path, proxy: str) -> list[str]:
        """The mmdebstrap command; the proxy is for the making only, a hook takes its setting out."""
        return [
            "mmdebstrap",
            "--mode=root",
            "--format=directory",
            f"--variant={self.variant}",
            f"--keyring={KEYRING}",
            f"--include={','.join(self.packages)}",
            f'--aptopt=Acquire::http::Proxy "{proxy}"',
            *(f"--customize-hook={hook}" for hook in self.hooks),
            self.release,
            str(root),
            *self.sources,
        ]


def ensure_images(releases: Iterable[str], cache: Path, proxy: str, say: Say) -> dict[str, Path]:
    """The root folder of a fresh image of each release; those that lack are made at the same time.

    Args:
        releases: of RELEASES.
        cache: the cache folder.
        proxy: address of the package cache.
        say: tells the person what goes on.

    Raises:
        SalleError: one could not be made, and there is no older one to use.
    """
    images = cache / "images"
    images.mkdir(parents=True, exist_ok=True)
    recipes = [Recipe(release) for release in sorted(set(releases))]
    with ExitStack() as stack:
        for recipe in recipes:
            stack.enter_context(_alone(images / f"{recipe.release}.lock"))
            stack.callback(sweep, images, recipe.release)
            sweep(images, recipe.release)
        lacking = [recipe for recipe in recipes if not is_fresh(images / recipe.name, time.time())]
        makings = [_start(recipe, images, proxy, say) for recipe in lacking]
        for making in makings:
            _finish(making, images, say)
    return {recipe.release: images / recipe.name / "root" for recipe in recipes}


def is_fresh(image: Path, now: float) -> bool:
    """Whether a finished image is there and young enough; ``now`` in seconds since 1970."""
    try:
        made = json.loads((image / "made.json").read_text())["made"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return isinstance(made, int | float) and 0 <= now - made < DAYS * 86400


@dataclass(frozen=True)
class _Making:
    """An image under way, in a folder of its own."""

    recipe: Recipe
    folder: Path
    process: Process


def _start(recipe: Recipe, images: Path, proxy: str, say: Say) -> _Making:
    say(
        _("Making the base image of %(release)s; it is kept for next time.")
        % {"release": TITLES[recipe.release]}
    )
    folder = images / f".making-{recipe.release}-{secrets.token_hex(4)}"
    folder.mkdir()

    def written_down(process: Process) -> None:
        (folder / "process.json").write_text(json.dumps(asdict(process)))

    return _Making(recipe, folder, spawn(recipe.argv(folder / "root", proxy), folder / "log", written_down))


def _finish(making: _Making, images: Path, say: Say) -> None:
    """Wait for the image and, when it is whole, move it in place in one step."""
    release, present = making.recipe.release, images / making.recipe.name
    if exit_code(making.process) == 0:
        made = {"made": time.time(), "recipe": asdict(making.recipe)}
        (making.folder / "made.json").write_text(json.dumps(made))
        for old in images.glob(f"{release}-*/"):
            old.rename(images / f".old-{release}-{secrets.token_hex(4)}")
        making.folder.rename(present)
        return
    why = tail(making.folder / "log")
    if not (present / "made.json").exists():
        raise SalleError(
            _("The base image of %(release)s could not be made.") % {"release": TITLES[release]},
            why=why,
            hint=_("Check this computer's own connection with: apt-get update"),
            code=Exit.LACKING,
        )
    say(
        _("The base image of %(release)s could not be made anew; the old one is used. The reason:\n%(why)s")
        % {"release": TITLES[release], "why": why}
    )


def sweep(images: Path, release: str) -> None:
    """Remove what an interrupted making has left: its program, its mounts, its folder."""
    for folder in [*images.glob(f".making-{release}-*"), *images.glob(f".old-{release}-*")]:
        with suppress(OSError, ValueError, TypeError):
            # the whole group: mmdebstrap leaves a signal to its children to act upon
            Process(**json.loads((folder / "process.json").read_text())).end(seconds=10, group=True)
        end_residents(folder / "root")
        unmount_below(folder)
        remove_folder(folder)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until nobody else makes this image, in this process or another."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
