# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu entries that we make and the default applications, whole, in one step."""

from __future__ import annotations

import re
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: software_menu
short_description: The menu entries that we make, and the default applications
description:
  - Writes a desktop file per entry, removes those of ours that are no longer wanted, and writes the
    system's choice of default applications. One step, because each costs a round trip per machine.
author: The salle authors
options:
  entries:
    description: "Menu entries: id, name, summary (fr, en), words (the command), icon, categories, keywords."
    type: list
    elements: dict
    required: true
  folder:
    description: Where the desktop files go. Files there that begin with C(salle-) are ours.
    type: path
    required: true
  opens:
    description: Which desktop file id opens which type.
    type: dict
    required: true
  defaults_file:
    description: The mimeapps.list to write.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Put a site in the menu, and let Evince open PDF files
  software_menu:
    entries:
      - id: salle-jitsi
        name: Visio
        summary: {fr: Se parler en vidéo, en: Talk by video}
        words: [xdg-open, https://framatalk.org/accueil/fr/]
        icon: camera-web
        categories: Network;
    folder: /usr/local/share/applications
    opens: {application/pdf: org.gnome.Evince.desktop}
    defaults_file: /etc/xdg/mimeapps.list
"""

RETURN = r"""
written:
  description: The files that were written anew.
  type: list
  returned: always
removed:
  description: The files that were removed.
  type: list
  returned: always
"""

PLAIN = re.compile("[A-Za-z0-9_./:+-]+")
"""A word that needs no quotes."""
HEADER = "# Written by salle (role software); a change made here is lost at the next salle deploy.\n"


def line(text):
    """A text as a value of a desktop file (Desktop Entry Specification, "Possible value types")."""
    return str(text).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def command(words):
    """A command for Exec= (same specification, "The Exec key"): quotes where needed, % doubled."""
    quoted = []
    for word in words:
        if PLAIN.fullmatch(word):
            quoted.append(word)
            continue
        for sign in '\\"`$':
            word = word.replace(sign, "\\" + sign)
        quoted.append('"' + word.replace("%", "%%") + '"')
    return line(" ".join(quoted))


def keywords(words):
    """The words that the menu finds it by, as a list of a desktop file."""
    return "".join(line(word).replace(";", "\\;") + ";" for word in words)


def desktop_file(entry):
    """The text of a menu entry; English for whoever reads neither French nor English."""
    return HEADER + (
        "[Desktop Entry]\n"
        "Type=Application\n"
        f"Name={line(entry['name'])}\n"
        f"Comment={line(entry['summary']['en'])}\n"
        f"Comment[fr]={line(entry['summary']['fr'])}\n"
        f"Exec={command(entry['words'])}\n"
        f"Icon={line(entry['icon'])}\n"
        f"Categories={line(entry['categories'])}\n"
        f"Keywords={keywords(entry.get('keywords', ()))}\n"
        "Terminal=false\n"
    )


def defaults(opens):
    """The text of mimeapps.list (MIME applications specification), sorted by type."""
    lines = [f"{type_}={launcher};\n" for type_, launcher in sorted(opens.items())]
    return HEADER + "[Default Applications]\n" + "".join(lines)


def same(path, text):
    """Whether the file holds the text and everybody may read it."""
    return path.is_file() and path.read_bytes() == text.encode() and path.stat().st_mode & 0o777 == 0o644


def write(path, text):
    """Put the text in place in one move, readable by everybody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o644)
    draft.replace(path)


def main():
    """Compare, write and remove."""
    options = {
        "entries": {"type": "list", "elements": "dict", "required": True},
        "folder": {"type": "path", "required": True},
        "opens": {"type": "dict", "required": True},
        "defaults_file": {"type": "path", "required": True},
    }
    module = AnsibleModule(argument_spec=options, supports_check_mode=True)
    folder = Path(module.params["folder"])
    wanted = {folder / f"{entry['id']}.desktop": desktop_file(entry) for entry in module.params["entries"]}
    wanted[Path(module.params["defaults_file"])] = defaults(module.params["opens"])
    write_these = {path: text for path, text in wanted.items() if not same(path, text)}
    remove_these = [path for path in sorted(folder.glob("salle-*.desktop")) if path not in wanted]
    if not module.check_mode:
        for path, text in write_these.items():
            write(path, text)
        for path in remove_these:
            path.unlink()
    module.exit_json(
        changed=bool(write_these or remove_these),
        written=[str(path) for path in write_these],
        removed=[str(path) for path in remove_these],
    )


if __name__ == "__main__":
    main()
