# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to break in a machine's Firefox, and which checks must then turn red.

Each mutation starts from a machine of public use that was just deployed in
French.  ``red`` and ``orange`` are all that may change: every other check of
the role stays green.  What a deploy does not bring back, ``undo`` does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

POLICIES = "/etc/firefox/policies/policies.json"
EXTENSION = "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/uBlock0@raymondhill.net"
DISTRIBUTION = "/usr/share/firefox-esr/distribution"

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
        undo: the words of a command that brings back what no deploy does; empty when one does.
    """

    name: str
    do: tuple[str, ...]
    red: frozenset[str] = frozenset()
    orange: frozenset[str] = frozenset()
    undo: tuple[str, ...] = ()


def patch(change: Mapping[str, Any]) -> tuple[str, ...]:
    """The command that changes the policies in place."""
    return ("python3", "-c", PATCH, POLICIES, json.dumps(change))


def shell(line: str) -> tuple[str, ...]:
    """The command that runs a line of shell."""
    return ("sh", "-ec", line)


def reds(names: str) -> frozenset[str]:
    """The ids of the checks of those names."""
    return frozenset(f"browser.{name}" for name in names.split())


ALL = reds(
    "starts policies_active policies_known policies_promised language spelling homepage search "
    "passwords blocker extensions trackers statistics traces"
)
# Without its policies Firefox still speaks French (the session does) and still runs Debian's blocker.
NO_POLICIES = reds("policies_active policies_promised homepage search passwords blocker statistics traces")

MUTATIONS = (
    Mutation(
        "one comma too few in the policies",
        shell(f"sed -i '0,/,$/s/,$//' {POLICIES}"),
        red=NO_POLICIES,
        orange=reds("policies_known"),
    ),
    Mutation(
        "the policies can be read by root only",
        ("chmod", "600", POLICIES),
        red=NO_POLICIES,
        orange=reds("policies_known"),
    ),
    Mutation(
        "one harmless policy changed",
        patch({"ShowHomeButton": False}),
        red=reds("policies_promised"),
    ),
    Mutation(
        "a misspelt name inside a policy",
        patch({"EnableTrackingProtection": {"Category": None, "Categorie": "strict"}}),
        red=reds("policies_known policies_promised"),
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
        red=reds("policies_promised language"),
    ),
    Mutation(
        "the blocker kept out of private windows",
        patch({"ExtensionSettings": {"uBlock0@raymondhill.net": {"private_browsing": None}}}),
        red=reds("policies_promised blocker trackers"),
    ),
    Mutation(
        "the blocker may be switched off",
        patch({"ExtensionSettings": {"uBlock0@raymondhill.net": {"installation_mode": "normal_installed"}}}),
        red=reds("policies_promised blocker"),
    ),
    Mutation(
        "the blocker removed",
        ("mv", EXTENSION, "/var/tmp/salle-mutation"),
        red=reds("blocker trackers"),
        undo=("mv", "/var/tmp/salle-mutation", EXTENSION),
    ),
    Mutation(
        "ordinary browsing instead of private browsing",
        patch({"PrivateBrowsingModeAvailability": 0}),
        red=reds("policies_promised traces"),
    ),
    Mutation(
        "passwords may be stored",
        patch({"PasswordManagerEnabled": None, "OfferToSaveLogins": None}),
        red=reds("policies_promised passwords"),
    ),
    Mutation(
        "another home page",
        patch({"Homepage": {"URL": "https://elsewhere.example/"}}),
        red=reds("policies_promised homepage"),
    ),
    Mutation(
        "a home page without a scheme",
        patch({"Homepage": {"URL": "portail"}}),
        red=reds("policies_known policies_promised homepage"),
    ),
    Mutation(
        "another search engine",
        patch({"SearchEngines": {"Default": "Mojeek"}}),
        red=reds("policies_promised search"),
    ),
    Mutation(
        "the locked preferences removed",
        ("rm", "/etc/firefox/defaults/pref/zz-salle.js"),
        red=reds("statistics own_files"),
    ),
    Mutation(
        "the French language pack removed",
        shell("mv /usr/lib/firefox-esr/browser/extensions /var/tmp/salle-mutation"),
        red=reds("language"),
        undo=shell("mv /var/tmp/salle-mutation /usr/lib/firefox-esr/browser/extensions"),
    ),
    Mutation(
        "the dictionaries removed",
        shell("mv /usr/share/hunspell /var/tmp/salle-mutation"),
        orange=reds("spelling"),
        undo=shell("mv /var/tmp/salle-mutation /usr/share/hunspell"),
    ),
    Mutation(
        "policies of somebody else in the distribution folder: Firefox reads ours only",
        shell(
            f"mkdir -p {DISTRIBUTION}; "
            f'echo \'{{"policies": {{"NewTabPage": false}}}}\' > {DISTRIBUTION}/policies.json'
        ),
        undo=("rm", f"{DISTRIBUTION}/policies.json"),
    ),
    Mutation(
        "Firefox gone",
        shell("mv /usr/bin/firefox-esr /var/tmp/salle-mutation"),
        red=reds("starts"),
        orange=ALL - reds("starts"),
        undo=shell("mv /var/tmp/salle-mutation /usr/bin/firefox-esr"),
    ),
)
