# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk with Windows' boot files, this Linux and another Linux; a real Debian lies on it.

The disk is a file on a loop device; the kernel is told of its partitions by partx, for not every kernel
reads partition tables of loop devices.  Everything is taken away at the end, also after a failure, and what
a killed test left behind is taken away before the next.
"""

import ctypes
import hashlib
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from salle.rehearsal.cleanup import end_residents, unmount_below
from salle.rehearsal.mirrors import own_mirrors

WINDOWS, LINUX, OTHER = 1, 2, 3
"""Partitions, by their numbers."""
LAYOUT = "label: dos\nstart=2048, size=48M, type=7\nsize=1300M, type=83, bootable\nsize=48M, type=83\n"
NEW_MOUNTS = 0x20000
"""CLONE_NEWNS of unshare(2); Python has it since 3.12."""
GAP = 2048 * 512
"""Bytes before the first partition: the loader's place."""
PACKAGES = ("grub2-common", "grub-pc-bin", "os-prober", "ntfs-3g", "fonts-dejavu-core")
ANSWER = b"WINDOWS STARTED\r\n"
OTHER_NAME = "Linux Mint 22.2"


@dataclass(frozen=True)
class Disk:
    """The disk, in use: ``root`` is where this Linux's own file system is mounted."""

    folder: Path
    loop: str
    root: Path

    @property
    def image(self) -> Path:
        """The file that holds it all."""
        return self.folder / "disk.img"

    def run(self, command: str) -> str:
        """Run a command in this Linux, as root; what it said."""
        return said(["chroot", str(self.root), "sh", "-ec", command])

    def write(self, path: str, text: str) -> None:
        """A file of this Linux."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def digest(self, number: int = 0) -> str:
        """The checksum of a partition, or of what lies before the first (0)."""
        place = f"{self.loop}p{number}" if number else self.loop
        with Path(place).open("rb") as opened:
            content = opened.read() if number else opened.read(GAP)
        return hashlib.sha256(content).hexdigest()


def said(words: Sequence[str], **options: str) -> str:
    """Run a program to its end; all it said is in the error if it fails."""
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options
    )
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout[-3000:]}"
    return done.stdout


@contextmanager
def disk(folder: Path, base: Path) -> Iterator[Disk]:
    """A disk whose Linux is a copy of a base image, with GRUB as Debian's installer puts it there."""
    sweep(folder)
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        stack.callback(sweep, folder)
        loop = _partitions(folder / "disk.img")
        _windows(loop, folder)
        _other_linux(loop, folder)
        there = Disk(folder, loop, folder / "root")
        _this_linux(there, base)
        yield there


def own_mounts() -> None:
    """Let what this process mounts be seen by it and its children alone (mount_namespaces(7)).

    A container that is started meanwhile would keep the disk in use for as long as it lives.
    """
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "unshare")
    said(["mount", "--make-rprivate", "/"])


