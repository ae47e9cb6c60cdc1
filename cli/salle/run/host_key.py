# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine whose host key has changed: both fingerprints, and the one command that accepts the new one.

The wording parsed is ssh's own (OpenSSH, ``warn_changed_key``); where it is not found,
nothing more is said than that the key has changed.
"""

import base64
import re
import shlex
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from salle.i18n import _

_SENT = re.compile(r"fingerprint for the (\w+) key sent by the remote host is\s+(SHA256:[A-Za-z0-9+/]{43})")
_PINNED = re.compile(r"^Offending \w+ key in (.+):(\d+)$", re.MULTILINE)
_HOST = re.compile(r"^Host key for (\S+) has changed", re.MULTILINE)


@dataclass(frozen=True)
class ChangedKey:
    """What ssh says about a key that is not the pinned one."""

    host: str
    kind: str
    sent: str
    pinned: str
    file: Path

    @property
    def command(self) -> str:
        """The command that forgets the pinned key and pins the one that answers now."""
        file, host = shlex.quote(str(self.file)), shlex.quote(self.host)
        scan = f"ssh-keyscan -t {self.kind.lower()} {_scan_words(self.host)} >> {file}"
        return f"ssh-keygen -f {file} -R {host} && {scan}"


def changed_key(message: str) -> ChangedKey | None:
    """The change that a message of ssh tells, or None."""
    sent, pinned, host = _SENT.search(message), _PINNED.search(message), _HOST.search(message)
    if not (sent and pinned and host):
        return None
    file = Path(pinned[1])
    return ChangedKey(host[1], sent[1], sent[2], _fingerprint(file, int(pinned[2])), file)


def describe(key: ChangedKey) -> str:
    """Both fingerprints, and what to type when the change is right."""
    return "\n".join(
        [
            _("pinned: %(fingerprint)s") % {"fingerprint": key.pinned or "?"},
            _("answers now: %(fingerprint)s") % {"fingerprint": key.sent},
            _("On the machine itself, this shows its own: %(command)s")
            % {"command": f"ssh-keygen -lf /etc/ssh/ssh_host_{key.kind.lower()}_key.pub"},
            _("If they agree, accept it with: %(command)s") % {"command": key.command},
        ]
    )


def _fingerprint(file: Path, number: int) -> str:
    """The fingerprint of the key in that line of a known_hosts file; empty when there is none."""
    try:
        words = file.read_text(encoding="utf-8").splitlines()[number - 1].split()
        key = base64.b64decode(words[-1] if len(words) == 3 else words[2], validate=True)
    except (OSError, IndexError, NotBase64, UnicodeDecodeError):
        return ""
    return "SHA256:" + base64.b64encode(sha256(key).digest()).decode().rstrip("=")


def _scan_words(host: str) -> str:
    """``[address]:port``, as ssh writes another port than 22, in ssh-keyscan's words."""
    found = re.fullmatch(r"\[(.+)\]:(\d+)", host)
    return f"-p {found[2]} {shlex.quote(found[1])}" if found else shlex.quote(host)
