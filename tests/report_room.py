# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A room for tests of the report: green, orange, red, unreachable, badly answering machines."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from salle.report.drift import Change, Drift
from salle.report.model import Report
from salle.run.model import Outcome, Run, State, Step
from salle.site.model import Machine, Site
from salle.verify.facts import Facts, Promised, Transaction
from salle.verify.results import CheckResult, MachineVerdict, Verdict, Weight

START = datetime(2026, 11, 22, 10, 14, 3, tzinfo=timezone(timedelta(hours=1)))
NASTY = (
    "L'Été \"numérique\" <b onload='x'>&{{ 7*7 }}{% raw %} 🐧\x1b[31m\u202e\x00<script>alert(1)</script>]]>"
)


def check(name: str, verdict: Verdict, **more: object) -> CheckResult:
    """A result of a check of that verdict."""
    return CheckResult("poste-02", "base", f"base.{name}", f"The {name} is right", verdict, **more)  # type: ignore[arg-type]


GREEN = (check("hostname", Verdict.GREEN), check("clock", Verdict.GREEN))
RED = check(
    "locale",
    Verdict.RED,
    expected="fr_FR.UTF-8",
    found="C",
    remedy="salle deploy demo --limit poste-02 --tags base",
)
CANNOT = check("page", Verdict.ORANGE, found="there is no network")
LOCKED = check("shadow", Verdict.ORANGE, found="this needs an administrator's password", locked=True)
ADVICE = check("font", Verdict.ORANGE, weight=Weight.SHOULD, expected="11", found="10", remedy="Enlarge it.")

PROMISED = Promised("b" * 64, "same", ("essentiel", "creation"), "xfce", "public")


def facts(number: int) -> Facts:
    """What a machine tells of itself; two with the same number are copies of each other."""
    done = Transaction((START - timedelta(days=2)).timestamp(), "camille", "apt install vlc", ("vlc",), 9)
    packages = {"firefox-esr": f"140.{number}.0esr-1", "libreoffice-core": "25.2", "vlc": "3.0.21"}
    names = (f"SHA256:{number}",), (f"02:00:00:00:00:{number:02}",)
    return Facts(f"poste-{number:02}", f"id{number}", *names, "", "Debian 13", packages, (done,))


VERDICTS = (
    MachineVerdict("poste-01", GREEN, seconds=2.0, facts=facts(1), promised=PROMISED, bundle="a" * 64),
    MachineVerdict("poste-02", (RED, CANNOT, ADVICE, *GREEN), seconds=2.0, facts=facts(2), promised=PROMISED),
    MachineVerdict("poste-03", (CANNOT, LOCKED, *GREEN), seconds=2.0, facts=facts(1), promised=PROMISED),
    MachineVerdict("poste-04", problem="No route to host", unreachable=True),
    MachineVerdict("poste-05", problem="its answer is not in the agreed form"),
    MachineVerdict("poste-06", GREEN),
)
LAST_TIME = START - timedelta(days=30)
DRIFTS = {
    "poste-01": Drift(LAST_TIME),
    "poste-02": Drift(LAST_TIME, (Change(RED.check, RED.title, Verdict.GREEN, Verdict.RED),)),
}
SEATS = ("A1", "A2", "A3", "B1", "B3", "")
CHANGES = (Step("software", "Install the packages", "changed", 60.0),)
OUTCOMES = (
    *(Outcome(f"poste-{i:02}", State.OK, 1, 40, 65.0, changes=CHANGES) for i in (1, 2, 3, 5)),
    Outcome("poste-04", State.UNREACHABLE, message="No route to host"),
    Outcome(
        "poste-06", State.FAILED, 1, 3, 9.0, "packages", "Install the packages", "No space left on device"
    ),
)


def site(title: str = "Médiathèque Jean-Lévy", seats: tuple[str, ...] = SEATS) -> Site:
    """A site of as many machines as there are seats."""
    machines = tuple(
        Machine(f"poste-{i:02}", f"192.0.2.{i}", f"Poste {seat}" if seat else f"poste-{i:02}", seat)
        for i, seat in enumerate(seats, 1)
    )
    return Site("demo", Path("demo"), Path("demo/hosts.yml"), machines, {"site_name": title})


def run(outcomes: tuple[Outcome, ...] = OUTCOMES) -> Run:
    """A run of seven minutes."""
    ended = START + timedelta(minutes=7)
    return Run("r1", "deploy", "demo", "Demo", START, ended, "finished", "me@here", "0.1.0", outcomes)


def room(photo: Path | None = None) -> Report:
    """The whole room, with a photo of two screens where there is one."""
    photos = {"poste-01": photo, "poste-02": photo} if photo else {}
    return Report(run(), site(), VERDICTS, photos, drifts=DRIFTS)


def nasty_room(photo: Path) -> Report:
    """A room in which every text that a site or a machine supplies is hostile."""
    step = Step(NASTY, NASTY, "changed", 1.0, NASTY)
    results = tuple(
        CheckResult(NASTY, NASTY, NASTY, NASTY, verdict, Weight.MUST, NASTY, NASTY, NASTY)
        for verdict in Verdict
    )
    machines = tuple(Machine(f"{NASTY}{i}", NASTY, NASTY, seat) for i, seat in enumerate(("A1", NASTY)))
    place = Site(NASTY, Path("x"), Path("x"), machines, {"site_name": NASTY})
    outcomes = (
        Outcome(f"{NASTY}0", State.OK, changes=(step,)),
        Outcome(f"{NASTY}1", State.FAILED, role=NASTY, task=NASTY, message=NASTY),
    )
    nasty_run = Run(NASTY, NASTY, NASTY, NASTY, START, None, "running", NASTY, NASTY, outcomes)
    verdicts = (MachineVerdict(f"{NASTY}0", results), MachineVerdict(f"{NASTY}2", problem=NASTY))
    return Report(nasty_run, place, verdicts, {f"{NASTY}0": photo})
