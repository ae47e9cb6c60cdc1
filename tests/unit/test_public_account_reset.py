# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which account is emptied, what of a system goes with it, and when the gate opens."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from accounts_role import account, gate, home, memory, mounts, places, printing, reset, stamp

ME = os.geteuid()
UID = 2000 if ME == 0 else ME
PASSWD = "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n"
OURS = "public:x:2000:2000:Public:/home/public:/bin/bash\n"


@pytest.fixture
def system(tmp_path: Path) -> account.System:
    """A system in a folder, with the account that salle made and a neighbour."""
    there = account.System(tmp_path, ME)
    for folder in (
        "etc/skel",
        "home/public",
        "home/alice",
        "var/lib/salle",
        "usr/share/salle/skeleton/Bureau",
    ):
        there.at(folder).mkdir(parents=True)
    there.at("home").chmod(0o755)
    there.at("etc/skel/.profile").write_text("# fresh\n")
    there.at("etc/passwd").write_text(PASSWD + OURS)
    there.at(account.MARK).write_text("public 2000\n")
    os.chown(there.at("home/public"), UID, UID)
    return there


@pytest.fixture
def public(system: account.System) -> account.Account:
    return account.Account("public", UID, UID if ME == 0 else os.getegid(), system.at("home/public"))


def test_the_account_that_salle_made_is_known(
    system: account.System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "LOWEST", min(UID, account.LOWEST))  # only the administrator has the others
    system.at(account.MARK).write_text(f"public {UID}\n")
    system.at("etc/passwd").write_text(PASSWD.replace("1000", "9999") + OURS.replace("2000", str(UID)))
    assert account.ours(system) == account.Account("public", UID, UID, system.at("home/public"))


def write(place: str, text: str) -> Callable[[account.System], object]:
    return lambda system: system.at(place).write_text(text)


MISMATCHES = {
    "no mark": lambda system: system.at(account.MARK).unlink(),
    "a mark that others may write": lambda system: system.at(account.MARK).chmod(0o666),
    "a mark that is a link": lambda system: (
        system.at("elsewhere").write_text("public 2000\n"),
        system.at(account.MARK).unlink(),
        system.at(account.MARK).symlink_to(system.at("elsewhere")),
    ),
    "the administrator's number": write(account.MARK, "public 0\n"),
    "a person's number": write(account.MARK, "alice 1000\n"),
    "a number of the system": write(account.MARK, "public 65534\n"),
    "a name that leads elsewhere": write(account.MARK, "../alice 2000\n"),
    "two lines": write(account.MARK, "public 2000\nalice 2001\n"),
    "no such account": write("etc/passwd", PASSWD),
    "the number is another's now": write("etc/passwd", PASSWD + "bob:x:2000:2000::/home/bob:/bin/sh\n"),
    "the number is another's too": write(
        "etc/passwd", PASSWD + OURS + "bob:x:2000:2000::/home/bob:/bin/sh\n"
    ),
    "another number": write("etc/passwd", PASSWD + OURS.replace("2000", "2001")),
    "another home": write("etc/passwd", PASSWD + OURS.replace("/home/public", "/home/alice")),
    "a home that is a link": lambda system: (
        system.at("home/public").rmdir(),
        system.at("home/public").symlink_to("alice"),
    ),
    "a home that is a file": lambda system: (
        system.at("home/public").rmdir(),
        system.at("home/public").write_text(""),
    ),
    "homes that others may move": lambda system: system.at("home").chmod(0o777),
}


@pytest.mark.parametrize("what", MISMATCHES)
def test_an_account_that_is_not_as_salle_made_it_is_refused(system: account.System, what: str) -> None:
    MISMATCHES[what](system)
    with pytest.raises(account.Refused):
        account.ours(system)


def test_a_home_that_belongs_to_somebody_else_is_refused(system: account.System) -> None:
    system.at("etc/passwd").write_text(PASSWD + OURS.replace("2000", "3000"))
    system.at(account.MARK).write_text("public 3000\n")
    with pytest.raises(account.Refused):
        account.ours(system)


