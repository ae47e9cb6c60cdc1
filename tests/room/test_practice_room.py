# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice room itself: real machines start, are reached safely, and leave nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import make_site
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.rehearsal.cleanup import mounts_below
from salle.rehearsal.network import interfaces
from salle.rehearsal.opening import practice_room, room_folder
from salle.rehearsal.processes import Process, residents
from salle.rehearsal.room import Room
from salle.rehearsal.state import State, read_state


def test_both_releases_are_there(room: Room) -> None:
    codenames = [
        room.run_on(m.name, ". /etc/os-release; echo $VERSION_CODENAME").strip() for m in room.machines
    ]
    assert codenames == ["trixie", "bookworm"]


def test_a_machine_is_as_the_installer_leaves_it(room: Room) -> None:
    """Its name is not yet the site's; its identity is its own; nothing of its making is left."""
    ids = set()
    for machine in room.machines:
        assert room.run_on(machine.name, "hostname").strip() == "debian"
        assert room.run_on(machine.name, "systemctl --failed --no-legend").strip() == ""
        assert room.run_on(machine.name, "ls /etc/apt/apt.conf.d").split()[-1] == "99-salle-practice"
        ids.add(room.run_on(machine.name, "cat /etc/machine-id").strip())
    assert len(ids) == len(room.machines)


def test_packages_come_through_the_cache_security_fixes_too(room: Room) -> None:
    for machine in room.machines:
        room.run_on(machine.name, "sudo -n apt-get update", seconds=120)
        suites = room.run_on(
            machine.name, "apt-get indextargets --format '$(RELEASE)' 'Created-By: Packages'"
        )
        assert set(suites.split()) == {
            machine.release,
            f"{machine.release}-updates",
            f"{machine.release}-security",
        }
    cached = room.folder.parent / "packages"
    assert [path for path in cached.rglob("*InRelease") if path.is_file()]


def test_a_machine_reaches_nothing_outside(room: Room) -> None:
    for machine in room.machines:
        assert "default" not in room.run_on(machine.name, "ip route")
        assert room.run_on(machine.name, "getent hosts deb.debian.org || echo unknown").strip() == "unknown"


def test_the_real_address_of_a_machine_is_never_its_practice_address(room: Room) -> None:
    real = {f"192.0.2.{n}" for n in range(256)}
    addresses = {value for variables in room.connection().values() for value in variables.values()}
    assert room.connection().keys() == {"poste-01", "poste-02"}
    assert not addresses & real


def test_a_machine_with_another_key_is_refused(room: Room, tmp_path: Path) -> None:
    first, second = room.machines
    swapped = tmp_path / "known_hosts"
    swapped.write_text(f"{first.address} {second.host_key}\n")
    words = [word.replace(str(room.known_hosts), str(swapped)) for word in room.ssh(first.name)]
    refused = subprocess.run([*words, "true"], capture_output=True, text=True)
    assert refused.returncode == 255
    assert "REMOTE HOST IDENTIFICATION HAS CHANGED" in refused.stderr
    assert room.run_on(first.name, "echo in").strip() == "in"


