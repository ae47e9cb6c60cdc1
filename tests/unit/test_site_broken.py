# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything wrong with a site is said at once, each with its file and line, and nothing is contacted."""

import json
import re
import socket
import subprocess

import pytest
from click.testing import CliRunner
from salle.commands.check import command
from salle.exit_codes import Exit
from salle.main import main
from salle.site.load import SiteInvalid
from site_tools import SITES, said_of

BROKEN = SITES / "broken"

KINDS = {
    "an invisible character": ("group_vars/all/browser.yml:4:19", "U+202E"),
    "a switch between quotes": ("group_vars/all/browser.yml:5:24", "true or false was expected"),
    "a nested name missing": ("group_vars/all/browser.yml:7:5", "url is missing"),
    "an unknown nested name": ("group_vars/all/browser.yml:8:5", "knows no adress"),
    "a required variable missing": ("group_vars/all/site.yml", "site_name is missing"),
    "a misspelt variable": ("group_vars/all/site.yml:4:1", "Did you mean site_name?"),
    "a time taken for a number": ("group_vars/all/site.yml:5:21", 'reads 14:30 as 870; put quotes: "14:30"'),
    "NO taken for false": ("group_vars/all/site.yml:6:15", 'reads NO as false; put quotes: "NO"'),
    "3.10 taken for 3.1": ("group_vars/all/site.yml:7:15", 'reads 3.10 as 3.1; put quotes: "3.10"'),
    "a choice that does not exist": ("group_vars/all/site.yml:8:11", "publik is not one of public, personal"),
    "no value": ("group_vars/all/site.yml:9:10", "site_url has no value"),
    "a list for a text": ("group_vars/all/site.yml:10:14", "a text was expected; this is a list"),
    "an anchor": ("group_vars/all/site.yml:11:16", "anchors (&name) and aliases (*name) are not accepted"),
    "a duplicate name": ("group_vars/all/site.yml:13:1", "already written on line 8"),
    "a date": ("group_vars/all/site.yml:14:24", "reads 2026-01-31 as a date"),
    "a tab": ("group_vars/all/software.yml:7:1", "indented with a tab"),
    "a wrong extension": ("group_vars/all/wallpaper.yaml", "only files that end in .yml"),
    "a file for an unknown group": ("group_vars/sale.yml", "no group called sale"),
    "an empty file": ("group_vars/salle/empty.yml", "is empty"),
    "a list for variables": ("group_vars/salle/list.yml:4:1", "variables were expected"),
    "a file for an unknown machine": ("host_vars/poste-99.yml", "no machine called poste-99"),
    "a MAC address taken for a number": ("hosts.yml:7:57", "reads 52:54:10:12:34:56 as"),
    "two machines with one address": ("hosts.yml:8:30", "poste-02 has the same address as poste-01 (line 7)"),
    "two machines with one seat": ("hosts.yml:8:48", "poste-02 has the same seat as poste-01 (line 7)"),
    "a machine without address": ("hosts.yml:9:5", "poste-03 has no address"),
    "a range": ("hosts.yml:11:5", "ranges are not supported"),
    "a path for a name": ("hosts.yml:12:5", "../poste-10 cannot be the name of a machine"),
    "a command in a variable": ("hosts.yml:15:7", "ansible_ssh_common_args is not accepted"),
    "an option for an address": ("hosts.yml:16:30", "ansible_host: -oProxyCommand=run is not accepted"),
    "a wrong MAC address": ("hosts.yml:16:55", "mac: 52:54:00:zz:34:56 is not accepted"),
    "a list for a machine": ("hosts.yml:17:15", "variables of the machine were expected"),
    "a machine listed twice": ("hosts.yml:18:5", "poste-01 is already written on line 7"),
    "variables of a group in hosts.yml": ("hosts.yml:19:3", "put them in group_vars/salle/site.yml"),
    "an unknown word in a group": ("hosts.yml:21:3", "not machines"),
    "a hyphen in the name of a group": ("hosts.yml:23:1", "atelier-bois cannot be the name of a group"),
    "a group inside itself": ("hosts.yml:30:9", "jeunesse would be inside itself"),
}


@pytest.mark.parametrize(("place", "words"), KINDS.values(), ids=KINDS)
def test_it_is_reported_at_its_line(place: str, words: str) -> None:
    there = [line for line in said_of(BROKEN) if line.startswith(f"{place}: ")]
    assert [line for line in there if words in line], "\n".join(said_of(BROKEN))


def test_nothing_else_is_reported() -> None:
    known = {place for place, _words in KINDS.values()}
    more = [line for line in said_of(BROKEN) if not line.startswith(tuple(f"{place}: " for place in known))]
    assert [re.split(r": ", line)[0] for line in more] == ["hosts.yml:10:47", "hosts.yml:17:5"], more


def test_the_command_ends_with_4_and_prints_every_problem_once(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "broken", "--inventories", str(SITES), "--lang", "en"])
    printed = capsys.readouterr()
    assert code == Exit.SITE_INVALID == 4
    assert printed.out == ""
    lines = [line for line in printed.err.splitlines() if "broken/" in line]
    assert len(lines) == len(set(lines)) == len(said_of(BROKEN)) >= 12
    assert "No machine was contacted." in printed.err


def test_problems_come_sorted_by_file_and_line() -> None:
    with pytest.raises(SiteInvalid) as caught:
        CliRunner().invoke(command, ["broken", "--inventories", str(SITES)], catch_exceptions=False)
    places = [problem.place for problem in caught.value.problems]
    assert places == sorted(places)


def test_no_machine_is_contacted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object, **more: object) -> None:
        raise AssertionError(f"something was contacted or started: {words}")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert main(["check", "broken", "--inventories", str(SITES)]) == Exit.SITE_INVALID


def test_the_same_problems_can_be_read_by_a_program() -> None:
    ended = CliRunner().invoke(command, ["broken", "--json", "--inventories", str(SITES)])
    document = json.loads(ended.stdout)
    assert ended.exit_code == Exit.SITE_INVALID
    assert document["valid"] is False
    assert len(document["problems"]) == len(said_of(BROKEN))
    assert {"file", "line", "column", "message"} == set(document["problems"][0])
