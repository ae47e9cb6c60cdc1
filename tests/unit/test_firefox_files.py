# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody else had set in Firefox is kept, told, and put back byte for byte; never edited."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from firefox_role import files, module, neighbours, schema, words

THEIRS = b'{"policies": {"DisableTelemetry": true, "NewTabPage": true}}  \r\n\xff'
OURS = files.policies_text({"DisableTelemetry": True})


class Module:
    """As much of Ansible's module as the files need."""

    def __init__(self, **params: Any) -> None:
        self.check_mode = False
        self.params = {"machine": "poste-01", "places": {}, "policies": {}, **params}
        self.failed: dict[str, Any] = {}

    def atomic_move(self, source: str, target: str, keep_dest_attrs: bool) -> None:
        Path(source).replace(target)

    def fail_json(self, **answer: Any) -> None:
        self.failed = answer
        raise SystemExit(1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where policies of somebody else lie, with rights and a date of their own."""
    path = tmp_path / "etc/firefox/policies/policies.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(THEIRS)
    path.chmod(0o640)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


def test_theirs_is_kept_and_comes_back_with_its_bytes_rights_and_date(path: Path) -> None:
    made = files.make(Module(), path, OURS)
    assert made.kept == path.with_name("policies.json.before-salle")
    assert made.kept.read_bytes() == THEIRS
    assert (path.read_text(), path.stat().st_mode & 0o777) == (OURS, 0o644)
    assert files.take_away(Module(), path).restored
    assert path.read_bytes() == THEIRS
    assert (path.stat().st_mode & 0o777, path.stat().st_mtime) == (0o640, 1_600_000_000)
    assert sorted(path.parent.iterdir()) == [path]


def test_a_second_time_changes_nothing_in_either_direction(path: Path) -> None:
    files.make(Module(), path, OURS)
    assert files.make(Module(), path, OURS) is None
    files.take_away(Module(), path)
    assert files.take_away(Module(), path) is None


def test_without_theirs_nothing_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "firefox/policies/policies.json"
    files.make(Module(), path, OURS)
    assert not files.take_away(Module(), path).restored
    assert list(tmp_path.iterdir()) == []
    assert files.take_away(Module(), path) is None


def test_a_folder_that_holds_something_of_others_stays(tmp_path: Path) -> None:
    path = tmp_path / "firefox/policies/policies.json"
    files.make(Module(), path, OURS)
    (tmp_path / "firefox/other").touch()
    files.take_away(Module(), path)
    assert [file.name for file in tmp_path.rglob("*")] == ["firefox", "other"]


def test_what_was_put_in_place_of_ours_is_not_taken_away(path: Path) -> None:
    assert files.take_away(Module(), path) is None
    assert path.read_bytes() == THEIRS


def test_of_several_kept_files_the_newest_comes_back_and_the_others_stay(path: Path) -> None:
    for number in range(11):
        path.write_bytes(b"%d" % number)
        files.make(Module(), path, OURS)
    assert [file.read_bytes() for file in files.kept_files(path)] == [b"%d" % n for n in range(11)]
    assert files.take_away(Module(), path).after == "10"
    assert path.read_bytes() == b"10"
    assert len(files.kept_files(path)) == 10


@pytest.mark.parametrize("there", [True, False])
def test_check_mode_tells_the_same_and_touches_nothing(path: Path, there: bool) -> None:
    look = Module()
    look.check_mode = True
    if not there:
        path.unlink()
    before = sorted((file, file.stat().st_mtime) for file in path.parent.iterdir())
    told = files.make(look, path, OURS)
    assert told.after == OURS
    assert bool(told.kept) is there
    assert sorted((file, file.stat().st_mtime) for file in path.parent.iterdir()) == before
    files.make(Module(), path, OURS)
    assert files.take_away(look, path).restored is there
    assert path.read_text() == OURS


def test_ours_that_people_cannot_read_is_written_again(path: Path) -> None:
    files.make(Module(), path, OURS)
    path.chmod(0o600)
    assert files.make(Module(), path, OURS)
    assert len(files.kept_files(path)) == 1


def test_extensions_that_nobody_asks_for_any_more_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "salle/browser/extensions"
    folder.mkdir(parents=True)
    for name in ("a.xpi", "b.xpi", "notes.txt"):
        (folder / name).touch()
    assert files.clear(Module(), folder, ["a.xpi"]) == [folder / "b.xpi"]
    assert files.clear(Module(), folder, ["a.xpi"]) == []
    assert sorted(file.name for file in folder.iterdir()) == ["a.xpi", "notes.txt"]


def test_the_names_that_no_longer_hold_are_found() -> None:
    theirs = json.dumps({"policies": {"A": 1, "B": {"x": 1}, "C": True}})
    assert neighbours.differing(theirs, {"A": 1, "B": {"x": 2}}) == ["B", "C"]


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"policies": 3}', '"policies"'])
def test_a_file_that_holds_no_policies_is_told_apart(text: str) -> None:
    assert neighbours.differing(text, {}) is None


WEAK = b'// hand-made\nuser_pref("browser.contentblocking.category", "standard");\n'


def profile(home: Path, where: str = ".config/mozilla/firefox") -> Path:
    folder = home / where / "abc.default"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    "where", [".config/mozilla/firefox", ".mozilla/firefox", "snap/firefox/common/.mozilla/firefox"]
)
def test_a_preference_that_weakens_the_protection_is_found_in_each_place(tmp_path: Path, where: str) -> None:
    (profile(tmp_path, where) / "user.js").write_bytes(WEAK)
    (found,) = neighbours.weakened({}, [("ana", tmp_path)])
    assert (found.account, found.names) == ("ana", ("browser.contentblocking.category",))


def test_what_our_policies_lock_is_not_told(tmp_path: Path) -> None:
    (profile(tmp_path) / "user.js").write_bytes(WEAK + b'user_pref("extensions.enabledScopes", 5);')
    policies = {"EnableTrackingProtection": {"Category": "strict"}}
    (found,) = neighbours.weakened(policies, [("ana", tmp_path)])
    assert found.names == ("extensions.enabledScopes",)


def test_the_last_line_counts_as_it_does_for_firefox(tmp_path: Path) -> None:
    strict = b'user_pref("browser.contentblocking.category", "custom");'
    (profile(tmp_path) / "user.js").write_bytes(WEAK + strict)
    assert list(neighbours.weakened({}, [("ana", tmp_path)])) == []


@pytest.mark.parametrize(
    "line",
    [
        b'//user_pref("browser.contentblocking.category", "standard");',
        b'user_pref("browser.contentblocking.category.x", "standard");',
        b'user_pref("privacy.trackingprotection.enabled", true);',
        b"\xff\xfe\x00",
        b"",
    ],
)
def test_what_weakens_nothing_is_not_told(tmp_path: Path, line: bytes) -> None:
    (profile(tmp_path) / "prefs.js").write_bytes(line)
    assert list(neighbours.weakened({}, [("ana", tmp_path)])) == []


def test_a_persons_trap_does_not_hold_the_machine_up(tmp_path: Path) -> None:
    """Neither a link out of the home, nor a pipe that nobody writes into, is followed."""
    folder = profile(tmp_path)
    secret = tmp_path / "secret"
    secret.write_bytes(WEAK)
    (folder / "user.js").symlink_to(secret)
    os.mkfifo(folder / "prefs.js")
    assert list(neighbours.weakened({}, [("ana", tmp_path), ("bob", tmp_path / "no-home")])) == []


def test_a_problem_is_told_with_the_nearest_place_in_the_sites_files() -> None:
    places = {"A": "b.yml:2:3", "A.b.c": "b.yml:3:5", "A.b.c[1]": "b.yml:3:14"}
    found = {
        where: module.place_of(where, places) for where in ("A.b.c[1].d", "A.b.c[0]", "A.x", "B", "B[0].x")
    }
    assert found == {
        "A.b.c[1].d": "b.yml:3:14: ",
        "A.b.c[0]": "b.yml:3:5: ",
        "A.x": "b.yml:2:3: ",
        "B": "",
        "B[0].x": "",
    }


def test_a_refusal_names_each_problem_on_a_line_of_its_own_and_does_not_end() -> None:
    found = [schema.Problem(f"A{n}", words.UNKNOWN, {}) for n in range(100)]
    asked = Module(places={"A3": "b.yml:2:3"})
    with pytest.raises(SystemExit):
        module.refuse(asked, found)
    lines = asked.failed["msg"].splitlines()
    assert len(lines) == 22
    assert lines[4] == "b.yml:2:3: A3: the Firefox on this machine knows no such name"
    assert lines[-1].startswith("There are 80 more")
    assert len(asked.failed["problems"]) == 100


def test_another_build_of_firefox_counts_only_where_it_is_installed(tmp_path: Path) -> None:
    builds = [
        {"path": "/etc/p", "preferences_path": "/etc/q", "archives": ["/a"], "installed": ""},
        {
            "path": "/x/{machine}/p",
            "preferences_path": "/q",
            "archives": ["/a"],
            "installed": str(tmp_path / "app"),
        },
    ]
    assert [build["path"] for build in module.installed_builds(Module(builds=builds))] == ["/etc/p"]
    (tmp_path / "app").mkdir()
    there = module.installed_builds(Module(builds=builds))
    assert [build["path"] for build in there] == ["/etc/p", f"/x/{os.uname().machine}/p"]
