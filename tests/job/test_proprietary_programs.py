# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proprietary program in everybody's way: out of sight after a deployment, back with one variable.

The package is made here (``tests/proprietary_package.py``) and put on Debian 13 and 12.
"""

from collections.abc import Iterator
from pathlib import Path

import proprietary_package as package
import pytest
from practice_checks import PracticeChecks
from salle.verify.results import Verdict

from .conftest import Job

MACHINES = ("poste-01", "poste-02")
OVERRIDE = "/usr/local/share/applications/bavard.desktop"
THEIRS = r"[Desktop Entry]\nType=Application\nName=Bavard de la mairie\nExec=/usr/bin/bavard --mairie\n"
CHECKS = {"discreet.menu", "discreet.opens", "discreet.panel"}
BACK = f"""\
rm {OVERRIDE}
mkdir -p /etc/skel/Bureau
cp /usr/share/applications/bavard.desktop /etc/skel/Bureau/
"""
"""In the menu again, and on the desktop of whoever comes."""
CHOSEN = (
    "update-alternatives --quiet --install /usr/bin/x-www-browser x-www-browser /usr/bin/bavard 200; "
    "update-alternatives --quiet --set x-www-browser /usr/bin/bavard"
)
GONE, NOT_GONE = "mv /usr/bin/bavard /usr/bin/bavard.x", "mv /usr/bin/bavard.x /usr/bin/bavard"
LOOK = f"""\
for file in {OVERRIDE} $(dpkg -L bavard); do
  if [ -f "$file" ] || [ -L "$file" ]; then
    stat -c '%n %F %a %u:%g %Y' "$file"; readlink "$file" || sha256sum < "$file"
  else echo "$file -"; fi
done
readlink -f /etc/alternatives/x-www-browser
update-alternatives --query x-www-browser | grep -E '^(Status|Value)'
find /var/lib/salle/discreet /usr/local/share/salle /usr/local/share/applications 2>/dev/null | sort
"""


def look(job: Job, machine: str) -> str:
    """All that the program put on a machine, and what is laid over it, to the letter."""
    return job.room.run_on(machine, f"sudo sh -c '{LOOK.replace(chr(39), chr(34))}'")


def without_record(seen: str) -> list[str]:
    """What was seen, without what the role keeps for itself while it hides programs."""
    return [line for line in seen.splitlines() if not line.startswith("/var/lib/salle/discreet")]


@pytest.fixture(scope="module")
def before(job: Job, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The machines with the program, as they were before anything was hidden."""
    made = package.make(tmp_path_factory.mktemp("package"))
    for machine in MACHINES:
        job.break_(machine, package.install_command(made))
        job.break_(machine, f"mkdir -p {Path(OVERRIDE).parent}; printf '{THEIRS}' > {OVERRIDE}")
        job.break_(machine, f"chmod 640 {OVERRIDE}; chown 0:1 {OVERRIDE}; touch -d @1000000000 {OVERRIDE}")
    yield {machine: look(job, machine) for machine in MACHINES}
    for machine in MACHINES:
        job.break_(machine, f"rm -f {OVERRIDE}; dpkg --purge bavard >/dev/null")
    job.apply(*MACHINES, tags="discreet")


@pytest.fixture(scope="module")
def checks(job: Job) -> PracticeChecks:
    """The checks of this role alone."""
    return job.some_checks("discreet")


def test_a_program_that_came_after_the_deployment_is_found_out(
    before: dict[str, str], checks: PracticeChecks
) -> None:
    assert before
    found = checks.verify(MACHINES)
    assert [found[name][Verdict.RED] for name in MACHINES] == [{"discreet.menu"}, {"discreet.menu"}]


