# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A package as makers of proprietary programs hand it out, made here: section non-free, in everybody's way.

It takes the web links and a file type of its own, becomes the machine's preferred browser, lays an icon on
every new desktop, and pins itself into Xfce's panel of new homes.
"""

import base64
import os
import subprocess
from pathlib import Path

NAME = "bavard"
LAUNCHER = f"""\
[Desktop Entry]
Type=Application
Name=Bavard
Comment=Talk to everybody
Exec=/usr/bin/{NAME} %U
Icon=system-users
Categories=Network;
Keywords=chat;
MimeType=application/x-bavard;text/html;x-scheme-handler/http;x-scheme-handler/https;x-scheme-handler/bavard;
"""
PANEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="44"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
        <value type="int" value="4"/><value type="int" value="5"/><value type="int" value="6"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="whiskermenu">
      <property name="favorites" type="array">
        <value type="string" value="bavard.desktop"/><value type="string" value="thunar.desktop"/>
      </property>
    </property>
    <property name="plugin-2" type="string" value="launcher">
      <property name="items" type="array"><value type="string" value="1.desktop"/></property>
    </property>
    <property name="plugin-3" type="string" value="launcher">
      <property name="items" type="array"><value type="string" value="thunar.desktop"/></property>
    </property>
    <property name="plugin-4" type="string" value="launcher">
      <property name="items" type="array"><value type="string" value="firefox-esr.desktop"/></property>
    </property>
    <property name="plugin-5" type="string" value="launcher">
      <property name="items" type="array"><value type="string" value="libreoffice-writer.desktop"/></property>
    </property>
    <property name="plugin-6" type="string" value="launcher">
      <property name="items" type="array"><value type="string" value="salle-help.desktop"/></property>
    </property>
  </property>
</channel>
"""
CONTROL = f"""\
Package: {NAME}
Version: %s
Architecture: all
Section: non-free/net
Maintainer: Bavard Inc. <nobody@bavard.example>
Description: a program that is not free
"""
POSTINST = f"""\
#!/bin/sh
update-alternatives --install /usr/bin/x-www-browser x-www-browser /opt/{NAME}/{NAME} 900
update-desktop-database -q || true
"""
PRERM = f"#!/bin/sh\nupdate-alternatives --remove x-www-browser /opt/{NAME}/{NAME}\n"
PROGRAM = '#!/bin/sh\necho "bavard speaks: $*"\n'
CONFIG = "etc/skel/.config/xfce4"
FILES = {
    f"opt/{NAME}/{NAME}": (PROGRAM, 0o755),
    f"usr/share/applications/{NAME}.desktop": (LAUNCHER, 0o644),
    f"etc/skel/Bureau/{NAME}.desktop": (LAUNCHER, 0o755),
    f"{CONFIG}/panel/launcher-2/1.desktop": (LAUNCHER, 0o644),
    f"{CONFIG}/xfconf/xfce-perchannel-xml/xfce4-panel.xml": (PANEL, 0o644),
    "DEBIAN/postinst": (POSTINST, 0o755),
    "DEBIAN/prerm": (PRERM, 0o755),
}


def make(folder: Path, version: str = "1.0") -> Path:
    """The package, built in this folder."""
    tree = folder / f"{NAME}-{version}"
    for name, (text, mode) in {**FILES, "DEBIAN/control": (CONTROL % version, 0o644)}.items():
        file = tree / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(mode)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    package = folder / f"{NAME}_{version}.deb"
    words = ["dpkg-deb", "--root-owner-group", "--build", str(tree), str(package)]
    # one date for all files: the same package twice is the same to the letter
    subprocess.run(
        words, check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    )
    return package


def install_command(package: Path) -> str:
    """What installs it on a machine, as root; the package is in the command."""
    text = base64.b64encode(package.read_bytes()).decode()
    return f"echo {text} | base64 -d > /root/{package.name}; dpkg -i /root/{package.name} >/dev/null"
