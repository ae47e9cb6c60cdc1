# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to break in a machine's portal and its demonstration, and which checks must then turn red.

Each mutation starts from a machine of public use that was just deployed.  ``red`` and ``orange``
are all that may change among the checks of the role ``portal``.
"""

from dataclasses import dataclass

UNITS = "/etc/systemd/system"
SOCKETS = "salle-portal.socket salle-portal-ipv6.socket"
DATA = "/usr/share/salle/portal"
ASIDE = "/var/tmp/salle-portal-mutation"
RULES = "/usr/share/salle/demonstration/firefox/policies/policies.json"
POLICIES = "/etc/firefox/policies/policies.json"
LAUNCHER = "/usr/lib/salle/demonstration"


@dataclass(frozen=True)
class Mutation:
    """One thing broken on a machine.

    Args:
        name: what was done, in words.
        do: a line of shell to run as root.
        red: the checks that must turn red.
        orange: the checks that must turn orange.
        undo: a line of shell that brings it back.
        typed: whether the main job tries it each time.
    """

    name: str
    do: str
    red: frozenset[str]
    undo: str
    orange: frozenset[str] = frozenset()
    typed: bool = False


def checks(names: str) -> frozenset[str]:
    """The ids of the checks of those names."""
    return frozenset(f"portal.{name}" for name in names.split())


def drop_in(name: str, unit: str, lines: str, red: str, typed: bool = False) -> Mutation:
    """A unit told otherwise."""
    folder = f"{UNITS}/{unit}.d"
    do = f"mkdir -p {folder}; printf '{lines}' > {folder}/mutation.conf; {RESTART}"
    return Mutation(name, do, checks(red), f"rm -r {folder}; {RESTART}", typed=typed)


def edited(name: str, path: str, change: str, red: str, orange: str = "", after: str = "true") -> Mutation:
    """A file changed by a line of shell."""
    do = f"cp -a {path} {ASIDE}; {change} {path}; {after}"
    return Mutation(name, do, checks(red), f"mv {ASIDE} {path}; {after}", checks(orange))


RESTART = f"systemctl daemon-reload; systemctl stop {SOCKETS} salle-portal.service; systemctl start {SOCKETS}"
STOP = "systemctl stop salle-portal.service"
ALL_OF_THE_PAIR = "followed broken watchers contained forgotten"

MUTATIONS = (
    Mutation(
        "nobody listens any more",
        f"systemctl stop {SOCKETS} salle-portal.service",
        checks(
            "page languages strangers sandbox demonstration listens loopback browsers_start followed broken"
        ),
        f"systemctl start {SOCKETS}",
        checks("guide forgotten"),
        typed=True,
    ),
    Mutation(
        "the portal is not there when the computer starts",
        "systemctl disable -q salle-portal.socket",
        checks("listens"),
        "systemctl enable -q salle-portal.socket",
    ),
    drop_in(
        "the whole network may read the portal",
        "salle-portal.socket",
        "[Socket]\\nListenStream=\\nListenStream=0.0.0.0:8470\\n",
        red="loopback",
    ),
    drop_in(
        "the portal runs as root",
        "salle-portal.service",
        "[Service]\\nDynamicUser=no\\nUser=root\\nPrivateUsers=no\\n",
        red="sandbox",
        typed=True,
    ),
    drop_in(
        "the portal reaches the network",
        "salle-portal.service",
        "[Service]\\nPrivateNetwork=no\\n",
        red="sandbox",
    ),
    edited(
        "another place's name",
        f"{DATA}/place.json",
        """sed -i 's/"name": "/"name": "X/'""",
        red="page",
        after=STOP,
    ),
    edited(
        "a site of the demonstration removed",
        f"{DATA}/sites/sante.toml",
        "rm",
        red="demonstration browsers_start followed broken",
        orange="forgotten",
        after=STOP,
    ),
    edited("the mediator's sheet removed", f"{DATA}/guide.toml", "rm", red="", orange="guide", after=STOP),
    edited(
        "the blocker does not know the tracker",
        POLICIES,
        "sed -i 's/||pisteur.localhost^/||elsewhere.localhost^/'",
        red="broken",
    ),
    edited(
        "Lightbeam in the ordinary Firefox",
        POLICIES,
        r"""perl -0pi -e 's/(jid1-F9UJ2thwoAm5gQ\@jetpack": \{\s*"\w+": ")blocked/$1allowed/'""",
        red="watchers",
    ),
    edited(
        "the unprotected browser keeps cookies apart",
        RULES,
        'sed -i \'s/"accept"/"partition-foreign"/\'',
        red="followed",
    ),
    edited("the launcher removed", LAUNCHER, "rm", red="menu browsers_start", orange=ALL_OF_THE_PAIR),
    edited(
        "the unprotected browser sees people's homes",
        LAUNCHER,
        """sed -i 's/--size 600000000 --tmpfs "$homes" --perms 0700 --dir "$HOME"//'""",
        red="contained forgotten",
    ),
)