def test_a_deployment_hides_it_everywhere_and_says_so(
    job: Job, before: dict[str, str], checks: PracticeChecks
) -> None:
    first, second = MACHINES
    typed = job.deploy("--limit", first, "--tags", "discreet")
    assert typed.code == 0
    assert "Bavard de la mairie" in (job.latest / "report.html").read_text("utf-8")
    (other,) = job.apply(second, tags="discreet")
    green = checks.verify(MACHINES)
    for machine, told in ((first, typed.out + typed.err), (second, "\n".join(other.notes))):
        assert f"{machine}: Bavard de la mairie is no longer shown: its package comes from" in told
        assert "To start it all the same: /usr/bin/bavard --mairie" in told
        assert {*CHECKS, "discreet.bavard.hidden", "discreet.bavard.kept"} <= green[machine][Verdict.GREEN]
        assert look(job, machine) != before[machine]


def test_it_still_starts_by_its_command(job: Job, before: dict[str, str]) -> None:
    assert before
    for machine in MACHINES:
        assert job.room.run_on(machine, "sudo -u public bavard a b").strip() == "bavard speaks: a b"


def test_web_links_lead_to_firefox(job: Job, before: dict[str, str]) -> None:
    assert before
    for machine in MACHINES:
        asked = "sudo -u public env XDG_CURRENT_DESKTOP=XFCE gio mime x-scheme-handler/https"
        assert "bavard" not in job.room.run_on(machine, asked)
        browser = job.room.run_on(machine, "readlink -f /etc/alternatives/x-www-browser").strip()
        assert browser.endswith("firefox-esr")


def test_a_second_deployment_changes_nothing(job: Job, before: dict[str, str]) -> None:
    hidden = {machine: look(job, machine) for machine in MACHINES}
    assert [one.changes for one in job.apply(*MACHINES, tags="discreet")] == [(), ()]
    assert {machine: look(job, machine) for machine in MACHINES} == hidden != before


def test_an_update_of_the_package_does_not_bring_it_back(
    job: Job, before: dict[str, str], checks: PracticeChecks, tmp_path: Path
) -> None:
    assert before
    newer = package.make(tmp_path, "2.0")
    for machine in MACHINES:
        job.break_(machine, package.install_command(newer))
    unseen = {"discreet.menu", "discreet.opens", "discreet.bavard.hidden"}
    found = checks.verify(MACHINES)
    assert all(unseen <= found[machine][Verdict.GREEN] for machine in MACHINES)
    older = package.make(tmp_path / "again")
    for machine in MACHINES:
        job.break_(machine, package.install_command(older).replace("dpkg -i", "dpkg -i --force-downgrade"))
    job.apply(*MACHINES, tags="discreet")


def test_one_variable_brings_everything_back_exactly(job: Job, before: dict[str, str]) -> None:
    said = job.inventories / job.site / "group_vars" / "all" / "discreet.yml"
    said.write_text("---\ndiscreet_state: absent\n", "utf-8")
    try:
        for told in job.apply(*MACHINES, tags="discreet"):
            assert "Bavard de la mairie is shown again" in "\n".join(told.notes)
        for machine in MACHINES:
            assert without_record(look(job, machine)) == without_record(before[machine])
        shown = job.some_checks("discreet").verify(MACHINES)
        assert all("discreet.shown" in shown[machine][Verdict.GREEN] for machine in MACHINES)
        assert [one.changes for one in job.apply(*MACHINES, tags="discreet")] == [(), ()]
    finally:
        said.unlink()


def test_each_way_in_which_it_comes_back_is_seen(
    job: Job, before: dict[str, str], checks: PracticeChecks
) -> None:
    """The last one: what was laid aside of theirs is gone after it."""
    assert before
    first, second = MACHINES
    job.apply(*MACHINES, tags="discreet")
    job.break_(first, BACK + CHOSEN)
    job.break_(second, GONE)
    found = checks.verify(MACHINES)
    job.break_(second, NOT_GONE)
    job.break_(first, "rm -r /etc/skel/Bureau")
    assert found[first][Verdict.RED] == {*CHECKS, "discreet.bavard.hidden"}
    assert found[second][Verdict.RED] == {"discreet.bavard.kept"}
    job.apply(*MACHINES, tags="discreet")
    healed = checks.verify(MACHINES)
    assert [healed[name][Verdict.RED] for name in MACHINES] == [set(), set()]
