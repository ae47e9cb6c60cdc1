# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The name, the language, the keyboard, the time and the updates of a machine, by their effect."""

import gzip
import os
import re
import socket
import subprocess
import time
from pathlib import Path

from salle_check import N_, cannot, check, compare, enabled, expect, say, wait_until

CACHED_KEYMAP = Path("/etc/console-setup/cached_UTF-8_del.kmap.gz")
TIMERS = ("apt-daily.timer", "apt-daily-upgrade.timer")


def apt_value(host, name):
    """A setting of apt, as apt itself understands it after all its files."""
    return host.check_output("apt-config dump --format '%%v%%n' '%s'", name).strip()


@check("base.hostname", N_("This computer has its own name"))
def test_the_machine_has_its_own_name(host, promise):
    compare(expected=promise["base"]["base_hostname"], found=os.uname().nodename)


@check("base.hostname_resolves", N_("This computer finds itself by its name"))
def test_the_name_leads_to_the_machine_itself(host, promise):
    name = promise["base"]["base_hostname"]
    try:  # not getent ahostsv4, which has no answer as long as there is no network
        found = socket.gethostbyname(name)
    except OSError:
        found = "nothing"
    local = found.startswith("127.") or found in host.run("hostname --all-ip-addresses").stdout.split()
    expect(local, expected=say(N_("an address of this computer")), found=found)


@check("base.locale", N_("The language is the place's from the first login on"), root=True)
def test_a_login_speaks_the_language_of_the_place(host, promise):
    # A login through PAM, as the console and the greeter open it.
    command = "systemd-run --quiet --pipe --wait --collect -p PAMName=login -p User=nobody -- env"
    values = dict(line.split("=", 1) for line in host.run(command).stdout.splitlines() if "=" in line)
    compare(expected=promise["base"]["base_locale"], found=values.get("LC_ALL") or values.get("LANG", ""))


