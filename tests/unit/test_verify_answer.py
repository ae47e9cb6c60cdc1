# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine's answer is untrusted: it becomes results or a problem in words."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle.verify.answer import MAX_BYTES, MAX_TEXT, BadAnswer, Names, read_answer
from salle.verify.facts import Facts, Transaction
from salle.verify.results import CheckResult, MachineVerdict, Verdict, Weight, worst

NAMES = Names("demo", "poste-01")


def result(**changes: Any) -> dict[str, Any]:
    return {
        "check": "base.hostname",
        "role": "base",
        "title": {"say": "This computer has its own name", "values": {}},
        "weight": "must",
        "verdict": "red",
        "expected": "poste-01",
        "found": "debian",
        "remedy": "salle deploy %(site)s --limit %(machine)s --tags %(role)s",
        "seconds": 0.1,
        **changes,
    }


FACTS = {
    "hostname": "poste-01",
    "machine_id": "0123456789abcdef",
    "host_keys": ["SHA256:abc"],
    "macs": ["02:00:00:00:00:01"],
    "serial": "",
    "system": "Debian GNU/Linux 13 (trixie)",
    "packages": {"firefox-esr": "140.5"},
    "transactions": [
        {"at": 1.7e9, "by": "camille", "command": "apt install", "packages": ["vlc"], "count": 1}
    ],
}


def answer(*results: dict[str, Any], broken: tuple[str, ...] = (), facts: object = FACTS) -> bytes:
    return json.dumps({"results": results, "broken": broken, "facts": facts}).encode()


def test_a_result_is_read_and_its_remedy_names_site_machine_and_role() -> None:
    (read,) = read_answer(answer(result()), NAMES).results
    assert read == CheckResult(
        machine="poste-01",
        role="base",
        check="base.hostname",
        title="This computer has its own name",
        verdict=Verdict.RED,
        weight=Weight.MUST,
        expected="poste-01",
        found="debian",
        remedy="salle deploy demo --limit poste-01 --tags base",
        seconds=0.1,
    )


def test_a_sentence_is_filled_in_with_its_values() -> None:
    said = {"say": "it is in %(group)s", "values": {"group": "sudo"}}
    (read,) = read_answer(answer(result(found=said)), NAMES).results
    assert read.found == "it is in sudo"


def test_a_sentence_that_lacks_a_value_is_shown_as_it_is() -> None:
    said = {"say": "it is in %(group)s", "values": {"x": "y"}}
    (read,) = read_answer(answer(result(found=said)), NAMES).results
    assert read.found == "it is in %(group)s"


def test_a_check_file_that_could_not_be_read_is_orange() -> None:
    (read,) = read_answer(answer(broken=("test_base.py: SyntaxError",)), NAMES).results
    assert (read.verdict, read.found) == (Verdict.ORANGE, "test_base.py: SyntaxError")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"[]",
        b"{}",
        b'{"results": [], "broken": []}',
        answer(1),
        answer(facts=[]),
        answer(facts={**FACTS, "packages": ["a"]}),
        answer(facts={**FACTS, "hostname": 7}),
        answer(facts={**FACTS, "macs": "02:00"}),
        answer(
            facts={
                **FACTS,
                "transactions": [{"at": 1e400, "by": "", "command": "", "packages": [], "count": 1}],
            }
        ),
        answer(result(verdict="splendid")),
        answer(result(seconds="long")),
        answer(result(seconds=10**400)),
        answer(result(seconds=float("nan"))),
        answer(result(title=["a"])),
        answer(result(check=None)),
        b"\xff\xfe",
        b"[" * 100_000,
        b"x" * (MAX_BYTES + 1),
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_does_not_have_the_agreed_form_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_answer(data, NAMES)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_what_a_machine_tells_of_itself_is_read() -> None:
    read = read_answer(answer(), NAMES).facts
    assert read == Facts(
        "poste-01",
        "0123456789abcdef",
        ("SHA256:abc",),
        ("02:00:00:00:00:01",),
        "",
        "Debian GNU/Linux 13 (trixie)",
        {"firefox-esr": "140.5"},
        (Transaction(1.7e9, "camille", "apt install", ("vlc",), 1),),
    )


def test_a_machine_that_tells_too_much_of_itself_is_cut() -> None:
    endless = {"packages": {f"p{n}": "1" for n in range(30_000)}, "macs": ["m"] * 1000, "serial": "s" * 9999}
    read = read_answer(answer(facts={**FACTS, **endless}), NAMES).facts
    assert (len(read.packages), len(read.macs), len(read.serial)) == (20_000, 50, 200)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FACTS)), json_values))
def test_whatever_a_machine_tells_of_itself_ends_in_facts_or_in_a_refusal(changes: dict[str, Any]) -> None:
    try:
        read = read_answer(answer(facts={**FACTS, **changes}), NAMES).facts
    except BadAnswer:
        return
    assert isinstance(read, Facts)


def test_half_a_character_does_not_travel_on() -> None:
    (read,) = read_answer(answer(result(found="\ud800")), NAMES).results
    assert read.found == "?"


def test_an_endless_text_is_cut() -> None:
    (read,) = read_answer(answer(result(found="x" * 100_000)), NAMES).results
    assert len(read.found) == MAX_TEXT


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(result())), json_values))
def test_whatever_a_machine_sends_ends_in_results_or_in_a_refusal(changes: dict[str, Any]) -> None:
    try:
        (read,) = read_answer(answer(result(**changes)), NAMES).results
    except BadAnswer:
        return
    assert read.machine == "poste-01"


def test_nothing_that_was_not_run_is_green() -> None:
    assert worst([]) is Verdict.ORANGE
    assert MachineVerdict("poste-01").verdict is Verdict.ORANGE


def test_the_worst_verdict_is_the_machines() -> None:
    assert worst([Verdict.GREEN, Verdict.ORANGE, Verdict.RED]) is Verdict.RED
    assert worst([Verdict.GREEN, Verdict.ORANGE]) is Verdict.ORANGE
    assert worst([Verdict.GREEN]) is Verdict.GREEN


def test_a_machine_that_is_off_is_orange_and_one_that_answers_badly_is_red() -> None:
    assert MachineVerdict("poste-01", problem="off", unreachable=True).verdict is Verdict.ORANGE
    assert MachineVerdict("poste-01", problem="nonsense").verdict is Verdict.RED
