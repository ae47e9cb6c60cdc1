# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses of a row of machines, counted up from the first."""

import ipaddress
import re
from collections.abc import Iterator

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.host_keys import is_address
from salle.site.wording import show

LAST_IN_NETWORK = 254
"""255 is for everybody at once in the usual home or office network (/24)."""


def addresses(first: str, count: int) -> tuple[str, ...]:
    """As many addresses, each one higher than the one before.

    Args:
        first: an IP address, or a host name that holds a number, as in ``poste-01.local``.
        count: how many; at least 1.

    Raises:
        SalleError: this is not an address, or they do not all fit (exit 2).
    """
    if not is_address(first):
        raise _refused(_("%(text)s is neither an IP address nor a host name.") % {"text": show(first)})
    try:
        return tuple(_numeric(ipaddress.ip_address(first), count))
    except ValueError:
        return tuple(_named(first, count))


def _numeric(first: ipaddress.IPv4Address | ipaddress.IPv6Address, count: int) -> Iterator[str]:
    if first.version == 4 and (int(first) & 255) + count - 1 > LAST_IN_NETWORK:
        message = _("%(count)d addresses from %(first)s on go beyond .254; begin with a lower one.")
        raise _refused(message % {"count": count, "first": first})
    for number in range(count):
        try:
            yield str(first + number)
        except ipaddress.AddressValueError as error:
            raise _refused(
                _("there are no %(count)d addresses from %(first)s on.") % {"count": count, "first": first}
            ) from error


def _named(first: str, count: int) -> Iterator[str]:
    """The last number of the first part counts up, with its zeros."""
    host, dot, domain = first.partition(".")
    parts = re.fullmatch(r"(.*?)([0-9]+)([^0-9]*)", host)
    if parts is None and count > 1:
        message = _("%(text)s holds no number to count up from; write for example poste-01.local.")
        raise _refused(message % {"text": first})
    for number in range(count):
        if parts is None:
            yield first
        else:
            before, figures, after = parts.groups()
            yield f"{before}{int(figures) + number:0{len(figures)}d}{after}{dot}{domain}"


def _refused(message: str) -> SalleError:
    return SalleError(message, hint=_("Give another first address."), code=Exit.USAGE)
