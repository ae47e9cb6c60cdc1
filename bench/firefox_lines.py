# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switch off each line of Firefox's rules in turn: which checks turn red?

On a kept practice room of public use (``salle rehearse SITE --keep``).  A line is a name in
``policies.json`` with its value, or a setting in ``zz-salle.js``.  One that is expected to show by an effect
goes alone; the others go together, and are halved as long as their loss shows.  Written down for each line:

effect
    what Firefox does is another, and these checks saw it;
state
    Firefox says itself that the line is not in force (the check browser.policies_promised);
nothing
    no check saw it: there must be none of these.
"""

import json
import queue
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from firefox_mutations import BRING_BACK, FIREFOX, FORGET, KEEP, POLICIES, PREFERENCES, patch, shell
from practice_checks import PracticeChecks
from salle.rehearsal.opening import kept_room
from salle.site.find import find_site_folder
from salle.site.load import load_site
from salle.verify.results import Verdict

Line = tuple[str, ...]
STATE = {"browser.policies_active", "browser.policies_known", "browser.policies_promised"}
SHOWS = re.compile(
    r"AIControls\.Default|BlockAbout|CaptivePortal|Cookies\.|Disable(FeedbackCommands|FirefoxAccounts"
    r"|FirefoxStudies|FormHistory|ProfileImport|Telemetry)|EnableTrackingProtection\.Category"
    r"|ExtensionSettings|FirefoxHome\.Sponsored|FirefoxSuggest\.(Locked|Sponsored)|Homepage\.(URL|Locked)"
    r"|HttpsOnlyMode|IPProtection|ManagedBookmarks|NoDefaultBookmarks|Override"
    r"|PasswordManagerEnabled|OfferToSaveLogins|Permissions\.(Location|Notifications)\.Block|PopupBlocking"
    r"|Preferences\.|PrivateBrowsing|RequestedLocales|SearchEngines\.Default|SearchSuggest"
    r"|ShowHomeButton|UserMessaging\.(MoreFromMozilla|FirefoxLabs)|VisualSearch|zz-salle"
)
"""Lines that are expected to show by an effect; whether they do is found out."""


@dataclass
class Work:
    """What is still to be tried, and what was found."""

    groups: "queue.SimpleQueue[tuple[Line, ...]]" = field(default_factory=queue.SimpleQueue)
    found: dict[Line, set[str]] = field(default_factory=dict)
    together: list[tuple[tuple[Line, ...], set[str]]] = field(default_factory=list)
    open: int = 0
    """How many groups wait or are being tried; a group that is halved brings two."""

    def add(self, group: tuple[Line, ...]) -> None:
        """Have a group tried."""
        self.open += 1
        self.groups.put(group)

    def note(self, group: tuple[Line, ...], red: set[str]) -> None:
        """Keep what a group showed; one with an effect is halved until it is a single line."""
        if len(group) == 1 or not red - STATE:
            self.found.update(dict.fromkeys(group, red))
        else:
            self.together.append((group, red))
            middle = len(group) // 2
            self.add(group[:middle])
            self.add(group[middle:])
        self.open -= 1


def lines(policies: Mapping[str, Any], above: Line = ()) -> Iterator[Line]:
    """Every line: the path to each value that is no mapping, a preference being one value."""
    for name, value in policies.items():
        here = (*above, name)
        whole = not isinstance(value, dict) or (len(above) == 1 and above[0] in ("Preferences", "AIControls"))
        yield from [here] if whole else lines(value, here)


def without(group: Sequence[Line]) -> dict[str, Any]:
    """The change (RFC 7396) that takes these lines away."""
    change: dict[str, Any] = {}
    for line in group:
        inside = change
        for name in line[:-1]:
            inside = inside.setdefault(name, {})
        inside[line[-1]] = None
    return change


def break_(practice: PracticeChecks, machine: str, group: Sequence[Line]) -> None:
    """Take the lines away on a machine."""
    settings = [line[1] for line in group if line[0] == "zz-salle.js"]
    policies = [line for line in group if line[0] != "zz-salle.js"]
    if policies:
        practice.do(patch(without(policies)), [machine])
    for name in settings:
        practice.do(shell(f"sed -i '/\"{name}\"/d' {PREFERENCES}/zz-salle.js"), [machine])


def try_groups(practice: PracticeChecks, machine: str, work: Work, kept: Path) -> None:
    """Try one group after the other on a machine until none is left."""
    while work.open:
        try:
            group = work.groups.get(timeout=1)
        except queue.Empty:  # the other machine may still halve one
            continue
        break_(practice, machine, group)
        try:
            red = practice.verify([machine])[machine][Verdict.RED]
        finally:
            practice.do(BRING_BACK, [machine])
        work.note(group, red)
        click.echo(f"{machine}: {len(group)} {'.'.join(group[0])}: {' '.join(sorted(red)) or 'nothing'}")
        kept.write_text(json.dumps([[list(line), sorted(red)] for line, red in work.found.items()]))


def table(found: Mapping[Line, set[str]], together: Sequence[tuple[tuple[Line, ...], set[str]]]) -> str:
    """The lines and what their loss turns red, as a table of Markdown."""
    rows = ["| line | seen by its effect | by its state |", "|---|---|---|"]
    for line, red in sorted(found.items()):
        effect = ", ".join(f"`{one.removeprefix('browser.')}`" for one in sorted(red - STATE)) or "–"
        state = "yes" if red & STATE else "–" if red else "**nothing**"
        rows.append(f"| `{'.'.join(line)}` | {effect} | {state} |")
    for group, red in together:
        singly = set().union(*(found[line] for line in group if line in found))
        if jointly := red - STATE - singly:
            names = ", ".join(f"`{'.'.join(line)}`" for line in group)
            rows.append(f"\nOnly when all of {names} are gone: {', '.join(sorted(jointly))}.")
    return "\n".join(rows) + "\n"


def read(practice: PracticeChecks, machine: str) -> list[Line]:
    """All lines that the machine was given."""
    policies = json.loads(practice.room.run_on(machine, f"cat {POLICIES}"))["policies"]
    settings = practice.room.run_on(machine, f"cat {PREFERENCES}/zz-salle.js").splitlines()
    names = [line.split('"')[1] for line in settings if line.startswith("pref(")]
    return [*lines(policies), *(("zz-salle.js", name) for name in names)]


HEAD = """<!-- SPDX-FileCopyrightText: 2026 The salle authors -->
<!-- SPDX-License-Identifier: CC-BY-SA-4.0 -->
# Which check sees which rule of Firefox