def test_the_home_is_made_afresh_and_the_neighbours_stays(
    system: account.System, public: account.Account
) -> None:
    (public.home / ".mozilla").mkdir()
    (public.home / ".mozilla/cookies").write_text("secret")
    (public.home / "to-alice").symlink_to("../alice")
    system.at("home/alice/letter").write_text("hers")
    assert home.put_away(public, system) == []
    assert not public.home.exists()
    assert (public.home.parent / home.ASIDE).stat().st_mode & 0o077 == 0
    assert home.empty_aside(public, system) == []
    assert home.build(public, system) == []
    assert {path.name for path in public.home.iterdir()} == {".profile", "Bureau"}
    assert public.home.stat().st_mode & 0o777 == 0o700
    assert (public.home / ".profile").stat().st_uid == UID
    assert system.at("home/alice/letter").read_text() == "hers"


@pytest.mark.parametrize("step", [home.put_away, home.empty_aside, home.build])
def test_a_reset_that_was_cut_after_any_step_is_finished_by_the_next(
    system: account.System,
    public: account.Account,
    step: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (public.home / "diary").write_text("secret")
    for done in (home.put_away, home.empty_aside, home.build):
        if done is step and done is home.build:  # cut in the middle: the new home is not in its place
            monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("cut")))
            with pytest.raises(OSError, match="cut"):
                done(public, system)
            monkeypatch.undo()
        else:
            done(public, system)
        if done is step:
            break
    for again in (home.put_away, home.empty_aside, home.build):
        assert again(public, system) == []
    assert [path.name for path in (public.home.parent / home.ASIDE).iterdir()] == []
    assert {path.name for path in public.home.iterdir()} == {".profile", "Bureau"}


def test_a_closed_folder_that_somebody_else_made_is_refused(
    system: account.System, public: account.Account
) -> None:
    system.at(f"home/{home.ASIDE}").mkdir(mode=0o755)
    with pytest.raises(account.Refused):
        home.put_away(public, system)
    assert public.home.is_dir()


def test_files_that_carry_its_name_or_number_go_and_others_stay(
    system: account.System, public: account.Account
) -> None:
    theirs = (
        "var/spool/cron/crontabs/public",
        "var/mail/public",
        "var/lib/systemd/linger/public",
        f"var/lib/systemd/coredump/core.vlc.{UID}.{'0' * 32}.77.1700000000000000.zst",
        f"var/log/journal/{'a' * 32}/user-{UID}.journal",
        f"var/log/journal/{'a' * 32}/user-{UID}@{'b' * 32}-1-2.journal",
        "var/lib/lightdm-data/public/settings",
    )
    others = (
        "var/spool/cron/crontabs/alice",
        "var/mail/publican",
        f"var/lib/systemd/coredump/core.{UID}.1000.{'0' * 32}.77.1700000000000000.zst",
        f"var/log/journal/{'a' * 32}/user-1000.journal",
        f"var/log/journal/{'a' * 32}/system.journal",
        "var/lib/lightdm-data/alice/settings",
    )
    for place in (*theirs, *others):
        system.at(place).parent.mkdir(parents=True, exist_ok=True)
        system.at(place).write_text("x")
    assert places.clear_named(public, system) == []
    assert [place for place in theirs if system.at(place).exists()] == []
    assert [place for place in others if not system.at(place).exists()] == []


def test_a_network_of_the_account_alone_goes_and_everybodys_stays(
    system: account.System, public: account.Account
) -> None:
    folder = system.at(places.CONNECTIONS)
    folder.mkdir(parents=True)
    (folder / "theirs.nmconnection").write_text(
        "[connection]\npermissions=user:public:;\n\n[wifi-security]\npsk=s\n"
    )
    (folder / "room.nmconnection").write_text("[connection]\nid=public\n\n[wifi-security]\npsk=s\n")
    (folder / "alice.nmconnection").write_text("[connection]\npermissions=user:alice:;\n")
    assert [file.name for file in places.connections(public, system)] == ["theirs.nmconnection"]


