# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to break in what the other roles promised, and which checks must then turn red.

Each mutation starts from a machine of public use that was just deployed in French.  All of a role are done
at once: each has a red check of its own.  A deployment heals them, but for what nobody promised or only a
package can bring back: that has an ``undo``.
"""

from firefox_mutations import Mutation, shell

HELLO = "cd /tmp; apt-get -qq download hello; dpkg --unpack hello_*.deb; rm hello_*.deb"
"""A package that is unpacked and not set up, as after a power cut."""
ALONE = """\
mkdir -p /tmp/alone/DEBIAN
printf '%s\\n' 'Package: essai-seul' 'Version: 1' 'Architecture: all' 'Maintainer: Essai <a@example.org>' \\
  'Depends: nulle-part' 'Description: lacks what it needs' >/tmp/alone/DEBIAN/control
dpkg-deb --build /tmp/alone /tmp/alone.deb; dpkg --force-depends --install /tmp/alone.deb; rm -r /tmp/alone*
"""
AUTOSTART = "/etc/xdg/autostart/essai.desktop"
LOCKER = "/usr/local/bin/light-locker"
LIGHTDM = "/etc/lightdm/lightdm.conf.d/60-salle.conf"
SSH = "/etc/ssh/sshd_config.d/60-salle.conf"
ICONS = "/usr/share/icons/elementary-xfce/index.theme"
LISTED = "$(ls /var/lib/apt/lists/*Release | head -n 1)"
TIMER = "/etc/systemd/system/salle-verifier.timer"
DAILY = "[Timer]\\nOnCalendar=daily\\nUnit=salle-portal.service\\n"
ENTRY = "$(ls /usr/local/share/applications/{0} /usr/share/applications/{0} 2>/dev/null | head -n 1)"
KEEPASS = ENTRY.format("org.keepassxc.KeePassXC.desktop")


def broken(name: str, line: str, *red: str, undo: str = "", advice: str = "") -> Mutation:
    """A line of shell that breaks something, and one that undoes what a deployment does not."""
    return Mutation(
        name,
        shell(line),
        frozenset(red),
        frozenset(advice.split()),
        undo=shell(undo) if undo else (),
    )


BASE = (
    broken("another name", "hostnamectl set-hostname autre", "base.hostname"),
    broken("its name leads nowhere", r"sed -i '/127\.0\.1\.1/d' /etc/hosts", "base.hostname_resolves"),
    broken("another time zone", "ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime", "base.timezone"),
    broken(
        "a clock that is two days late",
        f"touch -d '+2 days' {LISTED}",
        "base.clock",
        undo="touch /var/lib/apt/lists/*Release",
    ),
    broken(
        "nothing keeps the clock right", "systemctl disable -q --now systemd-timesyncd", "base.clock_kept"
    ),
    broken(
        "no security updates among the sources",
        "sed -i 's/-security/-updates/' /etc/apt/sources.list.d/debian.sources",
        "base.sources",
    ),
    broken(
        "updates do not give way",
        "rm /etc/systemd/system/apt-daily.service.d/*; systemctl daemon-reload",
        advice="base.updates_gentle",
    ),
)
ATTESTATION = (
    broken("no menu entry", f"rm {ENTRY.format('salle-verifier.desktop')}", "attestation.menu"),
    broken(
        "no service for what needs a password",
        "rm /etc/systemd/system/salle-verifier.service; systemctl daemon-reload",
        "attestation.password",
    ),
    broken(
        "it checks itself unasked",
        f"printf '{DAILY}' >{TIMER}; systemctl daemon-reload; systemctl start salle-verifier.timer",
        "attestation.schedule",
    ),
    broken("not for everybody", "chmod 700 /usr/local/bin/verifier-ce-poste", "attestation.answers"),
)
DESKTOP = (
    broken(
        "no folders",
        "sed -i s/enabled=True/enabled=False/ /etc/xdg/user-dirs.conf",
        "desktop.folders",
        undo="sed -i s/enabled=False/enabled=True/ /etc/xdg/user-dirs.conf",
    ),
    broken("no help in the panel", "rm /usr/share/applications/salle-help.desktop", "desktop.panel"),
    broken("no icons", f"mv {ICONS} {ICONS}.x", "desktop.readable", undo=f"mv {ICONS}.x {ICONS}"),
    broken(
        "a locker",
        f"cp /usr/bin/sleep {LOCKER}; printf '[Desktop Entry]\\nType=Application\\nName=x\\n"
        f"Exec=light-locker 900\\n' >{AUTOSTART}",
        "desktop.no_lock",
        undo=f"rm {LOCKER} {AUTOSTART}",
    ),
    broken("it may sleep", "rm /etc/systemd/sleep.conf.d/60-salle.conf", "desktop.no_sleep"),
    broken("no login screen", "systemctl set-default -q multi-user.target", "desktop.greeter"),
    broken(
        "another desktop at the login screen",
        "sed -i 's/^user-session=.*/user-session=autre/' /etc/lightdm/lightdm.conf.d/50-salle.conf",
        "desktop.greeter_settings",
    ),
    broken(
        "no help to see and read",
        "printf '#!/bin/sh\\n' >/usr/lib/salle/aids",
        "desktop.aids",
        "desktop.aids_work",
        "desktop.aids_known",
    ),
)
WALLPAPER = (
    broken(
        "another background of the login screen",
        "sed -i /^background=/d /etc/lightdm/lightdm-gtk-greeter.conf.d/60-salle-wallpaper.conf",
        "wallpaper.greeter",
    ),
)
PRINTING = (
    broken(
        "nobody takes pages",
        "systemctl disable -q --now cups.socket cups.path cups.service",
        "printing.ready",
        undo="systemctl enable -q --now cups.socket cups.path cups.service",
    ),
    broken(
        "no printers are looked for",
        "systemctl disable -q --now avahi-daemon.socket avahi-daemon.service",
        "printing.found",
        undo="systemctl enable -q --now avahi-daemon.socket avahi-daemon.service",
    ),
)
PAPER = broken("American paper", "echo letter >/etc/papersize", "printing.paper")
"""On Debian 12: since Debian 13 the language of the session says it (libpaper 2)."""
ACCOUNTS = (
    broken("in no group of its own", "usermod -g nogroup public", "accounts.public", "accounts.public_power"),
    broken("an empty password", "passwd -q -d public", "accounts.public_password"),
    broken("not let in without a password", "gpasswd -d public nopasswdlogin", "accounts.public_greeter"),
    broken(
        "whoever came last comes first",
        f"sed -i /^greeter-setup-script=/d {LIGHTDM}",
        "accounts.public_first",
    ),
    broken(
        "a session that opens by itself", f"echo autologin-user=mediateur >>{LIGHTDM}", "accounts.autologin"
    ),
    broken("let in from the network", f"sed -i /^DenyUsers/d {SSH}", "accounts.public_ssh"),
    broken(
        "it may send the computer to sleep",
        "rm /etc/polkit-1/rules.d/40-salle-public.rules",
        "accounts.public_rights",
    ),
    broken("an open home", "chmod 755 /home/mediateur", "accounts.homes"),
    broken(
        "nothing is emptied",
        "echo 'clear_shared = clear_named = lambda *_: []' >>/usr/lib/salle/public/places.py",
        "accounts.forgets",
    ),
    broken(
        "programs go on after the session",
        "rm /etc/systemd/logind.conf.d/60-salle.conf; systemctl restart systemd-logind",
        "accounts.ends",
    ),
    broken(
        "nobody watches",
        "sed -i 's/^Exec=.*/Exec=true/' /etc/xdg/autostart/salle-idle-logout.desktop",
        "accounts.idle",
    ),
    broken(
        "the watch does nothing", "printf '#!/bin/sh\\n' >/usr/lib/salle/idle-logout", "accounts.idle_ends"
    ),
    broken("a mediator without power", "gpasswd -d mediateur sudo", "accounts.mediator"),
    broken("a mediator without a password", "passwd -q -d mediateur", "accounts.mediator_password"),
)
SOFTWARE = (
    broken(
        "a PDF opens in the browser",
        "sed -i 's/^application.pdf=.*/application\\/pdf=firefox-esr.desktop/' /etc/xdg/mimeapps.list",
        "software.opens",
    ),
    broken(
        "an application without a place in the menu",
        f"sed -i 's/^Categories=.*/Categories=/' {KEEPASS}",
        "software.categories",
    ),
)
PACKAGES = (
    broken(
        "a package half installed",
        HELLO,
        "packages.whole",
        "base.apt_healthy",
        undo="dpkg --purge hello",
    ),
    broken("a package lacks another", ALONE, "packages.consistent", undo="dpkg --purge essai-seul"),
)

LANGUAGE = (
    broken("another language", "update-locale LANG=C.UTF-8", "base.locale"),
    broken(
        "programs do not know French",
        "localedef --delete-from-archive fr_FR.utf8 || :; rm -rf /usr/lib/locale/fr_FR.utf8",
        "base.locale_works",
    ),
)
"""These would change what every other role shows."""

ON = {
    "poste-01": (*DESKTOP, *WALLPAPER, *PRINTING),
    "poste-02": (*ACCOUNTS, *SOFTWARE, *PACKAGES, PAPER),
    "poste-03": (*BASE, *ATTESTATION),
}
"""Machine -> what is broken there: Xfce on Debian 13, on Debian 12, another desktop on Debian 13."""
