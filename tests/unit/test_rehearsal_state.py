# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written down of a practice room, and how its processes are told from others."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.rehearsal import cgroups, cleanup, lock
from salle.rehearsal.opening import kept_room, make_way, take_down
from salle.rehearsal.processes import Process, spawn
from salle.rehearsal.room import Room
from salle.rehearsal.state import MachineState, State, read_state
from salle.rehearsal.tools import silent
from salle.run.lock import operator
from salle.site.model import Site


@pytest.fixture
def sleeper() -> Iterator[Process]:
    with subprocess.Popen(["sleep", "600"]) as child:
        yield Process.of(child.pid)
        child.kill()


def state(**values: object) -> State:
    made = State("essai", "2026-11-22 14:05", "lea@pc", "/sites/essai", bridge="salle3", subnet=3)
    made.machines.append(MachineState("poste-01", 1, "trixie", "10.87.3.11"))
    return replace(made, **values)  # type: ignore[arg-type]


def test_what_is_written_down_is_read_again(tmp_path: Path, sleeper: Process) -> None:
    made = state(kept=True, processes={"poste-01": sleeper})
    made.save(tmp_path / "room")
    assert read_state(tmp_path / "room") == made


@pytest.mark.parametrize("words", ["", "{", "[]", "0", '{"site": "x"}', '{"machines": [], "processes": {}}'])
def test_a_state_that_cannot_be_read_is_none(tmp_path: Path, words: str) -> None:
    (tmp_path / "state.json").write_text(words)
    assert read_state(tmp_path) is None


def test_a_process_with_the_same_number_but_another_start_is_not_ours(sleeper: Process) -> None:
    other = replace(sleeper, started=sleeper.started + 1)
    assert not other.alive
    assert other.end(ask=signal.SIGKILL)
    assert sleeper.alive


def test_a_process_of_an_earlier_boot_is_not_ours(sleeper: Process) -> None:
    other = replace(sleeper, boot="00000000-0000-0000-0000-000000000000")
    assert other.end(ask=signal.SIGKILL)
    assert sleeper.alive


def test_our_own_process_is_ended(sleeper: Process) -> None:
    assert sleeper.end()
    assert not sleeper.alive


def test_a_program_starts_only_once_it_is_written_down(tmp_path: Path) -> None:
    """Should we die in between, nothing runs that the next start does not know of."""
    mark = tmp_path / "mark"
    noted: list[Process] = []

    def fail(process: Process) -> None:
        noted.append(process)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spawn(["touch", str(mark)], tmp_path / "log", fail)
    assert noted[0].wait(10)
    assert not mark.exists()
    assert spawn(["touch", str(mark)], tmp_path / "log", noted.append).wait(10)
    assert mark.exists()


def test_a_second_rehearsal_is_refused_with_who_and_since_when(tmp_path: Path) -> None:
    holder = (
        "import sys, time; from pathlib import Path; from salle.rehearsal.lock import only_one\n"
        "with only_one(Path(sys.argv[1]), 'mediatheque'): print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(SalleError) as refused, lock.only_one(tmp_path, "autre"):
            pass
        child.kill()
    assert refused.value.code == Exit.LACKING
    assert f"{operator()}, site mediatheque, since 20" in refused.value.what
    assert refused.value.hint.endswith(f"kill {child.pid}")
    with lock.only_one(tmp_path, "autre"):
        """The one that was killed holds it no longer."""


def test_a_kept_room_is_not_swept_away_by_the_next_rehearsal(tmp_path: Path, sleeper: Process) -> None:
    state(kept=True, processes={"poste-01": sleeper}).save(tmp_path)
    with pytest.raises(SalleError) as refused:
        make_way(tmp_path, silent)
    assert "essai is kept here since 2026-11-22 14:05, by lea@pc" in refused.value.what
    assert refused.value.hint.endswith("salle rehearse essai --down")
    assert sleeper.alive


def test_a_kept_room_is_found_by_its_own_site_only(tmp_path: Path, sleeper: Process) -> None:
    folder = tmp_path / "sites" / "essai"
    site = Site("essai", folder, folder / "hosts.yml", ())
    made = state(kept=True, processes={"poste-01": sleeper}, site_folder=str(folder))
    made.save(tmp_path / "room")
    assert kept_room(site, tmp_path) == Room(tmp_path / "room", made)
    assert kept_room(replace(site, folder=tmp_path / "other" / "essai"), tmp_path) is None
    sleeper.end(ask=signal.SIGKILL)
    assert kept_room(site, tmp_path) is None


def test_another_site_s_room_is_not_taken_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    state(kept=True).save(tmp_path / "room")
    with pytest.raises(SalleError) as refused:
        take_down("autre", tmp_path)
    assert refused.value.hint.endswith("salle rehearse essai --down")
    assert (tmp_path / "room").exists()


def test_connections_lead_to_the_practice_machine_by_every_name_ansible_knows(tmp_path: Path) -> None:
    """ansible-core still reads the older names, and prefers them; a jump host would lead outside."""
    connection = Room(tmp_path, state()).connection()
    assert list(connection) == ["poste-01"]
    own = connection["poste-01"]
    assert {own[name] for name in ("ansible_host", "ansible_ssh_host")} == {"10.87.3.11"}
    assert {own[name] for name in ("ansible_user", "ansible_ssh_user")} == {"salle"}
    assert own["ansible_connection"] == "ssh"
    assert f"UserKnownHostsFile={tmp_path}/known_hosts" in own["ansible_ssh_common_args"]
    assert "StrictHostKeyChecking=yes" in own["ansible_ssh_common_args"]
    assert own["ansible_ssh_common_args"].startswith("-F none ")


def test_mounts_are_found_below_a_folder_only_the_deepest_first() -> None:
    table = "\n".join(
        f"{n} 1 0:{n} / {point} rw - overlay overlay rw"
        for n, point in enumerate(
            ("/", "/c/room/m/1/root", "/c/room/m/1/root/proc", "/c/roomy", r"/c/room/a\040b")
        )
    )
    found = [str(path) for path in cleanup.mounts_below(Path("/c/room"), table)]
    assert found == ["/c/room/m/1/root/proc", "/c/room/m/1/root", "/c/room/a b"]


def test_control_groups_are_made_where_systemd_looks_for_them() -> None:
    table = (
        "30 25 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
        "31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
        "32 30 0:28 / /sys/fs/cgroup/systemd rw shared:9 - cgroup cgroup rw,name=systemd\n"
        "33 30 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
    )
    assert cgroups.hierarchies(table) == [Path("/sys/fs/cgroup/systemd"), Path("/sys/fs/cgroup/unified")]


def test_the_state_is_replaced_whole(tmp_path: Path) -> None:
    state().save(tmp_path)
    (tmp_path / "state.json.new").write_text("{ half")
    assert read_state(tmp_path) == state()
    state(kept=True).save(tmp_path)
    assert json.loads((tmp_path / "state.json").read_text())["kept"] is True