def test_the_printed_documents_of_the_account_go_and_others_stay(
    system: account.System, public: account.Account
) -> None:
    spool = system.at(printing.SPOOL)
    spool.mkdir(parents=True)
    for number, name in (("00001", b"public"), ("00002", b"alice"), ("00003", b"publican")):
        value = printing.OWNER + len(name).to_bytes(2, "big") + name
        (spool / f"c{number}").write_bytes(b"\x42\x00\x19" + value + b"\x44")
        (spool / f"d{number}-001").write_bytes(b"%PDF")
    assert printing.forget(public, system) == []
    assert sorted(file.name for file in spool.iterdir()) == ["c00002", "c00003", "d00002-001", "d00003-001"]


def test_what_the_account_mounted_is_found_the_innermost_first() -> None:
    table = (
        "30 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "31 30 8:2 / /home rw - ext4 /dev/sda2 rw\n"
        "32 31 0:50 / /home/public/nuage rw - fuse.sshfs ami@there: rw,user_id=2000,group_id=2000\n"
        r"33 32 0:51 / /home/public/nuage/a\040b rw - tmpfs none rw" + "\n"
        "34 30 8:17 / /media/public/CLE rw - vfat /dev/sdb1 rw,uid=2000\n"
        "35 30 8:33 / /media/alice/CLE rw - vfat /dev/sdc1 rw,uid=1000\n"
        "36 30 0:52 / /mnt/x rw - fuse.encfs encfs rw,user_id=2000\n"
        "37 30 0:53 / /mnt/y rw - fuse.encfs encfs rw,user_id=20001\n"
        "38 31 8:2 / /home/publican/z rw - ext4 /dev/sda2 rw\n"
    )
    theirs = account.Account("public", 2000, 2000, Path("/home/public"))
    found = ["/mnt/x", "/media/public/CLE", "/home/public/nuage/a b", "/home/public/nuage"]
    assert mounts.of(theirs, table) == found
    assert mounts.of(theirs, table, sticks_stay=True) == [
        one for one in found if not one.startswith("/media")
    ]


TABLES = {
    "shm": "key shmid perms size cpid lpid nattch uid gid cuid cgid\n0 7 666 4096 1 1 0 0 0 2000 2000\n",
    "sem": "key semid perms nsems uid gid cuid cgid otime ctime\n0 8 666 1 2000 2000 1000 1000 0 0\n",
    "msg": "key msqid perms cbytes qnum lspid lrpid uid gid cuid cgid\n"
    "0 9 666 0 0 0 0 2000 0 0 0\n0 5 6 0 0 0 0 1 1 1 1\n",
}


@pytest.mark.parametrize(("kind", "number"), [("shm", 7), ("sem", 8), ("msg", 9)])
def test_what_the_account_left_in_the_kernel_is_found(tmp_path: Path, kind: str, number: int) -> None:
    (tmp_path / kind).write_text(TABLES[kind])
    assert memory.objects(kind, 2000, tmp_path) == [number]


