# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The extensions that a place added to Firefox, and whether they run as promised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import firefox_questions as ask
from firefox_session import Firefox
from salle_check import N_, cannot, expect, say, wait_until

INSTALL_SECONDS = 20
"""Firefox installs a file that a policy names in the background of its first start: 2 s on two cores."""

OWN_MARK = "made by salle, role browser"
OWN_FILES = (
    Path("/etc/firefox/policies/policies.json"),
    Path("/etc/firefox/defaults/pref/zz-salle.js"),
)
EXTENSIONS = Path("/usr/share/salle/browser/extensions")

WHY = """
const {PolicyFailures} = ChromeUtils.importESModule("resource://gre/modules/PoliciesHelpers.sys.mjs");
return Object.values(PolicyFailures.getAll()).flat()
  .filter(why => given.some(name => name && why.includes(name)));
"""


def hold_extensions(firefox: Firefox, browser: dict[str, Any]) -> None:
    """State that each promised extension runs; end the check orange where that cannot be seen here.

    Firefox judges the signature of a file itself: one that it does not trust is never active.

    Args:
        firefox: Firefox, running.
        browser: the role's public variables, resolved.
    """
    promised = browser["browser_extra_extensions"] if browser["browser_state"] == "present" else []
    fetched = [one["id"] for one in promised if one.get("amo")]
    there = [one for one in promised if one["id"] not in fetched]
    wrong = {one["id"]: found for one in there if (found := otherwise(firefox, one, browser["browser_use"]))}
    good = say(N_("%(number)s run as promised"), number=len(there))
    if not promised:
        good = say(N_("this place added none"))
    expect(not wrong, expected=good, found=json.dumps(wrong, ensure_ascii=False) if wrong else good)
    if fetched:
        names = ", ".join(fetched)
        cannot(
            say(
                N_("Firefox fetches these from Mozilla's site, and the checks have no network: %(names)s"),
                names=names,
            )
        )


def hold_own_files(browser: dict[str, Any]) -> None:
    """State that the files of the role, and the extensions it copied, are those the site asks for."""
    files = [file for file in OWN_FILES if file.is_file() and OWN_MARK in file.read_text("utf-8", "replace")]
    present = browser["browser_state"] == "present"
    copied = [one["sha256"].lower() + ".xpi" for one in browser["browser_extra_extensions"] if "file" in one]
    wanted = [*map(str, OWN_FILES), *sorted(copied)] if present else []
    extensions = sorted(file.name for file in EXTENSIONS.glob("*.xpi"))
    good = ", ".join(wanted) or say(N_("no file of salle"))
    found = [*map(str, files), *extensions]
    expect(found == wanted, expected=good, found=", ".join(found) or say(N_("no file of salle")))


def otherwise(firefox: Firefox, extension: dict[str, Any], use: str) -> dict[str, Any]:
    """What is not as promised, with Firefox's own words where it refused; empty when all is well."""
    promised = {
        "active": True,
        "private windows": extension.get("private_browsing", True),
        "locked": extension.get("locked", use == "public"),
    }
    name = extension["id"]
    if wait_until(lambda: ask.extension_state(firefox, name) == promised, INSTALL_SECONDS):
        return {}
    told = {"refused": said} if (said := firefox.inside(WHY, name, extension.get("sha256", ""))) else {}
    return {**ask.extension_state(firefox, name), **told}
