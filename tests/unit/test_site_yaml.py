# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file of a site may hold, and what is refused in words rather than by an exception."""

import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle.site.load import load_site
from salle.site.model import Problem
from salle.site.nodes import SECRET
from salle.site.yaml_source import compose, read_yaml
from site_tools import GOOD_SITE, fit_for_a_terminal, make_site, refusal, said_of, said_of_site_yml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
VAULTED = "$ANSIBLE_VAULT;1.1;AES256\n6162\n"

SYNTAX = {
    "a tab": ("a:\n\tb: 1\n", "1.yml:2:1", "indented with a tab"),
    "a tab in brackets": ("a: [1,\n\tb\n", "1.yml:2:1", "indented with a tab"),
    "a colon in a text": ("a: b: c\n", "1.yml:1:5", "a colon is not expected here"),
    "an indentation that differs": ("a: 1\n b: 2\n", "1.yml:2:3", "a colon is not expected here"),
    "a quote never closed": ('a: 1\nb: "x\n', "1.yml:3:1", "a quote opened on line 2 is never closed"),
    "a quote inside quotes": ("a: 'L'été'\n", "1.yml:1:7", "put a text that holds quotes between double"),
    "a backslash between double quotes": ('a: "C:\\Users"\n', "1.yml:1:", "has a meaning of its own"),
    "a bracket never closed": ("a: [1\nb: 2\n", "1.yml:2:2", "opened on line 1 is not closed"),
    "an at sign": ("a: @home\n", "1.yml:1:4", "a text that begins with it needs quotes"),
    "braces without quotes": ("a: {{ b }}\n", "1.yml:1:5", "a text that begins with { or [ needs quotes"),
    "a second document": ("a: 1\n---\nb: 1\n", "1.yml:2:1", "one document per file was expected"),
    "an alias without anchor": ("a: *b\n", "1.yml:1:4", "aliases (*name) are not accepted"),
    "a merge": ("<<: {a: 1}\n", "1.yml:1:1", "<<"),
    "an equal sign": ("a: =\n", "1.yml:1:4", "needs quotes"),
    "a name read as a number": ("01: a\n", "1.yml:1:1", 'put it in quotes: "01"'),
    "a name read as true": ("on: a\n", "1.yml:1:1", 'put it in quotes: "on"'),
    "a list as a name": ("? [a]\n: b\n", "1.yml:1:3", "a name was expected"),
    "a duplicate name": ("a: 1\nb: 2\na: 3\n", "1.yml:3:1", "already written on line 1"),
    "a tag that runs code": ("a: !!python/object/apply:os.system [x]\n", "1.yml:1:4", "is not accepted here"),
    "an unknown tag": ("a: !include b\n", "1.yml:1:4", "the tag !include is not accepted"),
    "a date that does not exist": ("a: 2026-02-31\n", "1.yml:1:4", "as a date"),
    "a number without end": ("a: 1" + ":1" * 40_000 + "\n", "1.yml:1:4", "needs quotes"),
    "infinity": ("a: .inf\n", "1.yml:1:4", "needs quotes"),
    "a value in the clear marked as secret": ("a: !vault hunter2\n", "1.yml:1:4", "is not encrypted"),
    "a list marked as secret": ("a: !vault [hunter2]\n", "1.yml:1:4", "is not accepted here"),
    "an escape sequence": ('a: "\\e[31m"\n', "1.yml:1:4", "U+001B"),
    "an escape character": ("a: \x1b[31m\n", "1.yml:1:4", "U+001B"),
    "a text that runs backwards": ("a: \u202egnp.exe\n", "1.yml:1:4", "U+202E"),
    "a carriage return in a value": ('a: "x\\ry"\n', "1.yml:1:4", "U+000D"),
    "too many levels": ("a: " + "[" * 100_000, "1.yml:1:", "levels deep"),
    "too many values": ("a: [" + "x," * 30_000 + "]", "1.yml:1:", "more than 20000 values"),
}


