# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new site is right whatever was typed, and the shipped one is what ``salle init`` writes."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from salle import paths
from salle.commands.group import VERBS
from salle.commands.init import command
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.main import main
from salle.site.addresses import addresses
from salle.site.load import load_site
from salle.site.new import MOST_MACHINES, USES, Answers, seat, write_site
from site_tools import fit_for_a_terminal, refusal

NASTY = 'L\'Été "numérique" <b>&{{ 7*7 }} {% raw %} {# \\ # : - 🐧\nsecond line\t!'

DEMO = Answers(
    name="Médiathèque de Saint-Exemple",
    contact="À l'accueil, ou au 01 99 00 12 34",
    address="1 place du Livre, Saint-Exemple",
    opening_hours="du mardi au samedi, 10 h – 18 h",
    url="https://mediatheque.exemple.org",
    first_address="192.0.2.11",
    row=3,
)


def test_a_new_site_holds_what_was_answered(tmp_path: Path) -> None:
    answers = Answers(NASTY, NASTY, NASTY, NASTY, NASTY, 3, "10.0.0.250", "personal", ("essentiel",), 2)
    write_site(tmp_path / "x", answers)
    site = load_site(tmp_path / "x")
    for name in ("name", "contact", "address", "opening_hours", "url"):
        assert site.variables[f"site_{name}"] == NASTY
    assert site.variables["site_use"] == "personal"
    assert site.variables["software_profiles"] == ["essentiel"]
    assert [(m.name, m.address, m.label, m.seat) for m in site.machines] == [
        ("poste-01", "10.0.0.250", "Poste 1", "A1"),
        ("poste-02", "10.0.0.251", "Poste 2", "A2"),
        ("poste-03", "10.0.0.252", "Poste 3", "B1"),
    ]


def test_the_practice_room_is_the_first_two_machines(tmp_path: Path) -> None:
    write_site(tmp_path / "x", Answers("x", machines=5))
    site = load_site(tmp_path / "x")
    assert [machine.name for machine in site.machines if "repetition" in machine.groups] == [
        "poste-01",
        "poste-02",
    ]


@settings(deadline=None)
@given(texts=st.tuples(*[st.text(max_size=40)] * 5), machines=st.integers(1, 12), row=st.integers(0, 4))
def test_whatever_is_typed_the_site_is_right_or_nothing_is_written(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, ...], machines: int, row: int
) -> None:
    folder = tmp_path_factory.mktemp("sites") / "x"
    refused = refusal(lambda: write_site(folder, Answers(*texts, machines=machines, row=row)))
    if refused is None:
        assert load_site(folder).title == texts[0]
    else:
        assert refused.code == Exit.USAGE
        assert fit_for_a_terminal(refused)
        assert list(folder.parent.iterdir()) == []


@settings(deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60)
)
def test_every_text_that_can_be_seen_can_be_the_name_of_a_place(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    assume(text.strip())
    folder = tmp_path_factory.mktemp("sites") / "x"
    write_site(folder, Answers(text))
    assert load_site(folder).title == text


def test_a_site_is_never_written_over(tmp_path: Path) -> None:
    write_site(tmp_path / "x", Answers("first"))
    with pytest.raises(SalleError, match="There is already something called x"):
        write_site(tmp_path / "x", Answers("second"))
    assert load_site(tmp_path / "x").title == "first"


@pytest.mark.parametrize("answers", [Answers(" "), Answers("x", profiles=("nothing",)), Answers("a\x1b[31m")])
def test_an_answer_that_cannot_be_used_leaves_nothing_behind(tmp_path: Path, answers: Answers) -> None:
    with pytest.raises(SalleError, match="The site was not created"):
        write_site(tmp_path / "sites/x", answers)
    assert [path.name for path in tmp_path.rglob("*") if path.name != "sites"] == []


def without_licence(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "SPDX-" not in line)


@pytest.mark.parametrize(
    "file", ["known_hosts", "group_vars/all/site.yml", "group_vars/all/software.yml", "files/README.md"]
)
def test_the_shipped_site_is_what_init_writes(tmp_path: Path, file: str) -> None:
    write_site(tmp_path / "demo", DEMO)
    assert (
        without_licence((paths.shipped_inventories() / "demo" / file).read_text())
        == (tmp_path / "demo" / file).read_text()
    )


def test_the_shipped_site_has_the_machines_init_writes(tmp_path: Path) -> None:
    write_site(tmp_path / "demo", DEMO)
    pattern = re.compile(r"^ +poste-.*ansible_host.*$", re.MULTILINE)
    shipped = (paths.shipped_inventories() / "demo/hosts.yml").read_text()
    lines = pattern.findall(shipped)
    assert lines == pattern.findall((tmp_path / "demo/hosts.yml").read_text())
    assert len(lines) == 6


def test_the_shipped_site_is_right_and_leads_nowhere() -> None:
    site = load_site(paths.shipped_inventories() / "demo")
    assert [machine.address for machine in site.machines] == [f"192.0.2.{number}" for number in range(11, 17)]
    assert [machine.seat for machine in site.machines] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert [machine.name for machine in site.machines if "repetition" in machine.groups] == [
        "poste-01",
        "poste-02",
    ]
    assert {group for machine in site.machines for group in machine.groups} == {
        "salle",
        "jeunesse",
        "repetition",
    }


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        ("192.168.1.253", 2, ("192.168.1.253", "192.168.1.254")),
        ("2001:db8::ff", 2, ("2001:db8::ff", "2001:db8::100")),
        ("poste-09.local", 2, ("poste-09.local", "poste-10.local")),
        ("pc1-salle2.lan", 2, ("pc1-salle2.lan", "pc1-salle3.lan")),
        ("accueil", 1, ("accueil",)),
    ],
)
def test_addresses_count_up(first: str, count: int, expected: tuple[str, ...]) -> None:
    assert addresses(first, count) == expected


