# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine tells of itself, from the files of a made-up one."""

import base64
import gzip
import hashlib
import json
import time
from pathlib import Path

import pytest
from salle.verify import machine_facts
from salle.verify.facts import read_facts

HISTORY = """
Start-Date: 2026-11-28  06:12:01
Commandline: /usr/bin/unattended-upgrade
Upgrade: firefox-esr:amd64 (140.4.0esr-1~deb13u1, 140.5.0esr-1~deb13u1), libc6:amd64 (2.41-12, 2.41-13)
End-Date: 2026-11-28  06:12:44

Start-Date: 2026-11-29  10:00:00
Commandline: apt-get install vlc
Requested-By: camille (1000)
Install: vlc:amd64 (3.0.21-10), {more}
Remove: mousepad:amd64 (0.6.3-1)
End-Date: 2026-11-29  10:01:00

Start-Date: tomorrow
Commandline: nonsense
"""


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files of a machine."""
    put(tmp_path / "etc/machine-id", "0123456789abcdef\n")
    put(tmp_path / "etc/os-release", 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n')
    put(tmp_path / "etc/ssh/ssh_host_ed25519_key.pub", "ssh-ed25519 QUJD root@poste\n")
    put(tmp_path / "etc/ssh/ssh_host_rsa_key.pub", "no key\n")
    for name, address, device in (("eth0", "AA:BB:CC:00:00:01", True), ("lo", "00:00:00:00:00:00", True),
                                  ("br0", "02:00:00:00:00:01", False)):  # fmt: skip
        put(tmp_path / f"sys/class/net/{name}/address", address + "\n")
        if device:
            (tmp_path / f"sys/class/net/{name}/device").mkdir()
    put(tmp_path / "sys/class/dmi/id/product_serial", "5CG9876XYZ\n")
    more = ", ".join(f"libvlc{n}:amd64 (3.0, automatic)" for n in range(20))
    put(tmp_path / "var/log/apt/history.log", HISTORY.format(more=more))
    return tmp_path


def test_a_machine_tells_what_it_is(root: Path) -> None:
    told = read_facts(json.loads(json.dumps(machine_facts.gather(root))))
    key = base64.b64encode(hashlib.sha256(b"ABC").digest()).decode().rstrip("=")
    assert told.machine_id == "0123456789abcdef"
    assert told.host_keys == (f"SHA256:{key}",)
    assert told.macs == ("aa:bb:cc:00:00:01",)
    assert told.serial == "5CG9876XYZ"
    assert told.system == "Debian GNU/Linux 13 (trixie)"


def test_it_tells_what_apt_did_with_the_first_names_and_the_number_of_all(root: Path) -> None:
    first, second = read_facts(machine_facts.gather(root)).transactions
    assert (first.by, first.command, first.count) == ("", "/usr/bin/unattended-upgrade", 2)
    assert first.packages == ("firefox-esr", "libc6")
    assert time.strftime("%d %H:%M:%S", time.localtime(first.at)) == "28 06:12:01"
    assert (second.by, second.packages[:2], second.count) == ("camille", ("vlc", "libvlc0"), 22)
    assert len(second.packages) == machine_facts.MOST_NAMES


def test_the_history_of_the_month_before_comes_first(root: Path) -> None:
    older = "Start-Date: 2026-10-02  08:00:00\nCommandline: apt upgrade\nUpgrade: bash:amd64 (5, 6)\n"
    (root / "var/log/apt/history.log.1.gz").write_bytes(gzip.compress(older.encode()))
    first, *_others = read_facts(machine_facts.gather(root)).transactions
    assert first.command == "apt upgrade"
    (root / "var/log/apt/history.log.1.gz").write_bytes(b"no gzip")
    assert len(read_facts(machine_facts.gather(root)).transactions) == 2


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    told = read_facts(machine_facts.gather(tmp_path))
    assert (told.machine_id, told.host_keys, told.macs, told.serial, told.system) == ("", (), (), "", "")
    assert told.transactions == ()


@pytest.mark.parametrize(
    "text", ["To be filled by O.E.M.", "Default string", "0000000", "None", "System Serial Number", ""]
)
def test_a_serial_number_that_is_none_is_not_told(root: Path, text: str) -> None:
    put(root / "sys/class/dmi/id/product_serial", text)
    assert machine_facts.serial_number(root) == ""


def test_a_container_does_not_tell_the_number_of_the_computer_it_runs_on(root: Path) -> None:
    put(root / "run/systemd/container", "systemd-nspawn")
    assert machine_facts.serial_number(root) == ""


def test_the_packages_of_this_computer_have_versions() -> None:
    assert machine_facts.installed().get("dpkg", "")[:1].isdigit()