@pytest.fixture
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("STAMP", "OPENED", "LOCK"):
        monkeypatch.setattr(stamp, name, tmp_path / "run" / name)
    monkeypatch.setattr(stamp, "FOLDER", tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture
def resetting(
    stamps: Path, system: account.System, public: account.Account, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """A reset whose steps only say their names; what a step complains of can be added."""
    said: list[str] = []
    monkeypatch.setattr(reset, "ours", lambda _: public)
    monkeypatch.setattr(reset, "in_use", lambda _: False)
    monkeypatch.setattr(reset, "reset", lambda *_: list(said))
    return said


def test_a_whole_reset_leaves_its_stamp(resetting: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOCATION_ID", "abc")
    assert reset.main("start") == 0
    assert stamp.read() == ("start", "abc")


def test_a_reset_that_fails_takes_the_stamp_of_the_one_before_away(resetting: list[str]) -> None:
    assert reset.main("stop") == 0
    resetting.append("the disk is broken")
    assert reset.main("start") == 1
    assert stamp.read() == ("", "")


def test_a_reset_that_is_killed_leaves_no_stamp(
    resetting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reset.main("stop") == 0
    monkeypatch.setattr(reset, "reset", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        reset.main("start")
    assert stamp.read() == ("", "")


def test_a_start_of_the_machine_touches_nobody_in_session(
    resetting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reset.main("start") == 0
    monkeypatch.setattr(reset, "in_use", lambda _: True)
    resetting.append("it was reset all the same")
    assert reset.main("boot") == 0
    assert stamp.read()[0] == "start"


def test_the_first_problem_ends_the_reset_before_a_new_home_is_there(
    system: account.System, public: account.Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reset, "FIRST", (lambda *_: ["a program stays"], home.put_away))
    (public.home / "diary").write_text("secret")
    assert reset.reset(public, system) == ["a program stays"]
    assert (public.home / "diary").exists()


class Doors:
    """What the gate asks of systemd, as a test wants it."""

    def __init__(self) -> None:
        self.state, self.invocation, self.open, self.ran = "active", "abc", set(), []

    def shown(self, unit: str, *names: str) -> list[str]:
        values = {"ActiveState": self.state, "InvocationID": self.invocation}
        return [values[name] for name in names]

    def said(self, *words: str) -> str:
        self.ran.append(words[1])
        if words[:2] == ("systemctl", "stop"):
            self.state = "inactive"
        return ""


@pytest.fixture
def doors(stamps: Path, public: account.Account, monkeypatch: pytest.MonkeyPatch) -> Doors:
    stamps.mkdir()
    there = Doors()
    monkeypatch.setattr(gate, "ours", lambda _: public)
    monkeypatch.setattr(gate.os, "getuid", lambda: 0)
    monkeypatch.setattr(gate, "shown", there.shown)
    monkeypatch.setattr(gate, "said", there.said)
    monkeypatch.setattr(gate, "sessions", lambda _: set(there.open))
    return there


def ask(kind: str, service: str = "lightdm", user: str = "public", **more: str) -> bool:
    return gate.answer("public", {"PAM_TYPE": kind, "PAM_SERVICE": service, "PAM_USER": user, **more})


def test_the_gate_is_open_to_everybody_else(doors: Doors) -> None:
    assert ask("account", user="alice")
    assert ask("open_session", user="root")
    assert doors.ran == []


def test_without_a_stamp_a_reset_is_tried_and_then_the_gate_stays_shut(doors: Doors) -> None:
    doors.state = "inactive"
    assert not ask("account")
    assert doors.ran == ["start"]


def test_an_old_session_that_does_not_end_is_ended_first(doors: Doors) -> None:
    stamp.write("start", "abc")
    assert ask("account")
    assert doors.ran == ["kill", "stop"]


def test_a_session_that_is_open_is_left_alone(doors: Doors) -> None:
    stamp.write("start", "abc")
    doors.open = {"3"}
    assert ask("account")
    assert doors.ran == []


@pytest.mark.parametrize("service", gate.UNATTENDED)
def test_programs_without_a_person_are_not_let_in(doors: Doors, service: str) -> None:
    stamp.write("stop", "abc")
    assert not ask("account", service)


def test_a_session_opens_on_the_reset_of_its_own_run_only(doors: Doors) -> None:
    assert not ask("open_session", XDG_SESSION_ID="1")
    for kind, invocation in (("stop", "abc"), ("boot", "abc"), ("start", "before")):
        stamp.write(kind, invocation)
        assert not ask("open_session", XDG_SESSION_ID="1")
    stamp.write("start", "abc")
    doors.state = "failed"
    assert not ask("open_session", XDG_SESSION_ID="1")
    doors.state = "active"
    assert ask("open_session", XDG_SESSION_ID="1")


def test_a_second_session_joins_one_that_is_open_and_none_that_is_over(doors: Doors) -> None:
    stamp.write("start", "abc")
    assert ask("open_session", XDG_SESSION_ID="1")
    doors.open = {"1", "2"}
    assert ask("open_session", XDG_SESSION_ID="2")
    doors.open = {"3"}
    assert not ask("open_session", XDG_SESSION_ID="3")


def test_whatever_goes_wrong_the_gate_stays_shut(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp.write("start", "abc")
    monkeypatch.setattr(gate, "ours", lambda _: (_ for _ in ()).throw(account.Refused("no mark")))
    for name, value in {"PAM_USER": "public", "PAM_TYPE": "account", "PAM_SERVICE": "login"}.items():
        monkeypatch.setenv(name, value)
    assert gate.main("public") == 1
