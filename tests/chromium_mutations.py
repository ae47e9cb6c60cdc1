# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to break in a machine's Chromium, and which checks must then turn red.

Each mutation starts from a machine of public use that was just deployed in
French, with a blocker of the site's own.  ``red`` and ``orange`` are all that
may change among the checks of Chromium.
"""

from functools import partial

from firefox_mutations import ASIDE, PORTAL, Mutation, away, back, changed, shell

CHROMIUM = "browser:chromium"
"""The file of checks that are Chromium's own."""
MANAGED = "/etc/chromium/policies/managed"
POLICIES = f"{MANAGED}/60-salle.json"
STARTED = "/etc/chromium.d"
OURS = "/usr/share/salle/chromium"
DEMONSTRATION = "/usr/lib/salle/demonstration"

# Names are set to these values; null takes a name away, "ours" stands for the blocker's id.
PATCH = """
import json, sys
path, change = sys.argv[1], json.loads(sys.argv[2])
with open(path, encoding="utf-8") as file:
    there = json.load(file)
for name, value in change.items():
    there.pop(name, None)
    if name == "ExtensionSettings":
        there[name] = {"*": {"installation_mode": "blocked"}, **value}
    elif value is not None:
        there[name] = value
with open(path, "w", encoding="utf-8") as file:
    json.dump(there, file)
"""
KEEP = shell(
    f"rm -rf {ASIDE}; mkdir {ASIDE}; "
    f"for one in /etc/chromium {STARTED} {OURS}; do mkdir -p {ASIDE}${{one%/*}}; cp -a $one {ASIDE}$one; done"
)
"""Puts the rules aside before anything is broken."""
BRING_BACK = shell(f"for one in /etc/chromium {STARTED} {OURS}; do rm -rf $one; cp -a {ASIDE}$one $one; done")
FORGET = ("rm", "-rf", ASIDE)


patch = partial(changed, PATCH, POLICIES)
"""The command that changes the policies in place."""


def reds(names: str) -> frozenset[str]:
    """The ids of the checks of those names."""
    return frozenset(f"browser.chromium_{name}" for name in names.split())


ALL = reds(
    "starts policies_known policies_promised language homepage passwords tracking statistics spelling "
    "blocker trackers contacts search traces unprotected"
)
# Debian's Chromium refuses cookies of third parties and searches with DuckDuckGo of itself.
NO_POLICIES = reds("policies_promised homepage passwords tracking statistics blocker trackers contacts")

MUTATIONS = (
    Mutation(
        "one comma too few in the policies",
        shell(f"sed -i '0,/,$/s/,$//' {POLICIES}"),
        red=NO_POLICIES,
        orange=reds("policies_known"),
        round=1,
    ),
    Mutation(
        "the demonstration starts Chromium with a file that it may not open",
        shell(f"sed -i 's|--ro-bind-data 8|--ro-bind /dev/null|' {DEMONSTRATION}"),
        undo=shell(f"sed -i 's|--ro-bind /dev/null|--ro-bind-data 8|' {DEMONSTRATION}"),
        red=reds("unprotected"),
        round=1,
    ),
    Mutation(
        "the policies can be read by root only",
        ("chmod", "600", POLICIES),
        red=NO_POLICIES,
        orange=reds("policies_known"),
    ),
    Mutation(
        "a misspelt name",
        patch({"BlockThirdPartyCookies": None, "BlockThirdPartyCookie": True}),
        red=reds("policies_known policies_promised"),
        round=2,
    ),
    Mutation(
        "a policy that Chromium still follows and will forget",
        patch({"PrivacySandboxPromptEnabled": False}),
        red=reds("policies_known"),
        round=3,
    ),
    Mutation(
        "a policy that Chromium has forgotten",
        patch({"ExtensionManifestV2Availability": 2}),
        red=reds("policies_known"),
    ),
    Mutation(
        "a value of the wrong type",
        patch({"PasswordManagerEnabled": "no"}),
        red=reds("policies_known policies_promised passwords"),
    ),
    Mutation(
        "statistics sent", patch({"MetricsReportingEnabled": True}), red=reds("policies_promised"), round=3
    ),
    Mutation(
        "the addresses of visited pages sent",
        patch({"UrlKeyedAnonymizedDataCollectionEnabled": True}),
        red=reds("policies_promised statistics"),
    ),
    Mutation(
        "each key in the address bar sent",
        patch({"SearchSuggestEnabled": True}),
        red=reds("policies_promised statistics"),
    ),
    Mutation("a harmless policy changed", patch({"ShowHomeButton": False}), red=reds("policies_promised")),
    Mutation(
        "the blocker not installed",
        patch({"ExtensionSettings": {}}),
        red=reds("policies_promised blocker trackers"),
    ),
    Mutation(
        "the blocker's file gone",
        away(f"{OURS}/blocker.crx"),
        red=reds("blocker trackers"),
        round=2,
    ),
    Mutation(
        "cookies of third parties taken",
        patch({"BlockThirdPartyCookies": False}),
        red=reds("policies_promised tracking"),
    ),
    Mutation(
        "no encrypted page asked for first",
        patch({"HttpsOnlyMode": "disallowed"}),
        red=reds("policies_promised tracking"),
    ),
    Mutation(
        "pages told where the computer is",
        patch({"DefaultGeolocationSetting": 1}),
        red=reds("policies_promised tracking"),
    ),
    Mutation(
        "passwords may be stored",
        patch({"PasswordManagerEnabled": None}),
        red=reds("policies_promised passwords"),
    ),
    Mutation(
        "another home page",
        patch({"HomepageLocation": "https://elsewhere.example/"}),
        red=reds("policies_promised homepage"),
    ),
    Mutation(
        "another first page",
        patch({"RestoreOnStartupURLs": ["https://elsewhere.example/"]}),
        red=reds("policies_promised homepage contacts"),
    ),
    Mutation(
        "the home page not served",
        ("systemctl", "stop", *PORTAL),
        undo=("systemctl", "start", *PORTAL[:2]),
        red=reds("homepage"),
    ),
    Mutation(
        "another search engine",
        patch(
            {
                "DefaultSearchProviderName": "Other",
                "DefaultSearchProviderSearchURL": "https://e.example/?{searchTerms}",
            }
        ),
        red=reds("policies_promised search"),
    ),
    Mutation(
        "the profile on the disk",
        away(f"{STARTED}/61-salle-in-memory"),
        red=reds("traces contacts"),
        orange=reds("spelling"),
        round=2,
    ),
    Mutation("forms asked about", away(f"{STARTED}/zz-salle-quiet"), red=reds("contacts"), round=3),
    Mutation(
        "the dictionary gone",
        shell(f"rm {OURS}/dictionaries/*"),
        red=reds("contacts"),
        orange=reds("spelling"),
    ),
    Mutation(
        "the French texts gone",
        away("/usr/lib/chromium/locales/fr.pak"),
        red=reds("language"),
        undo=back("/usr/lib/chromium/locales/fr.pak"),
    ),
    Mutation(
        "rules of somebody else that contradict ours",
        shell(f"echo '{{\"BlockThirdPartyCookies\": false}}' > {MANAGED}/99-other.json"),
        red=reds("policies_promised tracking"),
    ),
    Mutation(
        "rules of somebody else beside ours",
        shell(f"echo '{{\"PrintingEnabled\": false}}' > {MANAGED}/99-other.json"),
    ),
    Mutation(
        "Chromium gone",
        away("/usr/bin/chromium"),
        red=reds("starts unprotected"),
        orange=ALL - reds("starts unprotected"),
        undo=back("/usr/bin/chromium"),
    ),
)
