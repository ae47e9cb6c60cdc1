# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The home page is there without a network, for this computer alone, from a programme that can do no harm."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from portal_web import PAGE_ID, PORT, SITES, ask, outside, shown
from salle_check import N_, check, compare, expect, say

SOCKETS = ("salle-portal.socket", "salle-portal-ipv6.socket")
SERVICE = "salle-portal.service"
MOST_EXPOSED = 2.0
"""As ``systemd-analyze security`` counts; it calls everything up to here OK."""


@check("portal.page", N_("The home page opens without a network and names the place"))
def test_the_home_page_opens_and_names_the_place(promise: dict[str, Any]) -> None:
    name = str(promise["portal"]["portal_name"])
    page = ask("portail")
    heading = re.search(r"<h1>(.*?)</h1>", page.text, re.DOTALL)
    said = shown(page) if heading is None else " ".join(_plain(heading[1]).split())
    fetched = outside(page)
    good = page.status == 200 and (not name or said == " ".join(name.split())) and not fetched
    expect(
        good,
        expected=name or "200",
        found=", ".join(fetched) or (said if page.status == 200 else _answer(page)),
    )


@check("portal.languages", N_("The home page speaks French and English"))
def test_the_home_page_speaks_french_and_english() -> None:
    asked = [("/", "fr"), ("/", "en"), ("/fr/", "en"), ("/en/", "fr")]
    pages = [ask("portail", path, language=language) for path, language in asked]
    found = [re.search(r'<html lang="(\w+)">', page.text) for page in pages]
    compare(expected=["fr", "en", "fr", "en"], found=[one[1] if one else "" for one in found])


@check("portal.listens", N_("The home page is offered when the computer starts"))
def test_systemd_listens_for_the_portal_from_the_start(host: Any) -> None:
    ipv6 = Path("/proc/net/if_inet6").exists()
    wanted = [f"{name}: enabled, active" for name in SOCKETS[: 2 if ipv6 else 1]]
    found = []
    for name in SOCKETS[: len(wanted)]:
        state = host.run("systemctl show -p UnitFileState -p ActiveState %s", name).stdout
        values = dict(line.split("=", 1) for line in state.splitlines() if "=" in line)
        found.append(f"{name}: {values.get('UnitFileState')}, {values.get('ActiveState')}")
    compare(expected=", ".join(wanted), found=", ".join(found))


@check("portal.loopback", N_("Only this computer itself reaches the home page"))
def test_only_the_loopback_interface_is_listened_on(host: Any) -> None:
    lines = host.check_output("ss -Hltn 'sport = :%s'", str(PORT)).splitlines()
    places = sorted({line.split()[3].rpartition(":")[0].strip("[]") for line in lines})
    expect(
        places and set(places) <= {"127.0.0.1", "::1"},
        expected="127.0.0.1, ::1",
        found=", ".join(places) or say(N_("nothing listens")),
    )


@check("portal.strangers", N_("A web site from outside cannot read the home page under a name of its own"))
def test_a_name_that_is_not_ours_is_refused() -> None:
    compare(expected=[200, 421], found=[ask("portail").status, ask("portail.localhost.example").status])


@check("portal.sandbox", N_("The home page's programme has no rights on this computer"), root=True)
def test_the_portal_runs_without_rights(host: Any) -> None:
    ask("portail")  # which starts it
    pid = host.check_output("systemctl show -p MainPID --value %s", SERVICE)
    told = host.run("systemd-analyze security --no-pager %s", SERVICE).stdout
    score = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    exposed = float(score[1]) if score else 10.0
    facts = [f"systemd-analyze: {exposed}"]
    if pid in ("", "0"):
        expect(False, expected=say(N_("a programme without rights")), found=say(N_("it does not run")))
    status = dict(
        line.split(":\t", 1)
        for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
        if ":\t" in line
    )
    user = int(status["Uid"].split()[0])
    facts += [f"uid {user}", f"capabilities {int(status['CapEff'], 16)}"]
    own_network = _namespace(pid, "net") != _namespace("1", "net")
    facts.append("network of its own" if own_network else "network of the computer")
    good = exposed <= MOST_EXPOSED and user > 0 and int(status["CapEff"], 16) == 0 and own_network
    expect(good, expected=say(N_("a programme without rights")), found=", ".join(facts))


@check("portal.demonstration", N_("The demonstration of tracking works, or is absent, as the site says"))
def test_the_demonstration_answers_as_promised(promise: dict[str, Any]) -> None:
    """A visitor who shows the tracker's cookie is recognised on the next site; one who shows none is not."""
    if not promise["portal"]["portal_demonstration"]:
        found = {site: ask(site).status for site in (*SITES, "pisteur")}
        compare(expected=dict.fromkeys(found, 404), found=found)
        return
    cookie, followed, fresh = "", [], []
    for site in SITES:
        cookie, number = _read(site, cookie)
        followed.append(number)
        fresh.append(_read(site, "")[1])
    good = len(set(followed)) == 1 and len(set(fresh)) == len(SITES) and "" not in (*followed, *fresh)
    numbers = say(
        N_("with the cookie: %(followed)s; without: %(fresh)s"),
        followed=", ".join(followed) or "-",
        fresh=", ".join(fresh) or "-",
    )
    expect(good, expected=say(N_("one number with the cookie, another on each site without")), found=numbers)


@check("portal.guide", N_("The mediator's sheet of the demonstration can be read here"), weight="should")
def test_the_guide_is_served(promise: dict[str, Any]) -> None:
    wanted = 200 if promise["portal"]["portal_demonstration"] else 404
    compare(
        expected=[wanted, wanted],
        found=[ask("portail", f"/{one}/demonstration/guide").status for one in ("fr", "en")],
    )


def _read(site: str, cookie: str) -> tuple[str, str]:
    """Read a page as a browser does; the tracker's cookie, and the number it gave."""
    page = ask(site)
    view = PAGE_ID.search(page.text)
    if view is None:
        return cookie, ""
    point = ask("pisteur", f"/point.gif?vue={view[1]}", cookie=cookie)
    behind = re.search(r'data-number="(\d+)"', ask(site, f"/coulisses?vue={view[1]}").text)
    return point.headers.get("set-cookie", "").partition(";")[0], behind[1] if behind else ""


def _plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", markup))


def _answer(page: Any) -> str:
    return f"{page.status} {page.text[:80]}"


def _namespace(pid: str, kind: str) -> str:
    try:
        return str(Path(f"/proc/{pid}/ns/{kind}").readlink())
    except OSError:
        return ""