def problems_in(text: str) -> list[Problem]:
    problems: list[Problem] = []
    compose(text, Path("1.yml"), problems)
    return problems


@pytest.mark.parametrize(("text", "place", "words"), SYNTAX.values(), ids=SYNTAX)
def test_it_is_refused_where_it_stands(text: str, place: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "1.yml"
    file.write_text(text, newline="")
    problems: list[Problem] = []
    read_yaml(file, problems)
    said = [
        f"{p.place.file.name}{str(p.place).removeprefix(str(p.place.file))}: {p.message}" for p in problems
    ]
    assert [line for line in said if line.startswith(place) and words in line], said


def test_the_content_of_a_secret_is_in_no_message() -> None:
    assert "hunter2" not in "".join(problem.message for problem in problems_in("a: !vault hunter2\n"))


def test_an_alias_bomb_is_refused_without_being_opened() -> None:
    tracemalloc.start()
    problems = problems_in(BOMB)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(problems) == 1
    assert "aliases" in problems[0].message
    assert most < 20_000_000


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    with (site / "group_vars/all/big.yml").open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    said = said_of(site)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == ["group_vars/all/big.yml: is too big: 50.0 MB; at most 1 MB is expected."]
    assert most < 20_000_000


@pytest.mark.parametrize(
    ("content", "expected"),
    {
        "empty": (b"", "hosts.yml: is empty"),
        "blank": (b"\n\n", "hosts.yml: is empty"),
        "comments alone": (b"# nothing\n", "hosts.yml: lists no machine"),
        "a number": (b"0\n", "hosts.yml:1:1: groups with their machines were expected"),
        "a word": (b"poste-01\n", "hosts.yml:1:1: groups with their machines were expected"),
        "a list": (b"- poste-01\n", "hosts.yml:1:1: groups with their machines were expected"),
        "null": (b"~\n", "hosts.yml:1:1: groups with their machines were expected"),
        "binary": (b"\x7fELF\0\0", "hosts.yml: is not a text file"),
        "UTF-16": ("salle:\n".encode("utf-16"), "hosts.yml: is not a text file"),
        "Latin-1": ("# ok\n# été\n".encode("latin-1"), "hosts.yml:2:3: is not written in UTF-8"),
        "encrypted": (VAULTED.encode(), "hosts.yml: lists no machine that can be read"),
        "no machine": (b"salle:\n  hosts:\n", "hosts.yml:1:1: no machine is listed"),
    }.values(),
)
def test_a_list_of_machines_that_is_none_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": content}))
    assert len(said) == 1
    assert said[0].startswith(expected)


def test_a_site_without_list_of_machines_is_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    (site / "hosts.yml").unlink()
    assert said_of(site) == ["hosts.yml: is missing; it lists the machines of the site."]


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    (site / "hosts.yml").unlink()
    (site / "hosts.yml").symlink_to("nowhere")
    assert said_of(site) == ["hosts.yml: cannot be read: No such file or directory."]


def test_a_link_that_leaves_the_site_is_followed(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    (site / "hosts.yml").rename(tmp_path / "machines")
    (site / "hosts.yml").symlink_to(tmp_path / "machines")
    assert load_site(site).machines[0].name == "poste-01"


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    site = make_site(tmp_path / "s")
    os.mkfifo(site / "group_vars/all/pipe.yml")
    assert said_of(site) == ["group_vars/all/pipe.yml: this is not a file; a text file was expected."]


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "s")
    opened = Path.open

    def refuse(path: Path, *words: Any, **more: Any) -> Any:
        if path.name == "site.yml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert "group_vars/all/site.yml: cannot be read: Permission denied." in said_of(site)


@pytest.mark.parametrize("text", ["", "---\n", "\n"], ids=["nothing", "dashes", "a line"])
def test_an_empty_file_of_variables_is_refused(tmp_path: Path, text: str) -> None:
    said = said_of(make_site(tmp_path / "s", {"group_vars/all/other.yml": text}))
    assert said == ["group_vars/all/other.yml: is empty; write in it, or remove it."]


def test_a_file_of_comments_is_accepted(tmp_path: Path) -> None:
    assert load_site(make_site(tmp_path / "s", {"group_vars/all/other.yml": "---\n# later\n"}))


def test_a_file_encrypted_as_a_whole_is_accepted_and_gives_nothing(tmp_path: Path) -> None:
    site = load_site(make_site(tmp_path / "s", {"group_vars/all/secret.yml": VAULTED}))
    assert site.machines[0].variables == {"site_name": "Médiathèque", "ansible_host": "192.0.2.11"}


def test_an_encrypted_value_is_accepted_and_prints_as_secret(tmp_path: Path) -> None:
    text = GOOD_SITE + "site_contact: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n"
    site = load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": text}))
    assert site.variables["site_contact"] is SECRET
    assert str(SECRET) == repr(SECRET) == "(secret)"


@pytest.mark.parametrize(
    "text", ['L\'Été "numérique" <b>&{{ 7*7 }} 🐧', "{% raw %}{#", "a\tb\nc", "'", "שלום"]
)
def test_an_ordinary_text_is_taken_as_it_is(tmp_path: Path, text: str) -> None:
    line = f"site_name: {json.dumps(text, ensure_ascii=False)}\n"
    assert load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": line})).title == text


def test_an_unsafe_text_is_just_text(tmp_path: Path) -> None:
    line = 'site_name: !unsafe "{{ 7*7 }}"\n'
    assert load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": line})).title == "{{ 7*7 }}"


@pytest.mark.parametrize("start", ["\ufeff", ""], ids=["with a byte order mark", "without"])
def test_a_file_written_on_windows_is_accepted(tmp_path: Path, start: str) -> None:
    text = f"{start}---\r\nsite_name: Médiathèque\r\n"
    assert load_site(make_site(tmp_path / "s", {"group_vars/all/site.yml": text})).title == "Médiathèque"


def test_one_problem_does_not_hide_the_next(tmp_path: Path) -> None:
    said = said_of_site_yml(tmp_path / "s", "site_url: \x1bx\nsite_use: &a b\nsite_x: 1\nsite_url: y\n")
    assert [line.split(": ")[0].rpartition("yml:")[2] for line in said] == [
        "2:11",
        "3:11",
        "3:11",
        "4:1",
        "5:1",
    ]


YAML_ISH = st.text(
    st.sampled_from(list("ab01:-#'\"[]{}|>&*!%@`,?=~<.\\ \n\n  \t\r\x1b\x00\u202e\ufeff\x85é🐧")), max_size=80
)
FILES = st.sampled_from(["hosts.yml", "group_vars/all/site.yml", "host_vars/poste-01.yml"])


@settings(deadline=None)
@given(name=FILES, content=st.one_of(st.binary(max_size=200), YAML_ISH.map(str.encode)))
def test_whatever_a_file_holds_the_answer_is_in_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    site = make_site(tmp_path_factory.mktemp("s"), {name: content})
    refused = refusal(lambda: load_site(site))
    assert refused is None or fit_for_a_terminal(refused)


NAMES = ["site_name", "site_use", "ansible_host", "hosts", "children", "vars", "poste-01", "all", "?"]
VALUES = ["", "{}", "[]", "!vault x", "!unsafe [a]", "&a", "*a", "1:1", "NO", "|", ">-"]
LINE = st.builds("{}: {}".format, st.sampled_from(NAMES), st.one_of(YAML_ISH, st.sampled_from(VALUES)))


@settings(deadline=None)
@given(name=FILES, lines=st.lists(st.tuples(st.integers(0, 3), LINE), max_size=8))
def test_whatever_the_lines_say_the_answer_is_in_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, lines: list[tuple[int, str]]
) -> None:
    text = "".join(f"{'  ' * level}{line}\n" for level, line in lines)
    site = make_site(tmp_path_factory.mktemp("s"), {name: text})
    refused = refusal(lambda: load_site(site))
    assert refused is None or fit_for_a_terminal(refused)
