# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible, ssh and sudo say when they cannot work, in words a person can act upon.

The wordings are those of ansible-core 2.19, OpenSSH 9 and 10 and sudo 1.9, seen in English: a run
speaks C.UTF-8 on both sides.
"""

import re
from dataclasses import dataclass

from salle.i18n import N_, _
from salle.run.role_texts import in_language


@dataclass(frozen=True)
class Cause:
    """A known cause: a sentence, and what to do; both still to be translated."""

    pattern: str
    sentence: str
    advice: str = ""


CAUSES = (
    Cause(
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key .*has changed",
        N_("Another computer answers at its address, or it was installed again: its key has changed."),
        N_("Compare the keys before you go on: somebody could be listening."),
    ),
    Cause(
        r"Host key verification failed|host key is known",
        N_("Its key is not among those pinned for the site."),
        N_("Add the machine's key to the site's known_hosts, after comparing it on the machine's screen."),
    ),
    Cause(
        r"Permission denied \(|Too many authentication failures",
        N_("It does not accept our key."),
        N_("Check that your SSH key is loaded (ssh-add -l) and allowed on the machine."),
    ),
    Cause(
        r"Connection refused",
        N_("It is on, but does not listen to SSH."),
        N_("Install and start openssh-server on it."),
    ),
    Cause(
        r"timed out|No route to host|Network is unreachable|Host is down",
        N_("It does not answer: it is off, asleep, or on another network."),
        N_("Switch it on and check its cable or its Wi-Fi."),
    ),
    Cause(
        r"Could not resolve hostname|Name or service not known",
        N_("Its address is a name that nobody knows here."),
        N_("Give its address in numbers (ansible_host) in the site's hosts.yml."),
    ),
    Cause(
        r"Connection (?:closed|reset)|Broken pipe|Shared connection .* closed",
        N_("The connection was cut."),
        N_("Check its cable or its Wi-Fi."),
    ),
    Cause(
        r"no vault secrets found",
        N_("The site has a vault, and its password is not known."),
        N_("Type the same command with --vault-password-file FILE."),
    ),
    Cause(
        r"Decryption failed",
        N_("The password of the site's vault is not the right one."),
        N_("Type the same command with the right --vault-password-file FILE."),
    ),
    Cause(
        r"Missing sudo password|a password is required|waiting for privilege escalation prompt",
        N_("sudo wants a password on it."),
        N_("Type the same command with --ask-become-pass."),
    ),
    Cause(
        r"Incorrect sudo password|Sorry, try again",
        N_("The sudo password is not the right one."),
        N_("Type the same command again, and the password with care."),
    ),
    Cause(
        r"is not in the sudoers|may not run sudo|not allowed to (?:execute|run)",
        N_("Our account may not use sudo on it."),
        N_("Allow it on the machine: adduser NAME sudo."),
    ),
    Cause(
        r"No space left on device|don't have enough free space",
        N_("Its disk is full."),
        N_("Make room on it, then run again."),
    ),
)


def cause_of(message: str) -> Cause | None:
    """The known cause that a message tells, or None."""
    return next((cause for cause in CAUSES if re.search(cause.pattern, message)), None)


def in_words(message: str) -> tuple[str, str]:
    """What happened and what to do, translated; an unknown message is given back as it is, without advice."""
    cause = cause_of(message)
    if cause is None:
        return in_language(message), ""
    return _(cause.sentence), _(cause.advice) if cause.advice else ""
