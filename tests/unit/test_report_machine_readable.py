# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON that its schema accepts, and JUnit that a reader of JUnit understands."""

import json
from pathlib import Path

import jsonschema
import junitparser
import pytest
import report_room
import salle.report
from salle.report.machine_readable import to_json, to_junit
from salle.report.model import Report
from salle.report.write import write_report
from salle.verify.results import MachineVerdict, Verdict

SCHEMA = json.loads((Path(salle.report.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
REPORTS = {
    "room": report_room.room(),
    "nasty": report_room.nasty_room(Path("absent")),
    "empty": Report(report_room.run(()), report_room.site(seats=())),
}


def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("name", REPORTS)
def test_the_json_follows_its_schema_and_survives_writing(name: str) -> None:
    data = to_json(REPORTS[name], "en")
    validator().validate(data)
    assert json.loads(json.dumps(data, ensure_ascii=False).encode()) == data


def test_the_schema_refuses_a_key_nobody_described() -> None:
    data = to_json(report_room.room(), "en")
    data["machines"][0]["extra"] = 1
    assert not validator().is_valid(data)


def test_the_json_tells_every_machine_and_check() -> None:
    data = to_json(report_room.room(), "en")
    assert data["counts"] == {"green": 1, "orange": 2, "red": 3}
    assert [machine["name"] for machine in data["machines"]] == [f"poste-0{i}" for i in range(1, 7)]
    assert data["machines"][1]["checks"][0] == {
        "check": "base.locale",
        "role": "base",
        "title": "The locale is right",
        "verdict": "red",
        "weight": "must",
        "expected": "fr_FR.UTF-8",
        "found": "C",
        "remedy": "salle deploy demo --limit poste-02 --tags base",
        "seconds": 0.0,
    }
    assert [machine["reached"] for machine in data["machines"]] == [True, True, True, False, True, True]


def read(report: Report) -> junitparser.JUnitXml:
    return junitparser.JUnitXml.fromstring(to_junit(report, "en").encode())


def test_red_is_a_failure_orange_is_skipped_and_trouble_with_a_machine_is_an_error() -> None:
    suites = {suite.name: suite for suite in read(report_room.room())}
    results = {case.name: case.result for case in suites["poste-02"]}
    assert isinstance(results["base.locale"][0], junitparser.Failure)
    assert "expected: fr_FR.UTF-8\nfound: C\nremedy: salle deploy" in results["base.locale"][0].text
    assert isinstance(results["base.page"][0], junitparser.Skipped)
    assert results["base.page"][0].text == "found: there is no network"
    assert results["base.clock"] == []
    assert [type(case.result[0]) for case in suites["poste-04"]] == [junitparser.Skipped]
    assert [type(case.result[0]) for case in suites["poste-05"]] == [junitparser.Error]
    assert isinstance(next(iter(suites["poste-06"])).result[0], junitparser.Error)


def test_the_totals_are_those_a_reader_counts() -> None:
    told = read(report_room.room())
    counted = read(report_room.room())
    counted.update_statistics()
    assert (told.tests, told.failures, told.errors) == (counted.tests, counted.failures, counted.errors)
    assert (told.failures, told.errors) == (1, 2)
    assert [(s.tests, s.skipped) for s in told] == [(s.tests, s.skipped) for s in counted]


def test_hostile_text_leaves_the_xml_whole() -> None:
    suites = list(read(report_room.nasty_room(Path("absent"))))
    assert len(suites) == 3
    assert "<script>alert(1)</script>" in suites[0].name


def test_all_three_forms_are_written_beside_each_other(tmp_path: Path) -> None:
    page = write_report(report_room.room(), tmp_path / "r1", "fr")
    assert page == tmp_path / "r1" / "report.html"
    assert sorted(path.name for path in page.parent.iterdir()) == ["report.html", "report.json", "report.xml"]
    validator().validate(json.loads((page.parent / "report.json").read_text(encoding="utf-8")))
    assert junitparser.JUnitXml.fromfile(str(page.parent / "report.xml")).tests > 0


def test_a_green_room_is_a_passed_suite() -> None:
    report = Report(
        report_room.run(()),
        report_room.site(seats=("A1",)),
        (MachineVerdict("poste-01", report_room.GREEN),),
    )
    suites = read(report)
    assert (suites.tests, suites.failures, suites.errors) == (2, 0, 0)
    assert to_json(report, "en")["verdict"] == Verdict.GREEN
