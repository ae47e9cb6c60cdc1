# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to break in a machine's Firefox, and which checks must then turn red.

Each mutation starts from a machine of public use that was just deployed in
French.  ``red`` and ``orange`` are all that may change: every other check of
the role stays green.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

FIREFOX = ("browser:", "browser:limits", "browser:protection", "browser:quiet", "browser:traces")
"""The files of checks that are Firefox's own; the demonstration and Chromium have theirs."""
RULES = "/etc/firefox"
POLICIES = f"{RULES}/policies/policies.json"
PREFERENCES = f"{RULES}/defaults/pref"
EXTENSION = "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/uBlock0@raymondhill.net"
DISTRIBUTION = "/usr/share/firefox-esr/distribution"
PROFILE = "/home/public/.config/mozilla/firefox/mutation.default"
ASIDE = "/var/tmp/salle-mutation"
PORTAL = ("salle-portal.socket", "salle-portal-ipv6.socket", "salle-portal.service")

# JSON merge patch (RFC 7396) of the policies: null takes a name away.
PATCH = """
import json, sys
def merged(there, change):
    if not isinstance(change, dict):
        return change
    there = dict(there) if isinstance(there, dict) else {}
    for name, value in change.items():
        there.pop(name, None) if value is None else there.update({name: merged(there.get(name), value)})
    return there
path, change = sys.argv[1], json.loads(sys.argv[2])
with open(path, encoding="utf-8") as file:
    there = json.load(file)
there["policies"] = merged(there["policies"], change)
with open(path, "w", encoding="utf-8") as file:
    json.dump(there, file)
"""


@dataclass(frozen=True)
class Mutation:
    """One thing broken on a machine.

    Args:
        name: what was done, in words.
        do: the words of a command to run as root.
        red: the checks that must turn red.
        orange: the checks that must turn orange.
        late: the checks that turn red if Firefox is watched for long enough.
        undo: the words of a command that brings back what lies outside of :data:`RULES`; empty for nothing.
        round: the round of the main job in which it is tried, beside the others of that round: each has a
            red check of its own; 0: it is tried by hand only (bench/mutations).
    """

    name: str
    do: tuple[str, ...]
    red: frozenset[str] = frozenset()
    orange: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    undo: tuple[str, ...] = ()
    round: int = 0


def rounds(mutations: Iterable[Mutation]) -> list[list[Mutation]]:
    """The mutations that the main job tries, those of a round together, in order."""
    tried = sorted((one for one in mutations if one.round), key=attrgetter("round"))
    return [list(group) for _, group in groupby(tried, key=attrgetter("round"))]


def changed(program: str, path: str, change: Mapping[str, Any]) -> tuple[str, ...]:
    """The command that changes a file in place, by a program that is given its path and the change."""
    return ("python3", "-c", program, path, json.dumps(change))


patch = partial(changed, PATCH, POLICIES)
"""The command that changes the policies in place."""


def shell(line: str) -> tuple[str, ...]:
    """The command that runs a line of shell."""
    return ("sh", "-ec", line)


def reds(names: str) -> frozenset[str]:
    """The ids of the checks of those names."""
    return frozenset(f"browser.{name}" for name in names.split())


KEEP = shell(f"rm -rf {ASIDE}; mkdir {ASIDE}; cp -a {RULES} {ASIDE}/rules")
"""Puts the rules aside before anything is broken."""
BRING_BACK = shell(f"rm -rf {RULES}; cp -a {ASIDE}/rules {RULES}")
FORGET = ("rm", "-rf", ASIDE)


def away(path: str) -> tuple[str, ...]:
    """The command that takes a file or folder away."""
    return ("mv", path, f"{ASIDE}/moved")


def back(path: str) -> tuple[str, ...]:
    """The command that brings it back."""
    return ("mv", f"{ASIDE}/moved", path)


# Without its policies Firefox still speaks French (the session does) and runs Debian's blocker, and Privacy
# Badger, which is there for the demonstration and sends the signal as soon as it is ready.
NO_POLICIES = reds(
    "policies_active policies_promised homepage first_pages search own_pages adding passwords "
    "permissions windows offers toolbar blocker own_protection cookies https statistics typing idle "
    "traces forgotten"
)
# The blocker also keeps Firefox from fetching ahead.
NO_BLOCKER = reds("blocker trackers counter ahead toolbar")
FOREIGN = {"policies": {"NewTabPage": False, "OverrideFirstRunPage": ""}}

