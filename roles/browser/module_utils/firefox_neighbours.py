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


class Preference(NamedTuple):
    """What undoes a protection of this role.

    ``weak`` tells the values that do; ``held_by`` is where a policy, once it has a value that is not
    false, locks the preference, so that what a profile says has no effect.
    """

    weak: Callable[[Any], bool]
    held_by: tuple[str, ...] = ()


def _off(value: Any) -> bool:
    return value is False


def _on(value: Any) -> bool:
    return value is True


def _without_system(value: Any) -> bool:
    """Whether a sum of scopes leaves out that of Debian's packages, 8."""
    return isinstance(value, int) and not value & 8


TRACKING = ("EnableTrackingProtection", "Category")
COOKIES = ("Cookies", "Locked")
WEAKENING: Mapping[str, Preference] = {
    # Firefox itself writes "custom" into profiles where policies lock a part of what "strict" stands for.
    "browser.contentblocking.category": Preference(lambda value: value == "standard", TRACKING),
    "privacy.trackingprotection.enabled": Preference(_off, TRACKING),
    "privacy.trackingprotection.pbmode.enabled": Preference(_off, TRACKING),
    "privacy.trackingprotection.socialtracking.enabled": Preference(_off, TRACKING),
    "privacy.query_stripping.enabled": Preference(_off, TRACKING),
    "network.cookie.cookieBehavior": Preference(lambda value: value != 5, COOKIES),
    "network.cookie.cookieBehavior.pbmode": Preference(lambda value: value != 5, COOKIES),
    "privacy.globalprivacycontrol.enabled": Preference(
        _off, ("Preferences", "privacy.globalprivacycontrol.enabled")
    ),
    "datareporting.healthreport.uploadEnabled": Preference(_on, ("DisableTelemetry",)),
    "dom.security.https_only_mode": Preference(_off),
    "browser.safebrowsing.malware.enabled": Preference(_off),
    "browser.safebrowsing.phishing.enabled": Preference(_off),
    "extensions.autoDisableScopes": Preference(lambda value: value != 3),
    "extensions.enabledScopes": Preference(_without_system),
    "extensions.startupScanScopes": Preference(_without_system),
    "xpinstall.signatures.required": Preference(_off),
}
"""Which of them the role's policies lock was measured in Firefox 153."""


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


def weakened(
    policies: Mapping[str, Any], homes: Iterable[tuple[str, Path]] | None = None
) -> Iterator[Weakened]:
    """Every profile of a person with preferences that weaken the protection.

    Args:
        policies: ours; what they lock is no weakness.
        homes: account and home; those of this machine's people when not given.
    """
    for account, home in people() if homes is None else homes:
        for profile in _profiles(home):
            for name in ("user.js", "prefs.js"):
                found = _weak_names(_text(profile / name), policies)
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


def _weak_names(text: str, policies: Mapping[str, Any]) -> tuple[str, ...]:
    last = {name: _value(value) for name, value in PREFERENCE.findall(text)}
    return tuple(
        sorted(
            name
            for name, one in WEAKENING.items()
            if name in last and one.weak(last[name]) and not _held(policies, one.held_by)
        )
    )


def _held(policies: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    value: Any = policies if path else None
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return bool(value)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
