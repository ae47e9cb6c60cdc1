# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop that a new person meets, the greeter before it, and what it must not do."""

import configparser
import gettext
import re
from pathlib import Path

import greeter
from desktop_session import APPLICATIONS
from desktops import desktop_session, promised_desktop
from salle_check import N_, cannot, check, compare, expect, say, wait_until

FOLDERS = {
    "fr": {"DESKTOP": "Bureau", "DOCUMENTS": "Documents", "DOWNLOAD": "Téléchargements", "PICTURES": "Images"}
}
BROWSERS = ("firefox-esr.desktop", "firefox.desktop", "chromium.desktop")


def folders_in(locale):
    """The names of the folders in a language: those of French from here, others from xdg-user-dirs."""
    language = locale.partition(".")[0]
    if language[:2] in FOLDERS:
        return FOLDERS[language[:2]]
    try:
        known = gettext.translation("xdg-user-dirs", "/usr/share/locale", [language]).gettext
    except OSError:
        cannot(
            say(N_("salle does not know the folder names in this language (%(language)s)"), language=language)
        )
    names = {"DESKTOP": "Desktop", "DOCUMENTS": "Documents", "DOWNLOAD": "Downloads", "PICTURES": "Pictures"}
    return {kind: known(name) for kind, name in names.items()}


def session_command(name):
    """The program that an entry of the greeter's list starts, without its path; empty without one."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read(Path("/usr/share/xsessions", name + ".desktop"), "utf-8")
    words = parser.get("Desktop Entry", "Exec", fallback="").split()
    return Path(words[0]).name if words else ""


@check("desktop.session", N_("A new person gets a whole desktop, with no question asked"))
def test_a_new_person_gets_a_desktop_without_a_question(new_user, display, promise):
    started = desktop_session(new_user, display, promise)
    seen = ", ".join(sorted({program for _, program, _ in started.windows()}))
    surprises = [] if not started.complete else started.surprises()
    expect(
        started.complete and not surprises,
        expected=say(N_("a background, a panel, and nothing else")),
        found=say(N_("also on the screen: %(windows)s"), windows=", ".join(surprises))
        if surprises
        else (seen or say(N_("an empty screen"))),
    )


@check("desktop.folders", N_("A new person's folders have names in their language"))
def test_a_new_persons_folders_have_names_in_their_language(session, new_user, promise):
    wanted = folders_in(str(promise["base"]["base_locale"]))
    wait_until(lambda: (new_user.home / wanted["DESKTOP"]).is_dir(), 10)
    found = {kind: Path(session.run(["xdg-user-dir", kind]).stdout.strip()) for kind in wanted}
    missing = [kind for kind in wanted if not found[kind].is_dir()]
    expect(
        not missing and {kind: path.name for kind, path in found.items()} == wanted,
        expected=", ".join(wanted.values()),
        found=", ".join(path.name for path in found.values()),
    )


@check("desktop.panel", N_("The panel starts the browser, the files and the help"))
def test_the_panel_starts_what_people_need(session):
    names = wait_until(session.panel, 20)
    dead = [name for name in names if not any((folder / name).is_file() for folder in APPLICATIONS)]
    wanted = {session.files, "salle-help.desktop"}
    browsers = [name for name in BROWSERS if any((folder / name).is_file() for folder in APPLICATIONS)]
    whole = wanted <= set(names) and (not browsers or set(browsers) & set(names))
    expect(
        whole and not dead,
        expected=say(N_("the browser, the files and the help, and nothing dead")),
        found=", ".join(names) or say(N_("nothing")),
    )


@check("desktop.readable", N_("Letters, icons and windows have the look that was meant"))
def test_themes_and_fonts_are_there(session):
    theme, icons, font = session.looks()
    family = re.sub(r"\s+\d+$", "", font)
    got = session.run(["fc-match", "--format", "%{family}", family]).stdout
    missing = [
        name
        for name, there in (
            (theme, session.has_theme(theme)),
            (icons, Path("/usr/share/icons", icons, "index.theme").is_file()),
            (font, family.lower() in got.lower()),
        )
        if not there
    ]
    expect(
        not missing,
        expected=", ".join((theme, icons, font)),
        found=say(N_("missing: %(names)s"), names=", ".join(missing))
        if missing
        else ", ".join((theme, icons, font)),
    )


@check("desktop.no_lock", N_("A public computer never asks for a password to go on"))
def test_a_public_machine_never_locks(session, promise):
    if promise["desktop"]["desktop_use"] != "public":
        cannot(say(N_("this computer is its owner's: it may lock")))
    running = session.locks()
    expect(
        not running,
        expected=say(N_("no screen locker")),
        found=", ".join(running) or say(N_("no screen locker")),
    )


@check("desktop.no_sleep", N_("A public computer never falls asleep"))
def test_a_public_machine_never_sleeps(host, promise, session):
    if promise["desktop"]["desktop_use"] != "public":
        cannot(say(N_("this computer is its owner's: it may sleep")))
    # The effective text: later files win, later lines win; systemd-sleep.conf(5).
    lines = host.run("systemd-analyze cat-config systemd/sleep.conf").stdout.splitlines()
    values = dict(line.strip().split("=", 1) for line in lines if re.match(r"\s*Allow\w+=", line))
    bus = "org.freedesktop.login1"
    call = f"busctl call {bus} /org/freedesktop/login1 {bus}.Manager CanSuspend"
    answer = host.run(call).stdout.strip()
    reasons = [f"CanSuspend: {answer}"] if "yes" in answer else []
    reasons += [
        f"{name}={values.get(name, 'yes')}"
        for name in ("AllowSuspend", "AllowHibernation")
        if values.get(name) != "no"
    ]
    reasons += session.sleeps()
    expect(not reasons, expected=say(N_("never")), found=", ".join(reasons) or say(N_("never")))


@check("desktop.greeter", N_("The login screen starts with the computer"))
def test_the_greeter_starts_with_the_machine(host):
    unit = Path("/etc/systemd/system/display-manager.service")
    facts = {
        "display-manager.service": unit.resolve().name == "lightdm.service",
        "graphical.target": host.check_output("systemctl get-default").strip() == "graphical.target",
        "lightdm": host.service("lightdm").is_running,
    }
    wrong = [name for name, right in facts.items() if not right]
    expect(
        not wrong,
        expected=", ".join(facts),
        found=say(N_("not so: %(names)s"), names=", ".join(wrong)) if wrong else ", ".join(facts),
    )


@check("desktop.greeter_settings", N_("The login screen opens the desktop that was chosen"))
def test_the_greeter_opens_the_chosen_desktop(host, promise):
    found = greeter.settings(host)
    wanted = promised_desktop(promise)
    starts = [session_command(found.get(name, "")) for name in ("user-session", "autologin-session")]
    compare(
        expected=["lightdm-gtk-greeter", wanted.command, wanted.command],
        found=[found.get("greeter-session", ""), *starts],
    )
