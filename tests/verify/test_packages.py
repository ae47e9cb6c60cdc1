# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was to be installed is installed, whole, and apt agrees."""

from __future__ import annotations

from typing import Any

from salle_check import N_, System, check, expect, packages_on, promised_applications, say


@check("packages.installed", N_("Every package of the promised applications is installed"))
def test_every_promised_package_is_installed(host: Any, promise: dict[str, Any], system: System) -> None:
    asked_by = dict.fromkeys(promise.get("packages", {}).get("packages_extra", []), "packages_extra")
    for application in promised_applications():
        mine = application.get("role", "software") == "software"
        for package in packages_on(application, system) if mine else ():
            asked_by.setdefault(package, application["name"])
    listed = host.run("dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\n'").stdout
    # the second letter is the state it is in: i, installed
    installed = {line.split()[1] for line in listed.splitlines() if line[1:2] == "i"}
    missing = [f"{package} ({who})" for package, who in sorted(asked_by.items()) if package not in installed]
    all_there = say(
        N_("%(count)s packages that were asked for, of %(all)s on this computer"),
        count=len(asked_by),
        all=len(installed),
    )
    absent = say(N_("missing: %(packages)s"), packages=", ".join(missing))
    expect(not missing, expected=all_there, found=absent if missing else all_there)


@check("packages.whole", N_("No package is half installed"))
def test_no_package_is_half_installed(host: Any) -> None:
    audit = host.run("dpkg --audit").stdout.strip()
    said = " · ".join(line.strip() for line in audit.splitlines() if line.strip())[:400]
    good = say(N_("every package set up"))
    expect(not audit, expected=good, found=said or good)


@check("packages.consistent", N_("No package lacks another that it needs"))
def test_no_package_lacks_what_it_needs(host: Any) -> None:
    result = host.run("LC_ALL=C apt-get check -q -o Debug::NoLocking=1")
    good = say(N_("apt finds nothing broken"))
    expect(result.rc == 0, expected=good, found=good if result.rc == 0 else result.stderr.strip()[:400])
