# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two machines of a room share and should not, and what they do not share and should."""

from dataclasses import replace

import report_room
from salle.i18n import speech
from salle.report.differences import Difference, differences, twins
from salle.report.drift import Change, Drift
from salle.report.machine_readable import to_json
from salle.report.model import Report
from salle.report.page import render_page
from salle.report.summary import lines
from salle.report.view import view
from salle.verify.facts import Facts, Promised, Transaction
from salle.verify.results import MachineVerdict, Verdict

ENGLISH = speech("en")


def facts(number: int, **other: object) -> Facts:
    own = Facts(
        f"poste-{number:02}",
        f"id{number}",
        (f"SHA256:{number}", f"SHA256:r{number}"),
        (f"02:00:00:00:00:{number:02}",),
        f"serial{number}",
        "Debian 13",
        {"firefox-esr": "140.5", "vlc": "3.0"},
    )
    return replace(own, **other)  # type: ignore[arg-type]


def verdict(number: int, alike: str = "same", **other: object) -> MachineVerdict:
    name = f"poste-{number:02}"
    promised = Promised("digest", alike)
    return MachineVerdict(name, report_room.GREEN, facts=facts(number, **other), promised=promised)


def test_machines_of_their_own_are_no_twins_and_do_not_differ() -> None:
    room = [verdict(1), verdict(2), MachineVerdict("poste-03", problem="off", unreachable=True)]
    assert twins(room, ENGLISH) == ()
    assert differences(room) == ()


def test_each_thing_that_two_machines_share_is_told_once() -> None:
    copy = {"machine_id": "id1", "host_keys": ("SHA256:1", "SHA256:r1"), "hostname": "poste-01"}
    told = twins([verdict(1), verdict(2, **copy), verdict(3)], ENGLISH)
    assert [(one.kind, one.machines) for one in told] == [
        (kind, ("poste-01", "poste-02")) for kind in ("machine_id", "host_key", "hostname")
    ]
    assert told[0].sentence.startswith("poste-01, poste-02 have the same machine id")
    again = twins([verdict(1), verdict(2, macs=("02:00:00:00:00:01",), serial="serial1")], ENGLISH)
    assert [one.kind for one in again] == ["mac", "serial"]


def test_what_nobody_could_tell_is_not_shared() -> None:
    unknown = {"machine_id": "", "host_keys": (), "hostname": "", "macs": (), "serial": ""}
    assert twins([verdict(1, **unknown), verdict(2, **unknown)], ENGLISH) == ()


def test_a_package_in_two_versions_or_on_one_machine_alone_is_told() -> None:
    other = verdict(2, packages={"firefox-esr": "140.4", "vlc": "3.0", "gimp": "3"})
    assert differences([verdict(1), other, verdict(3)]) == (
        Difference("firefox-esr", (("140.4", ("poste-02",)), ("140.5", ("poste-01", "poste-03")))),
        Difference("gimp", (("", ("poste-01", "poste-03")), ("3", ("poste-02",)))),
    )


def test_of_two_systems_that_alone_is_told() -> None:
    room = [verdict(1), verdict(2, system="Debian 12", packages={"firefox-esr": "128"})]
    assert differences(room) == (
        Difference("system", (("Debian 12", ("poste-02",)), ("Debian 13", ("poste-01",)))),
    )


def test_machines_that_were_promised_other_programs_are_not_compared() -> None:
    assert differences([verdict(1), verdict(2, alike="other", packages={"gimp": "3"})]) == ()


def test_a_machine_that_could_not_tell_its_packages_lacks_none() -> None:
    assert differences([verdict(1), verdict(2, packages={})]) == ()


def report(*verdicts: MachineVerdict, drifts: dict[str, Drift] | None = None) -> Report:
    return Report(report_room.run(()), report_room.site(), verdicts, drifts=drifts or {})


def test_the_page_the_terminal_and_the_data_tell_both() -> None:
    told = report(verdict(1), verdict(2, machine_id="id1", packages={"firefox-esr": "1<b>"}))
    page = render_page(told, "en")
    assert "poste-01, poste-02 have the same machine id" in page
    assert "2 things are not the same" in page
    assert "1&lt;b&gt;: Poste A2" in page
    assert any(line.startswith("! poste-01, poste-02 have the same machine id") for line in lines(told, "en"))
    data = to_json(told, "en")
    assert [one["kind"] for one in data["twins"]] == ["machine_id"]
    assert [one["what"] for one in data["differences"]] == ["firefox-esr", "vlc"]


def test_what_apt_did_since_last_time_stands_beside_what_is_otherwise() -> None:
    then = report_room.LAST_TIME
    change = Change("base.locale", "The locale", Verdict.GREEN, Verdict.RED)
    before, after = then.timestamp() - 60, then.timestamp() + 60
    done = tuple(
        Transaction(at, "camille", f"apt {word}", ("vlc",), 3)
        for at, word in ((before, "old"), (after, "new"))
    )
    told = report(verdict(1, transactions=done), drifts={"poste-01": Drift(then, (change,))})
    machine = view(told, "en").machines[0]
    assert [one.command for one in machine.since_then] == ["apt new"]
    page = render_page(told, "en")
    assert "apt new · by camille · 3 packages: vlc, …" in page
    assert "apt old" not in page
    (data,) = [one for one in to_json(told, "en")["machines"] if one["name"] == "poste-01"]
    assert [one["command"] for one in data["drift"]["transactions"]] == ["apt new"]