@pytest.mark.parametrize(
    "first", ["192.168.1.254", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "accueil", "-x1", "300.1.1.1"]
)
def test_addresses_that_do_not_fit_are_refused(first: str) -> None:
    with pytest.raises(SalleError) as caught:
        addresses(first, 2)
    assert caught.value.code == Exit.USAGE


@pytest.mark.parametrize(
    ("number", "row", "name"), [(1, 3, "A1"), (4, 3, "B1"), (78, 3, "Z3"), (79, 3, "AA1")]
)
def test_seats_are_named_by_row(number: int, row: int, name: str) -> None:
    assert seat(number, row) == name


def init(folder: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(command, ["lieu", *words, "--inventories", str(folder)], input=typed)


def test_every_question_can_be_answered_on_the_keyboard(tmp_path: Path) -> None:
    ended = init(
        tmp_path, typed="Chez nous\nAnne\n10:00\nhttps://x.org\n2\n10.0.0.1\npersonal\ncreation, education\n"
    )
    assert ended.exit_code == 0, ended.output
    site = load_site(tmp_path / "lieu")
    assert (site.title, len(site.machines), site.machines[1].address) == ("Chez nous", 2, "10.0.0.2")
    assert site.variables["site_opening_hours"] == "10:00"
    assert site.variables["software_profiles"] == ["creation", "education"]


def test_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    ended = init(
        tmp_path, typed="\n  \nLieu\n\n\n\n0\n2\n300.0.0.1\n10.0.0.1\nshared\npublic\nnothing\nessentiel\n"
    )
    assert ended.exit_code == 0, ended.output
    for words in (
        "300.0.0.1 is neither",
        "'shared' is not one of",
        "no profile called nothing",
        "0 is not in the range",
    ):
        assert words in ended.output


def test_with_flags_and_yes_nothing_is_asked(tmp_path: Path) -> None:
    ended = init(
        tmp_path, "--yes", "--name", "Lieu", "--machines", "3", "--profile", "essentiel", "--row", "3"
    )
    assert ended.exit_code == 0, ended.output
    assert "[" not in ended.output
    assert [machine.seat for machine in load_site(tmp_path / "lieu").machines] == ["A1", "A2", "A3"]


def test_without_answers_on_a_closed_keyboard_nothing_is_written(tmp_path: Path) -> None:
    assert init(tmp_path, typed="Lieu\n").exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_the_next_steps_are_commands_that_exist(tmp_path: Path) -> None:
    ended = init(tmp_path, "--yes")
    named = set(re.findall(r"salle (\w+) lieu", ended.output))
    assert named == {"check", "rehearse", "deploy"}
    assert named <= set(VERBS)


def test_init_then_check_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "lieu", "--yes", "--name", NASTY, "--inventories", str(tmp_path)]) == Exit.OK
    capsys.readouterr()
    assert main(["check", "lieu", "--inventories", str(tmp_path)]) == Exit.OK
    said = capsys.readouterr().out
    assert said.startswith("6 machines, data valid.\n")
    assert NASTY.splitlines()[0] in said


def test_a_valid_site_can_be_read_by_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "demo", "--json"]) == Exit.OK
    document = json.loads(capsys.readouterr().out)
    assert document["valid"] is True
    assert document["machines"][0] == {
        "name": "poste-01",
        "address": "192.0.2.11",
        "label": "Poste 1",
        "seat": "A1",
        "groups": ["repetition", "salle"],
    }


def test_flags_and_questions_accept_the_same() -> None:
    flags = {option.name: option.type for option in command.params}
    assert getattr(flags["machines"], "max", None) == MOST_MACHINES
    assert tuple(getattr(flags["use"], "choices", ())) == USES