def test_our_key_only_opens_the_deploy_account(room: Room, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    name = room.machines[0].name
    words = [word.replace(str(room.key), str(other)) for word in room.ssh(name)]
    assert "Permission denied" in subprocess.run([*words, "true"], capture_output=True, text=True).stderr
    as_root = [word.replace("salle@", "root@") for word in room.ssh(name)]
    assert "Permission denied" in subprocess.run([*as_root, "true"], capture_output=True, text=True).stderr


def test_machines_do_not_share_their_services(room: Room) -> None:
    """Two systemds in one control group would stop each other's services."""
    first, second = (machine.name for machine in room.machines)
    before = room.run_on(second, "systemctl show -p MainPID ssh")
    room.run_on(first, "sudo -n systemctl restart ssh")
    room.run_on(first, "sudo -n systemctl kill --signal=KILL systemd-journald")
    assert room.run_on(second, "systemctl show -p MainPID ssh") == before
    assert room.run_on(second, "systemctl show -p NRestarts systemd-journald").strip() == "NRestarts=0"


def test_a_machine_switched_off_and_on_keeps_its_disk_and_its_key(room: Room) -> None:
    name = room.machines[1].name
    room.run_on(name, "echo here > kept; sync")
    boot = room.run_on(name, "stat -c %Y /run")
    room.power_off(name)
    assert not room.process(name).alive
    with pytest.raises(SalleError):
        room.run_on(name, "true", seconds=10)
    room.power_on([name])
    assert room.run_on(name, "cat kept").strip() == "here"
    assert room.run_on(name, "stat -c %Y /run") != boot


def test_a_second_room_is_refused_while_this_one_is_up(room: Room, tmp_path: Path) -> None:
    opening = practice_room(make_site(tmp_path / "autre"), cache=room.folder.parent)
    with pytest.raises(SalleError) as refused:
        opening.__enter__()
    assert refused.value.code == Exit.LACKING
    assert "site essai, since" in refused.value.what
    assert room.run_on(room.machines[0].name, "echo still there").strip() == "still there"


# The rest needs rooms that come and go; each lies in a cache folder of its own, beside the shared one.

REHEARSAL = """
import sys, time
from pathlib import Path
sys.path.insert(0, {here!r})
from conftest import make_site
from salle.rehearsal.opening import practice_room

with practice_room(make_site(Path({site!r}), 1), machines=1, cache=Path({cache!r})) as room:
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def other_cache(able_computer: Path, room: Room, tmp_path: Path) -> Path:
    """A cache folder that shares images and packages with the usual one, but not the room."""
    cache = able_computer.with_name(f"{able_computer.name}-test-{os.getpid()}")
    cache.mkdir(exist_ok=True)
    for name in ("images", "packages"):
        if not (cache / name).exists():
            (cache / name).symlink_to(able_computer / name)
    return cache


@pytest.fixture
def rehearsal(other_cache: Path, tmp_path: Path):
    """A rehearsal in a process of its own, up; whatever the test does, its room is gone afterwards."""
    program = REHEARSAL.format(
        here=str(Path(__file__).parent), site=str(tmp_path / "autre"), cache=str(other_cache)
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"up\n"
        yield child
        child.kill()
    with practice_room(make_site(tmp_path / "after", 1), machines=1, cache=other_cache):
        pass
    shutil.rmtree(other_cache)


def made_by(cache: Path) -> tuple[State, list[Process]]:
    """What the rehearsal in that cache has made: its state, and every process of its machines."""
    state = read_state(room_folder(cache))
    assert state
    root = room_folder(cache) / "machines/1/root"
    inside = residents(root)
    assert len(inside) > 3
    assert state.bridge in interfaces()
    assert mounts_below(room_folder(cache), Path("/proc/self/mountinfo").read_text())
    return state, [*inside, *state.processes.values()]


def assert_nothing_left(cache: Path, state: State, processes: list[Process]) -> None:
    assert [process for process in processes if process.alive] == []
    assert interfaces().get(state.bridge) != state.bridge_mac
    assert f"vb-{state.bridge}-1" not in interfaces() or state.bridge in interfaces()
    assert mounts_below(cache, Path("/proc/self/mountinfo").read_text()) == []
    assert not room_folder(cache).exists()
    assert not Path(f"/run/systemd/nspawn/propagate/{state.bridge}-1").exists()
    groups = [path for path in Path("/sys/fs/cgroup").glob(f"*/{state.bridge}-1") if path.is_dir()]
    assert groups == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_nothing_is_left_after_an_interruption(
    rehearsal: subprocess.Popen[bytes], other_cache: Path, number: signal.Signals
) -> None:
    state, processes = made_by(other_cache)
    rehearsal.send_signal(number)
    assert rehearsal.wait(60) != 0
    assert_nothing_left(other_cache, state, processes)


def test_what_a_killed_rehearsal_left_is_removed_by_the_next(
    rehearsal: subprocess.Popen[bytes], other_cache: Path, tmp_path: Path
) -> None:
    state, processes = made_by(other_cache)
    rehearsal.kill()
    rehearsal.wait()
    assert all(process.alive for process in state.processes.values())
    said: list[str] = []
    with practice_room(
        make_site(tmp_path / "next", 1), machines=1, cache=other_cache, say=said.append
    ) as room:
        assert room.run_on("poste-01", "echo in").strip() == "in"
        assert [process for process in processes if process.alive] == []
        assert room.state.bridge_mac != state.bridge_mac
    assert said[0] == "What an earlier rehearsal had left behind was removed."
    assert_nothing_left(other_cache, state, processes)


def test_a_machine_whose_supervisor_was_killed_is_removed_too(
    rehearsal: subprocess.Popen[bytes], other_cache: Path
) -> None:
    """A killed systemd-nspawn leaves its machine running, held by nobody."""
    state, processes = made_by(other_cache)
    state.processes["poste-01"].send(signal.SIGKILL)
    rehearsal.send_signal(signal.SIGTERM)
    assert rehearsal.wait(60) != 0
    assert_nothing_left(other_cache, state, processes)


def test_nothing_is_left_when_a_room_cannot_be_made(
    other_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    power_on, begun = Room.power_on, []

    def impatient(room: Room, **_: object) -> None:
        begun.append(room.state)
        power_on(room, seconds=0.01)

    monkeypatch.setattr(Room, "power_on", impatient)
    with pytest.raises(SalleError) as failed, practice_room(make_site(tmp_path / "autre"), cache=other_cache):
        pass
    assert "poste-01 (Debian 13) was not ready" in failed.value.what
    (state,) = begun
    assert state.bridge_mac not in interfaces().values()
    assert f"vb-{state.bridge}-1" not in interfaces()
    assert mounts_below(other_cache, Path("/proc/self/mountinfo").read_text()) == []
    assert not room_folder(other_cache).exists()
    shutil.rmtree(other_cache)
