# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that people, or programs, wrote into Firefox profiles on this computer.

Names of settings and their values only; nothing else of a profile is read.
"""

from __future__ import annotations

import json
import pwd
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PLACES = (
    ".config/mozilla/firefox",  # new profiles since 147
    ".mozilla/firefox",
    "snap/firefox/common/.mozilla/firefox",
    ".var/app/org.mozilla.firefox/.mozilla/firefox",
)
SETTING = re.compile(r'^\s*user_pref\(\s*"([^"]+)"\s*,\s*(.+?)\s*\)\s*;', re.MULTILINE)
PEOPLE = range(1000, 60000)
"""Accounts of people (adduser.conf(5): FIRST_UID, LAST_UID)."""


def _is(*values: object) -> Callable[[object], bool]:
    return lambda value: any(value is one or (value == one and type(value) is type(one)) for one in values)


WEAK: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(
        (
            "browser.privatebrowsing.autostart",
            "browser.safebrowsing.malware.enabled",
            "browser.safebrowsing.phishing.enabled",
            "dom.disable_open_during_load",
            "dom.security.https_first",
            "dom.security.https_only_mode",
            "extensions.blocklist.enabled",
            "privacy.globalprivacycontrol.enabled",
            "privacy.trackingprotection.enabled",
            "privacy.trackingprotection.pbmode.enabled",
            "security.mixed_content.block_active_content",
            "xpinstall.signatures.required",
        ),
        _is(False),
    ),
    **dict.fromkeys(
        (
            "app.normandy.enabled",
            "app.shield.optoutstudies.enabled",
            "browser.search.suggest.enabled",
            "datareporting.healthreport.uploadEnabled",
            "datareporting.usage.uploadEnabled",
            "signon.rememberSignons",
            "toolkit.telemetry.unified",
        ),
        _is(True),
    ),
    **dict.fromkeys(("network.cookie.cookieBehavior", "network.cookie.cookieBehavior.pbmode"), _is(0, 3)),
    **dict.fromkeys(
        (
            "permissions.default.camera",
            "permissions.default.desktop-notification",
            "permissions.default.geo",
            "permissions.default.microphone",
        ),
        _is(1),
    ),
    # "custom" is what Firefox itself writes where policies lock a part of what "strict" stands for.
    "browser.contentblocking.category": _is("standard"),
}
"""Setting -> whether a value weakens what a place promises (names and values: Firefox's own all.js)."""


def weakened(homes: Iterable[Path] | None = None) -> list[tuple[str, str]]:
    """Settings in profiles that weaken Firefox.

    Args:
        homes: where to look; none means the homes of all people and what new homes are made from.

    Returns:
        File and name of the setting, in order.
    """
    files = (file for home in homes or people() for file in settings_files(home))
    return sorted((str(file), name) for file in files for name in weak_names(_text(file)))


def people() -> set[Path]:
    """The homes of people, and what new homes are made from."""
    return {
        Path("/etc/skel"),
        *(Path(one.pw_dir) for one in pwd.getpwall() if one.pw_uid in PEOPLE),
    }


def settings_files(home: Path) -> Iterator[Path]:
    """The files with settings in the Firefox profiles of a home."""
    for place in PLACES:
        for name in ("user.js", "prefs.js"):
            yield from (home / place).glob(f"*/{name}")


def weak_names(text: str) -> Iterator[str]:
    """The names of weakening settings in the text of a file."""
    for name, written in SETTING.findall(text):
        try:
            value = json.loads(written)
        except ValueError:
            continue
        if WEAK.get(name, _is())(value):
            yield name


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:  # profiles come and go
        return ""
