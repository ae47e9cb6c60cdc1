# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand really are the faults they claim to be, and really end."""

import subprocess
import threading

import pytest
from salle.errors import SalleError
from salle.rehearsal import faults
from salle.rehearsal.room import Room

PACKAGE = """set -e
rm -rf /var/tmp/practice && mkdir -p /var/tmp/practice/DEBIAN && cd /var/tmp
cat >practice/DEBIAN/control <<'END'
Package: salle-practice
Version: 1
Architecture: all
Maintainer: salle <salle@example.org>
Description: a package whose script takes as long as it is told
END
cat >practice/DEBIAN/postinst <<'END'
#!/bin/sh
sleep $(cat /var/tmp/practice-seconds)
END
chmod 755 practice/DEBIAN/postinst
dpkg-deb --build practice practice.deb >/dev/null
"""


@pytest.fixture
def name(room: Room) -> str:
    """The machine that suffers."""
    return room.machines[0].name


def other(room: Room) -> str:
    return room.machines[1].name


def answers(room: Room, name: str) -> bool:
    """Whether a machine answers within the few seconds that SSH is given."""
    try:
        room.run_on(name, "true", seconds=8)
    except SalleError:
        return False
    return True


def test_an_unplugged_machine_is_silent_until_it_is_plugged_in(room: Room, name: str) -> None:
    faults.unplug(room, name)
    assert not answers(room, name)
    assert answers(room, other(room))
    faults.plug_in(room, name)
    assert answers(room, name)


def test_a_frozen_machine_keeps_its_connections_open_and_silent(room: Room, name: str) -> None:
    faults.freeze(room, name)
    address = room.machine(name).address
    knock = f"timeout 5 bash -c 'exec 3<>/dev/tcp/{address}/22 && read -t 1 -u 3'"
    knocked = subprocess.run(["bash", "-c", knock], capture_output=True)
    silent = not answers(room, name)
    faults.thaw(room, name)
    assert silent
    assert knocked.returncode > 128, (
        "the kernel took the connection, and nobody said a word (bash: timed out)"
    )
    assert answers(room, name)


def test_a_machine_whose_plug_was_pulled_starts_again(room: Room, name: str) -> None:
    boot = room.run_on(name, "stat -c %Y /run")
    room.cut_power(name)
    assert not answers(room, name)
    room.power_on([name])
    assert room.run_on(name, "stat -c %Y /run") != boot


@pytest.mark.parametrize("folder", ["/", "/tmp"])
def test_a_full_disk_takes_nothing_more_and_is_freed(room: Room, name: str, folder: str) -> None:
    write = (
        f"head -c 2M /dev/zero >{folder}/more 2>/dev/null && echo written || echo full; rm -f {folder}/more"
    )
    with faults.full_disk(room, name, folder):
        assert faults.as_root(room, name, write).strip() == "full"
    assert faults.as_root(room, name, write).strip() == "written"


def test_a_machine_on_this_computer_s_own_disk_is_not_filled(room: Room, name: str) -> None:
    limit, room.state.disk_megabytes = room.state.disk_megabytes, 0
    try:
        with pytest.raises(SalleError, match="has no disk of its own"), faults.full_disk(room, name):
            pass
    finally:
        room.state.disk_megabytes = limit


@pytest.mark.parametrize(
    ("lock", "command"),
    [
        ("frontend", "apt-get -y -o DPkg::Lock::Timeout=0 remove salle-none"),
        ("lists", "apt-get -o DPkg::Lock::Timeout=0 update"),
        ("archives", "apt-get clean"),
    ],
)
def test_a_held_lock_stops_apt_until_it_is_let_go(room: Room, name: str, lock: str, command: str) -> None:
    told = f"{command} 2>&1 | grep -c 'Could not get lock {faults.LOCKS[lock]}' || true"
    with faults.apt_lock(room, name, lock):
        assert faults.as_root(room, name, told).strip() != "0"
    assert faults.as_root(room, name, told, seconds=120).strip() == "0"


def test_a_dpkg_killed_half_way_leaves_a_package_half_configured(room: Room, name: str) -> None:
    faults.as_root(room, name, PACKAGE + "echo 300 >practice-seconds")
    install = threading.Thread(target=lambda: _install(room, name))
    install.start()
    assert faults.kill_dpkg(room, name) == "salle-practice.postinst"
    install.join(60)
    status = "dpkg-query -W -f '${db:Status-Status}' salle-practice"
    assert faults.as_root(room, name, status) == "half-configured"
    faults.as_root(room, name, "echo 0 >/var/tmp/practice-seconds; dpkg --configure -a")
    assert faults.as_root(room, name, status) == "installed"
    faults.as_root(room, name, "dpkg --purge salle-practice")


def _install(room: Room, name: str) -> None:
    faults.as_root(room, name, "dpkg -i /var/tmp/practice.deb || true", seconds=90)


def test_killing_dpkg_where_none_runs_says_so(room: Room, name: str) -> None:
    with pytest.raises(SalleError, match="No package was being installed on poste-01"):
        faults.kill_dpkg(room, name, seconds=0.5)


def test_a_changed_host_key_is_refused_with_its_fingerprint(room: Room) -> None:
    """The last test of this file: the second machine keeps its new key, which is written down afterwards."""
    name = other(room)
    faults.change_host_key(room, name)
    with pytest.raises(SalleError) as refused:
        room.run_on(name, "true")
    assert "REMOTE HOST IDENTIFICATION HAS CHANGED" in refused.value.why or "Host key" in refused.value.why
    room.write_known_hosts()
    assert answers(room, name)