MUTATIONS = (
    Mutation(
        "one comma too few in the policies",
        shell(f"sed -i '0,/,$/s/,$//' {POLICIES}"),
        red=NO_POLICIES,
        late=reds("signal"),
        orange=reds("policies_known"),
        round=1,
    ),
    Mutation(
        "the policies can be read by root only",
        ("chmod", "600", POLICIES),
        red=NO_POLICIES,
        late=reds("signal"),
        orange=reds("policies_known"),
    ),
    Mutation(
        "one harmless policy changed",
        patch({"DisableSetDesktopBackground": False}),
        red=reds("policies_promised"),
    ),
    Mutation(
        "a misspelt name inside a policy",
        patch({"EnableTrackingProtection": {"Category": None, "Categorie": "strict"}}),
        red=reds("policies_known policies_promised own_protection"),
        round=2,
    ),
    Mutation(
        "a policy that Firefox does not know, beside the others",
        patch({"DisableTelemetri": True}),
        red=reds("policies_known"),
    ),
    Mutation(
        "a policy of the wrong type",
        patch({"OfferToSaveLogins": "no", "PasswordManagerEnabled": "no"}),
        red=reds("policies_known policies_promised passwords"),
    ),
    Mutation(
        "all extensions blocked, and with them the French language pack",
        patch({"ExtensionSettings": {"*": {"installation_mode": "blocked", "allowed_types": None}}}),
        red=reds("policies_promised language protections_page"),
        round=2,
    ),
    Mutation(
        "people may add extensions",
        patch({"ExtensionSettings": {"*": None}}),
        red=reds("policies_promised adding"),
    ),
    Mutation(
        "the blocker kept out of private windows",
        patch({"ExtensionSettings": {"uBlock0@raymondhill.net": {"private_browsing": None}}}),
        red=reds("policies_promised") | NO_BLOCKER,
        round=3,
    ),
    Mutation(
        "the blocker disabled",
        patch({"ExtensionSettings": {"uBlock0@raymondhill.net": {"installation_mode": "blocked"}}}),
        red=reds("policies_promised") | NO_BLOCKER,
        round=5,
    ),
    Mutation(
        "the blocker may be switched off",
        patch({"ExtensionSettings": {"uBlock0@raymondhill.net": {"installation_mode": "normal_installed"}}}),
        red=reds("policies_promised blocker"),
    ),
    Mutation(
        "the blocker removed",
        away(EXTENSION),
        undo=back(EXTENSION),
        red=NO_BLOCKER,
        late=reds("idle"),
        round=2,
    ),
    Mutation(
        "ordinary browsing instead of private browsing",
        patch({"PrivateBrowsingModeAvailability": 0}),
        red=reds("policies_promised traces"),  # what it clears when it is quit keeps the next visitor unknown
    ),
    Mutation(
        "passwords may be stored",
        patch({"PasswordManagerEnabled": None, "OfferToSaveLogins": None}),
        red=reds("policies_promised passwords"),
        round=5,
    ),
    Mutation(
        "another home page",
        patch({"Homepage": {"URL": "https://elsewhere.example/"}}),
        red=reds("policies_promised homepage"),
        late=reds("idle"),
        round=5,
    ),
    Mutation(
        "a home page without a scheme",
        patch({"Homepage": {"URL": "portail"}}),
        red=reds("policies_known policies_promised homepage"),
    ),
    Mutation(
        "the home page not served",
        ("systemctl", "stop", *PORTAL),
        undo=("systemctl", "start", *PORTAL[:2]),
        red=reds("homepage"),
    ),
    Mutation(
        "another search engine",
        patch({"SearchEngines": {"Default": "Mojeek"}}),
        red=reds("policies_promised search"),
        round=3,
    ),
    Mutation(
        "the locked preferences removed",
        ("rm", f"{PREFERENCES}/zz-salle.js"),
        red=reds("statistics own_files"),
    ),
    Mutation(
        "telemetry back on, by a preferences file that is read after ours",
        shell(
            'echo \'pref("toolkit.telemetry.unified", true, locked); pref("app.normandy.enabled", true);\''
            f" > {PREFERENCES}/zzz-telemetry.js"
        ),
        red=reds("statistics"),
        round=3,
    ),
    Mutation(
        "telemetry back on, its policy removed",
        patch({"DisableTelemetry": None}),
        red=reds("policies_promised statistics"),
        late=reds("idle"),
        round=2,
    ),
    Mutation(
        "the French language pack removed",
        away("/usr/lib/firefox-esr/browser/extensions"),
        undo=back("/usr/lib/firefox-esr/browser/extensions"),
        red=reds("language protections_page"),
    ),
    Mutation(
        "the dictionaries removed",
        away("/usr/share/hunspell"),
        undo=back("/usr/share/hunspell"),
        orange=reds("spelling"),
    ),
    Mutation(
        "a user.js that switches protections off in somebody's profile, and policies of somebody else "
        "in the distribution folder: those are not read beside ours",
        shell(
            f"mkdir -p {PROFILE} {DISTRIBUTION}; "
            f"echo 'user_pref(\"privacy.trackingprotection.enabled\", false);' > {PROFILE}/user.js; "
            f"echo '{json.dumps(FOREIGN)}' > {DISTRIBUTION}/policies.json"
        ),
        red=reds("profiles"),
        undo=("rm", "-r", f"{DISTRIBUTION}/policies.json", PROFILE),
        round=2,
    ),
    Mutation(
        "policies of somebody else in the distribution folder instead of ours",
        shell(f"echo '{json.dumps(FOREIGN)}' > {DISTRIBUTION}/policies.json; rm {POLICIES}"),
        red=NO_POLICIES - reds("policies_active") | reds("own_files"),
        late=reds("signal"),
        orange=reds("policies_known"),
        undo=("rm", f"{DISTRIBUTION}/policies.json"),
        round=4,
    ),
    Mutation(
        "Firefox gone",
        away("/usr/bin/firefox-esr"),
        undo=back("/usr/bin/firefox-esr"),
        red=reds("starts"),
        orange=reds(
            "policies_active policies_known policies_promised language spelling homepage first_pages search "
            "own_pages extensions adding passwords permissions windows offers toolbar blocker trackers "
            "counter own_protection cookies signal https ahead protections_page statistics typing idle "
            "traces forgotten"
        ),
        round=6,
    ),
)
