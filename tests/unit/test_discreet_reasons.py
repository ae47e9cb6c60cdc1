# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program counts as proprietary because of a fact, and only then."""

from typing import Any

import pytest
import yaml
from discreet_role import alternatives, facts, reasons
from salle import paths

CATALOGUE: dict[str, Any] = yaml.safe_load((paths.catalogue() / "proprietary.yml").read_text("utf-8"))
Facts, reason = reasons.Facts, reasons.reason


@pytest.mark.parametrize(
    ("told", "kind", "fact"),
    [
        ({"package": "x", "section": "non-free/web"}, "section", "non-free"),
        ({"package": "x", "section": "contrib/games"}, "section", "contrib"),
        ({"package": "x", "section": "multiverse/games"}, "section", "multiverse"),
        ({"package": "x", "section": "restricted/x11"}, "section", "restricted"),
        (
            {"package": "x", "section": "web", "origins": ("deb.example/d trixie/non-free",)},
            "section",
            "non-free",
        ),
        (
            {"package": "x", "origins": ("dl.google.com/linux/x/deb stable/main",)},
            "origin",
            "dl.google.com/linux/",
        ),
        ({"package": "x", "maintainer": "T <t@spotify.com>"}, "maintainer", "T <t@spotify.com>"),
        ({"package": "x", "licence": "Proprietary"}, "licence", "Proprietary"),
        ({"flatpak": "org.x.Y", "licence": "LicenseRef-proprietary=https://x"}, "licence", None),
        ({"package": "google-chrome-beta"}, "known", "Google"),
        ({"commands": ("/opt/zoom/ZoomLauncher",)}, "known", "Zoom Communications"),
        ({"flatpak": "com.spotify.Client"}, "known", "Spotify"),
        ({"snap": "discord"}, "known", "Discord"),
    ],
)
def test_each_fact_tells(told: dict[str, Any], kind: str, fact: str | None) -> None:
    found = reason(Facts("x.desktop", **told), CATALOGUE)
    assert found
    assert found.kind == kind
    assert found.fact == (fact if fact is not None else told["licence"])


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"package": "x", "section": "web", "maintainer": "A <a@debian.org>", "licence": "GPL-3.0-or-later"},
        {"package": "firmware-x", "section": "non-free-firmware/kernel"},
        {"package": "x-doc", "section": "non-free/doc"},
        {"package": "ttf-x", "section": "contrib/fonts"},
        {"package": "nvidia-settings", "section": "contrib/x11"},
        {"package": "x", "origins": ("a.example/d trixie/main", "b.example/d trixie/non-free")},
        {"package": "powershell", "origins": ("packages.microsoft.com/debian/13/prod trixie/main",)},
        {"package": "brave-browser", "maintainer": "Brave Software <support@brave.com>"},
    ],
)
def test_what_is_free_or_nobody_starts_is_left_alone(told: dict[str, Any]) -> None:
    assert reason(Facts("x.desktop", **told), CATALOGUE) is None


POLICY = """\
zoom:
  Installed: 6.0
  Candidate: 6.1
  Version table:
     6.1 500
        500 https://other.example/deb stable/main amd64 Packages
 *** 6.0 500
        500 http://deb.example/debian trixie/non-free amd64 Packages
        100 /var/lib/dpkg/status
vlc:
  Installed: 3.0
  Version table:
 *** 3.0 100
        100 /var/lib/dpkg/status
"""


def test_only_the_installed_version_tells_where_a_package_came_from() -> None:
    assert facts.origins_of(POLICY) == {"zoom": ("deb.example/debian trixie/non-free",)}


QUERY = """\
Name: x-www-browser
Link: /usr/bin/x-www-browser
Status: auto
Best: /opt/chrome
Value: /opt/chrome

Alternative: /opt/chrome
Priority: 200

Alternative: /usr/bin/firefox-esr
Priority: 70

Alternative: /usr/bin/lynx
Priority: 10
"""


def test_the_best_free_browser_takes_the_place_of_a_proprietary_one() -> None:
    found = alternatives.parse("x-www-browser", QUERY)
    assert (found.value, found.status) == ("/opt/chrome", "auto")
    assert found.best(lambda path: path != "/opt/chrome") == "/usr/bin/firefox-esr"
    assert found.best(lambda path: False) == ""
