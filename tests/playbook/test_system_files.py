# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``system_files`` under real Ansible: files written, left alone, removed, refused."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
Files = Callable[..., dict[str, Any]]
NASTY = """L'Été "numérique" <b>&{{ 7*7 }} 🐧\n[{"json": 1}]\n"""


class Text(str):
    """A text that Ansible takes as it is."""


yaml.SafeDumper.add_representer(Text, lambda dumper, text: dumper.represent_scalar("!unsafe", text))


MODULE = ROOT / "roles/base/library/system_files.py"
OURS = 'OURS = (Path("/usr/share/salle"), Path("/usr/lib/salle"))\n'


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Files:
    """Gives the module these wishes, by Ansible on this computer, and tells what it answers.

    What is ours alone is the folder ``ours`` of the test.
    """
    told = tmp_path_factory.mktemp("told") / "wanted.yml"
    library = tmp_path_factory.mktemp("library")
    text = MODULE.read_text("utf-8")
    assert text.count(OURS) == 1
    here = f"OURS = (Path({str(tmp_path / 'ours')!r}),)\n"
    (library / "system_files.py").write_text(text.replace(OURS, here), "utf-8")

    def give(*wanted: dict[str, Any], check: bool = False, folders: Sequence[Path] = ()) -> dict[str, Any]:
        texts = [
            {name: Text(value) if name == "content" else value for name, value in one.items()}
            for one in wanted
        ]
        told.write_text(yaml.safe_dump({"wanted": texts}), "utf-8")
        ansible = str(Path(sys.executable).with_name("ansible"))
        words = [ansible, "localhost", "-i", "localhost,", "-c", "local", "-e", f"@{told}"]
        words += ["-e", "ansible_python_interpreter=/usr/bin/python3", "-M", str(library)]
        words += [
            "-m",
            "system_files",
            "-a",
            json.dumps({"files": "{{ wanted }}", "folders": [str(one) for one in folders]}),
            *(["--check"] if check else []),
        ]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        answer: dict[str, Any] = json.loads(done.stdout.partition("=> ")[2])
        return answer

    return give


def test_all_files_are_written_in_one_go_with_their_folders(files: Files, tmp_path: Path) -> None:
    first, second = tmp_path / "a/b/first", tmp_path / "second"
    answer = files(
        {"dest": str(first), "content": NASTY}, {"dest": str(second), "content": "2", "mode": "0600"}
    )
    assert answer["changed"] is True
    assert answer["written"] == [str(first), str(second)]
    assert first.read_text("utf-8") == NASTY
    assert (first.stat().st_mode & 0o777, second.stat().st_mode & 0o777) == (0o644, 0o600)


def test_a_second_run_changes_nothing(files: Files, tmp_path: Path) -> None:
    wanted = {"dest": str(tmp_path / "file"), "content": NASTY}
    files(wanted)
    before = (tmp_path / "file").stat()
    answer = files(wanted)
    assert (answer["changed"], answer["written"]) == (False, [])
    assert (tmp_path / "file").stat().st_ino == before.st_ino


def test_wrong_permissions_are_a_difference(files: Files, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("same")
    file.chmod(0o666)
    assert files({"dest": str(file), "content": "same"})["written"] == [str(file)]
    assert file.stat().st_mode & 0o777 == 0o644


def test_what_shall_not_be_there_goes_and_nothing_else(files: Files, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    (tmp_path / "other").write_text("y")
    answer = files(
        {"dest": str(tmp_path / "old"), "absent": True}, {"dest": str(tmp_path / "no"), "absent": True}
    )
    assert answer["written"] == [str(tmp_path / "old")]
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(files: Files, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "file").symlink_to("theirs")
    files({"dest": str(tmp_path / "file"), "content": "ours"})
    assert not (tmp_path / "file").is_symlink()
    assert (tmp_path / "theirs").read_text() == "theirs"


def test_check_mode_tells_and_changes_nothing(files: Files, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    answer = files(
        {"dest": str(tmp_path / "new"), "content": "x"},
        {"dest": str(tmp_path / "old"), "absent": True},
        check=True,
    )
    assert answer["written"] == [str(tmp_path / "new"), str(tmp_path / "old")]
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"dest": "relative", "content": ""}, "no absolute path"),
        ({"dest": "/etc", "absent": True}, "is a folder"),
        ({"dest": "/etc/salle-none"}, "no content"),
        ({"dest": "/etc/salle-none", "content": "", "owner": "me"}, "unknown: owner"),
    ],
)
def test_a_wish_that_cannot_be_followed_stops_all_others(
    wish: dict[str, Any], why: str, files: Files, tmp_path: Path
) -> None:
    answer = files({"dest": str(tmp_path / "file"), "content": "x"}, wish)
    assert why in answer["msg"]
    assert not list(tmp_path.iterdir())


def test_a_folder_of_ours_holds_what_is_named_and_nothing_else(files: Files, tmp_path: Path) -> None:
    folder, theirs = tmp_path / "ours/portal", tmp_path / "theirs"
    for path in (theirs / "letter", folder / "old", folder / "deep/er/old", folder / "named"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (folder / "to a folder").symlink_to(theirs)
    (folder / "to a file").symlink_to(theirs / "letter")
    (tmp_path / "ours/other").write_text("of another role")
    wanted = {"dest": str(folder / "named"), "content": "new"}
    looked = files(wanted, folders=[folder], check=True)
    assert (folder / "old").exists()
    answer = files(wanted, folders=[folder])
    gone = ["deep/er/old", "old", "to a file", "to a folder"]
    assert looked["written"] == answer["written"] == [str(folder / one) for one in ("named", *gone)]
    assert [path for path in folder.rglob("*") if not path.is_dir()] == [folder / "named"]
    assert (theirs / "letter").read_text() == "x"
    assert (tmp_path / "ours/other").exists()
    assert files(wanted, folders=[folder])["written"] == []


def test_what_is_not_ours_alone_is_refused_before_anything_is_written(files: Files, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("x")
    answer = files({"dest": str(tmp_path / "ours/new"), "content": ""}, folders=[tmp_path])
    assert "is not ours alone" in answer["msg"]
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_nothing_is_removed_where_something_is_mounted(files: Files, tmp_path: Path) -> None:
    folder, theirs = tmp_path / "ours/portal", tmp_path / "their files"
    (folder / "a disk").mkdir(parents=True)
    theirs.mkdir()
    (theirs / "letter").write_text("x")
    subprocess.run(["mount", "--bind", theirs, folder / "a disk"], check=True)
    try:
        answer = files(folders=[folder])
    finally:
        subprocess.run(["umount", folder / "a disk"], check=True)
    assert "is mounted there" in answer["msg"]
    assert (theirs / "letter").exists()
