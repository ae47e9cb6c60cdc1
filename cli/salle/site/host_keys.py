# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of a single machine: where it is reached, and what is written on it.

Of Ansible's own variables only four are accepted.  The others steer the coordinator's computer
(``ansible_ssh_common_args: -o ProxyCommand=…`` runs a command there), and a site's data comes
from anybody.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping

from salle.i18n import _
from salle.site.model import Problem
from salle.site.nodes import Kind, Setting
from salle.site.specs import Option
from salle.site.validate import check_value
from salle.site.wording import show

HOST_KEYS: Mapping[str, Option] = {
    name: Option(name, "machine", kind)
    for name, kind in {
        "seat": "str",
        "label": "str",
        "mac": "str",
        "serial_number": "str",
        "ansible_host": "str",
        "ansible_port": "int",
        "ansible_user": "str",
        "ansible_ssh_private_key_file": "str",
    }.items()
}
FOR_GROUPS_TOO = frozenset({"ansible_port", "ansible_user", "ansible_ssh_private_key_file"})

_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}")
_IP = re.compile(r"[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?")
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
_KEY_FILE = re.compile(r"[^-\s\"'\\{}%][^\n\t\"'\\{}%]*")
_ONE_LINE = re.compile(r"[^\n\t]+")


def is_address(text: str) -> bool:
    """Whether a text is an IP address or a name that a machine can be reached by."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(_HOST_NAME.fullmatch(text)) and not re.fullmatch(r"[0-9.]+", text)
    return bool(_IP.fullmatch(text))  # Python lets anything follow the % of an IPv6 zone


def plain_mac(text: str) -> str:
    """A MAC address in one spelling, to compare two of them."""
    return text.lower().replace("-", ":")


def check_host_key(setting: Setting, *, on_host: bool) -> Iterator[Problem]:
    """Everything wrong with one of HOST_KEYS, or with another variable of Ansible's own."""
    option = HOST_KEYS.get(setting.name)
    if option is None:
        yield Problem(setting.place, _not_accepted(setting.name))
        return
    if not on_host and setting.name not in FOR_GROUPS_TOO:
        message = _("%(name)s belongs to one machine; write it on the machine's line in hosts.yml.")
        yield Problem(setting.place, message % {"name": setting.name})
    found = [*check_value(option, setting.node)]
    yield from found
    if setting.node.kind is Kind.SECRET and setting.name.startswith("ansible_"):
        yield Problem(setting.node.place, _("%(name)s cannot be encrypted.") % {"name": setting.name})
    elif not found and setting.node.kind in (Kind.TEXT, Kind.INTEGER):
        yield from _check_form(setting)


def _check_form(setting: Setting) -> Iterator[Problem]:
    good, expected = _forms()[setting.name]
    if not good(setting.node.value):
        message = _("%(name)s: %(text)s is not accepted; %(expected)s was expected.") % {
            "name": setting.name,
            "text": show(setting.node.text) or '""',
            "expected": expected,
        }
        yield Problem(setting.node.place, message)


def _forms() -> Mapping[str, tuple[Callable[..., object], str]]:
    line = (_ONE_LINE.fullmatch, _("a text on one line"))
    return {
        "seat": line,
        "label": line,
        "serial_number": line,
        "mac": (_MAC.fullmatch, _('six pairs of figures and letters A to F, as in "52:54:00:12:34:56"')),
        "ansible_host": (is_address, _("an IP address or a host name")),
        "ansible_port": (lambda port: 0 < port < 65536, _("a number from 1 to 65535")),
        "ansible_user": (_USER.fullmatch, _("the name of an account")),
        "ansible_ssh_private_key_file": (
            _KEY_FILE.fullmatch,
            _(
                "the path of a file, without quotes, braces, \\ or %%, and not beginning with a hyphen"
            ).replace("%%", "%"),
        ),
    }


def _not_accepted(name: str) -> str:
    return _(
        "%(name)s is not accepted: the data of a site must not steer programs on the coordinator's computer. "
        "Of the variables of Ansible itself, a site may set: %(known)s."
    ) % {"name": show(name), "known": ", ".join(key for key in HOST_KEYS if key.startswith("ansible_"))}