Written by `bench/firefox_lines`, which takes lines of the rules away on practice machines of public use and
runs the checks of Firefox: those expected to show alone, each on one machine (Debian 12 or 13); the others
together, halved as long as their loss shows. "By its effect": these checks saw Firefox behave otherwise.
"By its state": Firefox itself said that the rule is not in force. Some rules stand in for each other, so that
one alone may be gone without an effect.

"""


@click.command()
@click.argument("site")
@click.option("--inventories", type=click.Path(path_type=Path), help="Folder that holds the sites.")
@click.option("--keep", type=click.Path(path_type=Path), default="firefox-lines.json", show_default=True,
              help="Where what was found is kept; lines that stand there are not tried again.")  # fmt: skip
@click.option("--page", type=click.Path(path_type=Path), help="Where the table goes, as a page of Markdown.")
def main(site: str, inventories: Path | None, keep: Path, page: Path | None) -> None:
    """Switch off each line of the rules of Firefox on the practice room of SITE."""
    loaded = load_site(find_site_folder(site, inventories))
    room = kept_room(loaded)
    if room is None:
        raise click.ClickException("No practice room is kept for this site.")
    practice = PracticeChecks(loaded, room, *FIREFOX)
    before = json.loads(keep.read_text()) if keep.is_file() else []
    work = Work(found={tuple(line): set(red) for line, red in before})
    left = [line for line in read(practice, practice.machines[0]) if line not in work.found]
    rest = tuple(line for line in left if not SHOWS.match(".".join(line)))
    for group in [rest, *((line,) for line in left if line not in rest)]:
        if group:
            work.add(group)
    practice.do(KEEP)
    whole = practice.verify()
    if any(verdicts[Verdict.RED] for verdicts in whole.values()):
        raise click.ClickException(f"The room is not whole: {whole}")
    threads = [
        threading.Thread(target=try_groups, args=(practice, name, work, keep)) for name in practice.machines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    practice.do(FORGET)
    told = table(work.found, work.together)
    if page:
        page.write_text(HEAD + told, encoding="utf-8")
    click.echo(told)


if __name__ == "__main__":
    main()
