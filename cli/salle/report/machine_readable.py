# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report for programs: JSON (``report.schema.json`` describes it) and JUnit XML."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from salle.i18n import language
from salle.report.differences import Difference
from salle.report.drift import Drift
from salle.report.model import Report
from salle.report.text import plain
from salle.report.view import MachineView, RoomView, view
from salle.run.model import Outcome, Run
from salle.verify.facts import Transaction
from salle.verify.results import CheckResult, Verdict

SCHEMA_VERSION = 1
"""Goes up when a key changes its meaning or disappears; new keys do not raise it."""


def to_json(report: Report, lang: str = "") -> dict[str, Any]:
    """The report as plain data; keys and verdicts are stable, sentences are for people.

    Args:
        report: what it tells.
        lang: language of the sentences, empty for the one in use.
    """
    room = view(report, lang)
    return {
        "schema_version": SCHEMA_VERSION,
        "language": lang or language(),
        "site": {"name": report.site.name, "title": plain(room.title, lang)},
        "run": _run(report.run, lang),
        "verdict": room.verdict.value,
        "sentence": room.sentence,
        "counts": {verdict.value: room.count(verdict) for verdict in Verdict},
        "machines": [_machine(machine, lang) for machine in room.machines],
        "twins": [
            {"kind": twin.kind, "machines": list(twin.machines), "sentence": plain(twin.sentence, lang)}
            for twin in room.twins
        ],
        "differences": [_difference(one, lang) for one in room.differences],
    }


def _difference(one: Difference, lang: str) -> dict[str, Any]:
    values = [{"value": plain(value, lang), "machines": list(machines)} for value, machines in one.values]
    return {"what": plain(one.what, lang), "values": values}


def _run(run: Run, lang: str) -> dict[str, Any]:
    return {
        "id": run.id,
        "verb": run.verb,
        "state": run.state,
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "seconds": run.seconds,
        "operator": plain(run.operator, lang),
        "version": run.version,
    }


def _machine(machine: MachineView, lang: str) -> dict[str, Any]:
    return {
        "name": machine.name,
        "label": plain(machine.label, lang),
        "seat": machine.seat,
        "verdict": machine.verdict.value,
        "reached": machine.answered,
        "sentence": machine.sentence,
        "reason": machine.reason,
        "remedy": plain(machine.remedy, lang),
        "problem": plain(machine.problem, lang),
        "seconds": machine.seconds,
        "system": plain(machine.facts.system, lang) if machine.facts else "",
        "checks": [_check(result, lang) for result in machine.results],
        "drift": _drift(machine, machine.drift, lang) if machine.drift else None,
        "setup": _setup(machine.outcome, lang) if machine.outcome else None,
    }


def _check(result: CheckResult, lang: str) -> dict[str, Any]:
    return {
        "check": result.check,
        "role": result.role,
        "title": plain(result.title, lang),
        "verdict": result.verdict.value,
        "weight": result.weight.value,
        "expected": plain(result.expected, lang),
        "found": plain(result.found, lang),
        "remedy": plain(result.remedy, lang),
        "seconds": result.seconds,
    }


def _drift(machine: MachineView, drift: Drift, lang: str) -> dict[str, Any]:
    return {
        "since": drift.since.isoformat(),
        "changes": [
            {
                "check": one.check,
                "title": plain(one.title, lang),
                "before": one.before.value,
                "now": one.now.value,
            }
            for one in drift.changes
        ],
        "transactions": [_transaction(one, lang) for one in machine.since_then],
    }


def _transaction(one: Transaction, lang: str) -> dict[str, Any]:
    return {
        "at": datetime.fromtimestamp(one.at, UTC).isoformat(),
        "by": plain(one.by, lang),
        "command": plain(one.command, lang),
        "packages": [plain(name, lang) for name in one.packages],
        "count": one.count,
    }


def _setup(outcome: Outcome, lang: str) -> dict[str, Any]:
    return {
        "state": outcome.state.value,
        "changed": outcome.changed,
        "ok": outcome.ok,
        "seconds": outcome.seconds,
        "role": outcome.role,
        "task": plain(outcome.task, lang),
        "message": plain(outcome.message, lang),
        "installed": list(outcome.installed),
        "notes": [plain(note, lang) for note in outcome.notes],
        "changes": [{"role": step.role, "task": plain(step.task, lang)} for step in outcome.changes],
    }


def to_junit(report: Report, lang: str = "") -> str:
    """The report as JUnit XML: a suite per machine, a case per check.

    Red is a failure, orange is skipped with the reason, and what is wrong with a
    machine as a whole is an error (skipped when it only was not reached).
    """
    room = view(report, lang)
    root = ET.Element("testsuites", name=plain(room.title, lang))
    for machine in room.machines:
        _suite(root, machine, report.run, lang)
    _total(root, room)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, machine: MachineView, run: Run, lang: str) -> None:
    suite = ET.SubElement(
        root, "testsuite", name=plain(machine.name, lang), hostname=plain(machine.name, lang)
    )
    suite.set("timestamp", run.started.replace(microsecond=0, tzinfo=None).isoformat())
    if not machine.results or machine.reason or machine.problem:
        case = ET.SubElement(suite, "testcase", classname="machine", name="machine", time="0.000")
        kind = {Verdict.RED: "error", Verdict.ORANGE: "skipped"}.get(machine.verdict)
        if kind:
            reason = f"{machine.sentence} {machine.reason}".strip()
            ET.SubElement(case, kind, message=reason)
    for result in machine.results:
        _case(suite, result, lang)
    _totals(suite, machine.seconds)


def _case(suite: ET.Element, result: CheckResult, lang: str) -> None:
    case = ET.SubElement(suite, "testcase", classname=plain(result.role, lang) or "salle")
    case.set("name", plain(result.check, lang))
    case.set("time", f"{result.seconds:.3f}")
    kind = {Verdict.RED: "failure", Verdict.ORANGE: "skipped"}.get(result.verdict)
    if kind:
        told = ET.SubElement(case, kind, message=plain(result.title, lang))
        parts = (("expected", result.expected), ("found", result.found), ("remedy", result.remedy))
        told.text = "\n".join(f"{name}: {plain(text, lang)}" for name, text in parts if text)


def _totals(suite: ET.Element, seconds: float) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for plural, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(plural, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", f"{seconds:.3f}")


def _total(root: ET.Element, room: RoomView) -> None:
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", f"{sum(machine.seconds for machine in room.machines):.3f}")
