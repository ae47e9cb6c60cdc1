# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody else has set in Firefox on this machine, read and never changed.

The files of people are theirs: they may be anything, so they are opened without following a link,
read up to a limit, and searched with one regular expression.
"""

import json
import os
import pwd
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

FIRST_PERSON = 1000
"""The first account of a person (Debian Policy 9.2.2); 65534 is nobody."""
PROFILES = (
    ".config/mozilla/firefox/*",
    ".mozilla/firefox/*",
    "snap/firefox/common/.mozilla/firefox/*",
    ".var/app/org.mozilla.firefox/.mozilla/firefox/*",
    ".var/app/org.mozilla.firefox/config/mozilla/firefox/*",
)
"""Where profiles lie in a home: since 147 or so, before, the snap, the flatpak."""
MOST_PROFILES = 20
LONGEST_FILE = 2_000_000
PREFERENCE = re.compile(r"""^\s*user_pref\(\s*["']([^"'\n]+)["']\s*,\s*([^\n]*?)\s*\)\s*;""", re.MULTILINE)

Value = bool | int | str
Weak = Callable[[Any], bool]


def _off(value: Any) -> bool:
    return value is False


def _on(value: Any) -> bool:
    return value is True


WEAKENING: Mapping[str, Weak] = {
    "browser.contentblocking.category": lambda value: value != "strict",
    "privacy.trackingprotection.enabled": _off,
    "privacy.trackingprotection.pbmode.enabled": _off,
    "privacy.trackingprotection.socialtracking.enabled": _off,
    "privacy.annotate_channels.strict_list.enabled": _off,
    "privacy.query_stripping.enabled": _off,
    "network.cookie.cookieBehavior": lambda value: value != 5,
    "network.cookie.cookieBehavior.pbmode": lambda value: value != 5,
    "privacy.globalprivacycontrol.enabled": _off,
    "dom.security.https_only_mode": _off,
    "browser.privatebrowsing.autostart": _off,
    "privacy.sanitize.sanitizeOnShutdown": _off,
    "extensions.autoDisableScopes": lambda value: value != 3,
    "extensions.enabledScopes": lambda value: isinstance(value, int) and not value & 8,
    "extensions.startupScanScopes": lambda value: isinstance(value, int) and not value & 8,
    "browser.safebrowsing.malware.enabled": _off,
    "browser.safebrowsing.phishing.enabled": _off,
    "datareporting.healthreport.uploadEnabled": _on,
    "toolkit.telemetry.enabled": _on,
    "app.shield.optoutstudies.enabled": _on,
    "app.normandy.enabled": _on,
    "xpinstall.signatures.required": _off,
}
"""Preferences of a profile, each with the values that undo a protection of this role."""


class Weakened(NamedTuple):
    """A file in somebody's profile, and the preferences in it that weaken the protection."""

    account: str
    path: Path
    names: tuple[str, ...]


def differing(theirs: str, ours: Mapping[str, Any]) -> list[str] | None:
    """The names of another file's policies that ours does not have, or has otherwise.

    Args:
        theirs: the text of a policies file.
        ours: our policies.

    Returns:
        The names, sorted; None when the text is no policies file.
    """
    try:
        policies = json.loads(theirs)["policies"]
        return sorted(str(name) for name in policies if policies[name] != ours.get(name))
    except (ValueError, KeyError, TypeError):
        return None


def weakened(homes: Iterable[tuple[str, Path]] | None = None) -> Iterator[Weakened]:
    """Every profile of a person with preferences that weaken the protection.

    Args:
        homes: account and home; those of this machine's people when not given.
    """
    for account, home in people() if homes is None else homes:
        for profile in _profiles(home):
            for name in ("user.js", "prefs.js"):
                found = _weak_names(_text(profile / name))
                if found:
                    yield Weakened(account, profile / name, found)
                    break  # Firefox copies user.js into prefs.js: one of both is enough


def people() -> Iterator[tuple[str, Path]]:
    """The accounts of people, with their homes."""
    for entry in pwd.getpwall():
        if FIRST_PERSON <= entry.pw_uid < 65534:
            yield entry.pw_name, Path(entry.pw_dir)


def _profiles(home: Path) -> list[Path]:
    try:
        found = [folder for pattern in PROFILES for folder in home.glob(pattern)]
    except OSError:
        return []
    return sorted(folder for folder in found if folder.is_dir() and not folder.is_symlink())[:MOST_PROFILES]


def _text(path: Path) -> str:
    """The text of a person's file; empty when it is none, or is no ordinary file."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return ""
        return file.read(LONGEST_FILE).decode("utf-8", "replace")


def _weak_names(text: str) -> tuple[str, ...]:
    last = {name: _value(value) for name, value in PREFERENCE.findall(text)}
    return tuple(sorted(name for name, weak in WEAKENING.items() if name in last and weak(last[name])))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
