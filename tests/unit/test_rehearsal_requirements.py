# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a computer lacks for a practice room is said exactly, before anything is made."""

from pathlib import Path

import pytest
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.rehearsal import requirements
from salle.rehearsal.tools import silent


def test_without_the_administrator_s_rights_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SalleError) as refused:
        requirements.prepare(tmp_path, 2, ["trixie"], silent)
    assert refused.value.code == Exit.LACKING
    assert "begin your command with sudo" in refused.value.why


def test_another_system_than_linux_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(SalleError) as refused:
        requirements.prepare(tmp_path, 2, ["trixie"], silent)
    assert "this is darwin" in refused.value.why


def test_all_that_is_missing_is_said_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(requirements, "missing_packages", list)
    monkeypatch.setattr(requirements, "MACHINE_DISK", 10**9)
    monkeypatch.setattr(requirements, "MACHINE_MEMORY", 10**9)

    def refuse(argv: list[str], **_: object) -> str:
        raise SalleError("refused", why=f"{argv[0]}: not permitted")

    monkeypatch.setattr(requirements, "run", refuse)
    with pytest.raises(SalleError) as refused:
        requirements.prepare(tmp_path, 2, ["trixie"], silent)
    said = refused.value.why.splitlines()
    assert [line[:2] for line in said] == ["- "] * 4
    assert "MB free; this room needs 20000" in said[0]
    assert "2 machines need 2000000000 MB" in said[1]
    assert "mount: not permitted" in said[2]
    assert "ip: not permitted" in said[3]
    assert list(tmp_path.iterdir()) == []


def test_enough_is_no_problem() -> None:
    assert requirements.too_little_disk(7000, 7000, Path("/c")) == []
    assert requirements.too_little_memory(1000, 2) == []


def test_too_little_names_both_amounts_and_a_way_out() -> None:
    (disk,) = requirements.too_little_disk(900, 7000, Path("/c"))
    assert "/c has 900 MB free; this room needs 7000 MB" in disk
    assert "SALLE_CACHE" in disk
    (memory,) = requirements.too_little_memory(900, 2)
    assert "900 MB of memory are free; 2 machines need 1000 MB" in memory


def test_available_memory_is_what_programs_can_have() -> None:
    assert requirements.available_memory("MemTotal: 4000000 kB\nMemAvailable:    2048000 kB\n") == 2000


def test_a_missing_program_is_asked_for_by_its_debian_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda program, path=None: None)
    monkeypatch.setattr(requirements, "KEYRING", str(tmp_path / "none"))
    assert requirements.missing_packages() == [
        "apt-cacher-ng",
        "debian-archive-keyring",
        "iproute2",
        "mmdebstrap",
        "mount",
        "openssh-client",
        "systemd",
        "systemd-container",
    ]


def test_what_is_installed_is_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    ran: list[list[str]] = []
    monkeypatch.setattr("shutil.which", lambda program, path=None: f"/usr/bin/{program}")
    monkeypatch.setattr(requirements, "run", lambda argv, **_: ran.append([*said, *argv]))
    requirements.install(["mmdebstrap", "mount"], said.append)
    assert said == ["Installing on this computer what a practice room needs: mmdebstrap mount."]
    assert [words[0] for words in ran] == said * 2
    assert ran[1][-2:] == ["mmdebstrap", "mount"]


def test_a_computer_without_apt_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program, path=None: None)
    with pytest.raises(SalleError) as refused:
        requirements.install(["mmdebstrap"], silent)
    assert "It lacks mmdebstrap, and has no apt-get" in refused.value.why


@pytest.mark.parametrize("before", [None, "", "uninitialized\n"])
def test_a_computer_without_identity_is_given_one(
    before: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, done, said = tmp_path / "machine-id", [], []
    if before is not None:
        file.write_text(before)
    monkeypatch.setattr(requirements, "run", lambda words: done.append(words))
    requirements.give_machine_id(file, said.append)
    assert done == [["systemd-machine-id-setup"]]
    assert str(file) in said[0]


def test_a_computer_keeps_the_identity_it_has(tmp_path: Path) -> None:
    file, said = tmp_path / "machine-id", []
    file.write_text("0123456789abcdef0123456789abcdef\n")
    requirements.give_machine_id(file, said.append)
    assert said == []