@check("base.locale_works", N_("Programs know the language of the place"))
def test_the_language_of_the_place_is_usable(host, promise):
    wanted = promise["base"]["base_locale"]
    # C's own answer to an unknown locale is a warning and plain ASCII.
    answer = subprocess.run(
        ["locale", "charmap"],
        env={"LC_ALL": wanted, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    compare(expected=wanted.partition(".")[2], found=(answer.stderr or answer.stdout).strip().split("\n")[0])


@check("base.keyboard", N_("Sessions and the login screen use the keyboard of the place"))
def test_graphical_sessions_use_the_keyboard_of_the_place(host, promise):
    # localectl tells what systemd hands to the X server and to Wayland: the same file udev reads.
    # It is started by the first question; on a machine under load, that question may go unanswered.
    lines = wait_until(lambda: host.run("localectl status").stdout.splitlines(), 30)
    facts = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    compare(
        expected=[promise["base"]["base_keyboard_layout"], promise["base"]["base_keyboard_variant"]],
        found=[facts.get("X11 Layout", ""), facts.get("X11 Variant", "").replace("(unset)", "")],
    )


def console_letters(keymap):
    """What the letter keys of a console keymap give: keycode -> first two symbols; keymaps(5)."""
    found = re.findall(r"(?m)^\s*keycode\s+(\d+)\s*=\s*(\S+)\s+(\S+)", keymap)
    return {int(code): (plain, shifted) for code, plain, shifted in found if 2 <= int(code) <= 53}


@check("base.keyboard_console", N_("The text console uses the keyboard of the place"))
def test_the_console_loads_the_keyboard_of_the_place(host, promise):
    wanted = promise["base"]["base_keyboard_layout"], promise["base"]["base_keyboard_variant"]
    made = host.run("ckbcomp -model pc105 -layout %s -variant %s", *wanted).stdout
    if not made:
        cannot(say(N_("this computer cannot work out a console keyboard (package console-setup)")))
    loaded = (
        gzip.decompress(CACHED_KEYMAP.read_bytes()).decode("utf-8", "replace")
        if CACHED_KEYMAP.is_file()
        else ""
    )
    expected, found = console_letters(made), console_letters(loaded)
    other = sorted(code for code in expected if found.get(code) != expected[code])
    expect(
        not other,
        expected=" ".join(wanted).strip(),
        found=say(N_("%(count)s keys give something else"), count=len(other))
        if other
        else " ".join(wanted).strip(),
    )


@check("base.timezone", N_("The clock shows the time of the place"))
def test_the_clock_shows_the_time_of_the_place(host, promise):
    # What the C library reads, whatever the link says: two names may be one zone.
    zone = promise["base"]["base_timezone"]
    wanted, used = Path("/usr/share/zoneinfo", zone), Path("/etc/localtime")
    same = wanted.is_file() and used.is_file() and wanted.read_bytes() == used.read_bytes()
    name = str(used.resolve()).removeprefix("/usr/share/zoneinfo/") if used.exists() else "UTC"
    expect(same, expected=zone, found=zone if same else name)


@check("base.clock", N_("The clock is right"))
def test_the_clock_is_right(host):
    # Time stands still or runs backwards in no archive: the newest package list was signed before now.
    signed = [path.stat().st_mtime for path in Path("/var/lib/apt/lists").glob("*Release")]
    if not signed:
        cannot(say(N_("this computer has read no package list yet")))
    newest = max(signed)
    expect(
        newest - 60 <= time.time() < newest + 5 * 365 * 86400,
        expected=say(N_("after the newest package list, and not years after it")),
        found=time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
    )


@check("base.clock_kept", N_("The clock is set to stay right by itself"))
def test_the_clock_is_kept_right(host):
    running = [
        name
        for name in ("systemd-timesyncd", "chrony", "ntpsec", "openntpd")
        if host.service(name).is_running
    ]
    # A container has the clock of the computer that runs it: the service is there and stands aside.
    contained = host.run("systemd-detect-virt --container --quiet").rc == 0
    if not running and contained and enabled(host, "systemd-timesyncd"):
        running = ["systemd-timesyncd"]
    expect(
        running,
        expected=say(N_("a program that keeps the clock right")),
        found=", ".join(running) or say(N_("nothing keeps the clock right")),
    )


@check("base.sources", N_("Packages come from the archive that was promised, security updates included"))
def test_packages_come_from_the_promised_archive(host, promise, system):
    if system.key not in ("debian12", "debian13"):
        cannot(say(N_("this system keeps its own package sources")))
    base = promise["base"]
    lines = host.check_output(
        "apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages'"
    ).splitlines()
    codename = host.check_output(". /etc/os-release; echo $VERSION_CODENAME").strip()
    # Some suites have nothing in some parts (bookworm-updates has no contrib); main is in each.
    wanted = {
        f"{base['base_apt_mirror'].rstrip('/')} {codename} {part}" for part in base["base_apt_components"]
    }
    wanted.add(f"{base['base_apt_mirror'].rstrip('/')} {codename}-updates main")
    wanted.add(f"{base['base_apt_security_mirror'].rstrip('/')} {codename}-security main")
    missing = sorted(wanted - {line.replace("/ ", " ", 1) for line in lines})
    expect(
        not missing,
        expected=", ".join(sorted(wanted)),
        found=say(N_("missing: %(sources)s"), sources=", ".join(missing))
        if missing
        else ", ".join(sorted(wanted)),
    )


@check("base.apt_healthy", N_("No installation was left half-way"))
def test_no_installation_was_left_half_way(host):
    audit = host.run("dpkg --audit").stdout.strip()
    expect(
        not audit, expected=say(N_("nothing to repair")), found=audit[:300] or say(N_("nothing to repair"))
    )


def security_origins(host):
    """Patterns of the updates that install themselves."""
    text = host.check_output("apt-config dump")
    names = ("Origins-Pattern", "Allowed-Origins")
    return re.findall(rf'(?m)^Unattended-Upgrade::(?:{"|".join(names)}):: "(.+)";$', text)


@check(
    "base.updates_gentle",
    N_("Automatic updates give way to whoever uses the computer"),
    weight="should",
)
def test_updates_give_way(host):
    wanted = {"CPUSchedulingPolicy": "5", "IOSchedulingClass": "3"}  # SCHED_IDLE; idle (ioprio_set(2))
    reasons = []
    for timer in TIMERS:
        unit = timer.replace(".timer", ".service")
        shown = dict(
            line.split("=", 1)
            for line in host.run(
                "systemctl show %s -p CPUSchedulingPolicy -p IOSchedulingClass", unit
            ).stdout.splitlines()
        )
        reasons += [f"{unit} {name}={shown.get(name)}" for name in wanted if shown.get(name) != wanted[name]]
    compare(expected=[], found=reasons)


@check("base.security_updates", N_("Security updates install themselves every day"))
def test_security_updates_install_themselves(host, promise):
    if not promise["base"]["base_security_updates"]:
        cannot(say(N_("the site asks for no automatic security updates (base_security_updates: false)")))
    reasons = []
    for name in ("Enable", "Update-Package-Lists", "Unattended-Upgrade"):
        value = apt_value(host, f"APT::Periodic::{name}")
        if value in ("0", "") and not (name == "Enable" and value == ""):
            reasons.append(f'APT::Periodic::{name} "{value}"')
    if not any("security" in origin.lower() or "mint" in origin.lower() for origin in security_origins(host)):
        reasons.append("Unattended-Upgrade::Origins-Pattern")
    if not host.package("unattended-upgrades").is_installed:
        reasons.append("unattended-upgrades")
    for timer in TIMERS:
        if not enabled(host, timer) or not host.service(timer).is_running:
            reasons.append(timer)
    expect(
        not reasons,
        expected=say(N_("every day, without anybody asking")),
        found=say(N_("switched off by: %(reasons)s"), reasons=", ".join(reasons))
        if reasons
        else say(N_("every day, without anybody asking")),
    )