def sweep(folder: Path) -> None:
    """Take everything away: mounts, partitions, the loop device, the folder."""
    end_residents(folder / "root")
    unmount_below(folder)
    attached = subprocess.run(
        ["losetup", "--noheadings", "--output", "NAME", "-j", str(folder / "disk.img")],
        capture_output=True,
        text=True,
    )
    for loop in attached.stdout.split():
        for words in (["partx", "--delete", loop], ["losetup", "--detach", loop]):
            subprocess.run(words, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


def _partitions(image: Path) -> str:
    said(["truncate", "--size=1500M", str(image)])
    said(["sfdisk", "--quiet", str(image)], input=LAYOUT)
    return _told_of(image)


def _told_of(image: Path, tries: int = 4) -> str:
    """A loop device with the partitions of the image; one whose old partitions are still in use is left."""
    loop = said(["losetup", "--find", "--show", str(image)]).strip()
    if tries and subprocess.run(["partx", "--add", loop], capture_output=True).returncode:
        try:
            return _told_of(image, tries - 1)
        finally:
            said(["losetup", "--detach", loop])
    return loop


def _windows(loop: str, folder: Path) -> None:
    """The files by which os-prober knows Windows 11, and a first sector that tells when it is started."""
    device, place = f"{loop}p{WINDOWS}", folder / "windows"
    said(["mkntfs", "--quiet", "--fast", "--label", "Windows", device])
    place.mkdir()
    said(["ntfs-3g", device, str(place)])
    (place / "Windows/System32").mkdir(parents=True)
    (place / "Boot").mkdir()
    (place / "bootmgr").write_bytes(b"not the real one")
    (place / "Boot/BCD").write_bytes("Windows 11".encode("utf-16-le"))
    said(["umount", str(place)])
    with Path(device).open("r+b") as opened:
        opened.write(b"\xeb\x52\x90")  # jump over the file system's own figures
        opened.seek(0x54)
        opened.write(loader())


def loader() -> bytes:
    """A boot sector's program: it writes ANSWER to the first serial port, and halts."""
    program = bytes.fromhex("fc 31c0 8ed8 be0000 baf803 ac 08c0 7403 ee ebf8 f4 ebfd")
    text = 0x7C00 + 0x54 + len(program)
    return program.replace(b"\xbe\0\0", b"\xbe" + text.to_bytes(2, "little")) + ANSWER + b"\0"


def _other_linux(loop: str, folder: Path) -> None:
    """What os-prober needs to know another Linux, and no loader of its own."""
    device, place = f"{loop}p{OTHER}", folder / "other"
    said(["mkfs.ext4", "-q", "-L", "mint", device])
    place.mkdir()
    said(["mount", device, str(place)])
    for name in ("etc", "boot", "lib", "bin"):
        (place / name).mkdir()
    (place / "etc/os-release").write_text(
        f'NAME="Linux Mint"\nVERSION="22.2"\nID=linuxmint\nPRETTY_NAME="{OTHER_NAME}"\nVERSION_ID="22.2"\n'
    )
    (place / "lib/ld-linux.so.2").touch()
    (place / "boot/vmlinuz-6.8.0-generic").write_bytes(bytes(4096))
    (place / "boot/initrd.img-6.8.0-generic").write_bytes(bytes(4096))
    said(["umount", str(place)])


def _this_linux(there: Disk, base: Path) -> None:
    device, root = f"{there.loop}p{LINUX}", there.root
    said(["mkfs.ext4", "-q", "-m", "0", "-L", "debian", device])
    root.mkdir()
    said(["mount", device, str(root)])
    said(["cp", "--archive", f"{base}/.", str(root)])
    said(["mount", "--bind", "/sys", f"{root}/sys"])
    said(["mount", "-t", "proc", "proc", f"{root}/proc"])
    for place in ("/dev", "/run", "/tmp"):
        said(["mount", "-t", "tmpfs", "tmpfs", f"{root}{place}"])
    _devices(there)
    _packages(there)
    for name in ("vmlinuz-6.1.0-1-amd64", "vmlinuz-6.1.0-2-amd64"):
        (root / "boot" / name).write_bytes(bytes(1_000_000))
        (root / "boot" / name.replace("vmlinuz", "initrd.img")).write_bytes(bytes(1000))
    there.write("/boot/grub/device.map", f"(hd0) {there.loop}\n")
    settings = 'GRUB_TIMEOUT=5\nGRUB_DISTRIBUTOR=Debian\nGRUB_CMDLINE_LINUX_DEFAULT="quiet splash"\n'
    there.write("/etc/default/grub", settings)
    there.run(f"grub-install --target=i386-pc {there.loop} && update-grub")


def _devices(there: Disk) -> None:
    """The devices of this disk, and none of another: os-prober looks at all it finds."""
    disk = [f"{there.loop}{part}" for part in ("", "p1", "p2", "p3")]
    plain = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/fuse"]
    for device in [*plain, *disk]:
        said(["cp", "--archive", device, f"{there.root}{device}"])
    (there.root / "dev/pts").mkdir()
    said(["mount", "-t", "devpts", "-o", "ptmxmode=666", "devpts", f"{there.root}/dev/pts"])
    (there.root / "dev/ptmx").symlink_to("pts/ptmx")
    (there.root / "dev/fd").symlink_to("/proc/self/fd")


def _packages(there: Disk) -> None:
    """What Debian's installer and the role packages would have put there."""
    mirrors = own_mirrors()
    release = there.run(". /etc/os-release; echo $VERSION_CODENAME").strip()
    there.write(
        "/etc/apt/sources.list",
        f"deb {mirrors.debian} {release} main\ndeb {mirrors.security} {release}-security main\n",
    )
    there.write("/etc/apt/apt.conf.d/99test", f'Acquire::http::Proxy "{mirrors.proxy or "DIRECT"}";\n')
    shutil.copy("/etc/resolv.conf", there.root / "etc/resolv.conf")
    there.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")
    (there.root / "usr/sbin/policy-rc.d").chmod(0o755)
    there.run(
        "export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; "
        f"apt-get -qq install -y --no-install-recommends {' '.join(PACKAGES)}"
    )
