#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible module: the password of an account, given for good or to be changed at the first login."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: account_password
short_description: The password of an account, given for good or to be changed at the first login
description:
  - Gives an account its password through the machine's own chpasswd(8), which hashes it as this machine
    does; the password is on no command line. Changes nothing when the account has that password.
author: The salle authors
options:
  name:
    description: The account.
    type: str
    required: true
  password:
    description: The password.
    type: str
    required: true
  once:
    description:
      - It is given once, and must be changed at the first login. What the account's owner chose then stays,
        until another password is asked for here.
    type: bool
    default: false
  kept:
    description: File that remembers, hashed and for root alone, the password that was given once.
    type: path
    required: true
attributes:
  check_mode:
    support: full
    description: Tells whether the password would change.
"""

EXAMPLES = r"""
- name: Give the mediator's account its password
  account_password:
    name: mediateur
    password: "{{ accounts_mediator_password }}"
    kept: /var/lib/salle/mediator-password
"""

RETURN = r""" # """

SHADOW = Path("/etc/shadow")


def hashed(text, name):
    """The hashed password of an account in the text of /etc/shadow; shadow(5)."""
    fields = [line.split(":") for line in text.splitlines()]
    return next((one[1] for one in fields if len(one) > 1 and one[0] == name), "")


def opens(password, found):
    """Whether a password is the one that was hashed; crypt(3). A locked or empty one is opened by none."""
    if found[:1] in ("", "!", "*"):
        return False
    library = ctypes.CDLL("libcrypt.so.1")
    library.crypt.restype = ctypes.c_char_p
    said = library.crypt(password.encode(), found.encode())
    return bool(said) and said.decode() == found


def read(path):
    """The text of a file; empty when there is none."""
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def keep(path, text):
    """Write a file that only root can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")


def must(module, *words, data=None):
    """Run a program that must succeed."""
    code, _, errors = module.run_command(list(words), data=data)
    if code:
        module.fail_json(msg=f"{words[0]} refused: {errors.strip() or code}")


def main():
    """Run as an Ansible module."""
    module = AnsibleModule(
        argument_spec={
            "name": {"type": "str", "required": True},
            "password": {"type": "str", "required": True, "no_log": True},
            "once": {"type": "bool", "default": False},
            "kept": {"type": "path", "required": True, "no_log": False},
        },
        supports_check_mode=True,
    )
    name, password, once = (module.params[word] for word in ("name", "password", "once"))
    if not password or set(password) & set("\n\r\0"):
        module.fail_json(msg="A password is one line, and not empty.")
    kept = Path(module.params["kept"])
    there = hashed(SHADOW.read_text("utf-8"), name)
    given = (
        opens(password, read(kept)) and there[:1] not in ("", "!", "*") if once else opens(password, there)
    )
    if not given and not module.check_mode:
        must(module, "chpasswd", data=f"{name}:{password}")  # run_command ends the line
        must(module, "chage", "--lastday", "0" if once else "-1", name)
    if not module.check_mode:
        if once and not given:
            keep(kept, hashed(SHADOW.read_text("utf-8"), name))
        elif not once:
            kept.unlink(missing_ok=True)
    module.exit_json(changed=not given)


if __name__ == "__main__":
    main()
