# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rehearsal from beginning to end: room up, deploy and verify, photos, report, room down."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from salle.exit_codes import Exit
from salle.i18n import _
from salle.options import Settings
from salle.rehearsal.cache import cache_folder
from salle.rehearsal.choice import choose
from salle.rehearsal.opening import practice_room
from salle.rehearsal.photo import take_photos
from salle.rehearsal.requirements import prepare
from salle.rehearsal.room import Room
from salle.rehearsal.tools import Say
from salle.run.deploy import Wishes, perform
from salle.run.ground import practice_ground
from salle.run.model import State
from salle.run.proof import tell
from salle.site.model import Site


@dataclass(frozen=True)
class Rehearsal:
    """What the person asked for.

    ``machines``: how many, None leaves it to the site; ``releases``: Debian
    codenames, none means all we know; ``keep``: leave the room; ``photo``: take
    a picture of each machine's screen; ``vault_password_file``: opens the site's vault.
    """

    machines: int | None = None
    releases: Sequence[str] = ()
    keep: bool = False
    photo: bool = True
    vault_password_file: Path | None = None


def rehearse(site: Site, settings: Settings, wishes: Rehearsal, say: Say) -> Exit:
    """Rehearse a site on practice machines.

    Args:
        site: the site, validated.
        settings: the options every verb has.
        wishes: the options of this verb.
        say: tells the person what goes on.

    Returns:
        The exit code of the deployment; failed when a picture could not be taken.

    Raises:
        SalleError: this computer lacks something, or the room could not be made.
    """
    seats = choose(site, wishes.machines, wishes.releases)
    prepare(cache_folder(), len(seats), [seat.release for seat in seats], say)
    with practice_room(
        site, machines=wishes.machines, releases=wishes.releases, keep=wishes.keep, say=say
    ) as room:
        code = on_machines(room, site, settings, wishes, say)
        if wishes.keep:
            say(how_to_use(room))
    if code != Exit.OK and not wishes.keep:
        say(_("The practice room is gone. To keep it and look into what went wrong:"))
        say(f"  salle rehearse {site.name} --keep")
    return code


def on_machines(room: Room, site: Site, settings: Settings, wishes: Rehearsal, say: Say) -> Exit:
    """Deploy to the machines of a room, as to a real one, prove it, take the pictures, write the report."""
    deployment = Wishes(yes=True, vault_password_file=wishes.vault_password_file)
    proven = perform(site, settings, deployment, practice_ground(room))
    done = [outcome.machine for outcome in proven.run.outcomes if outcome.state is State.OK]
    wanted = done if wishes.photo and not proven.interrupted else []
    photos = take_photos(room, wanted, proven.folder / "photos", say) if wanted else {}
    code = tell(proven, settings, photos)
    return Exit.FAILED if len(photos) < len(wanted) and code == Exit.OK else code


def how_to_use(room: Room) -> str:
    """How to get into a kept room, use it again and remove it."""
    lines = [_("The practice room is kept. To get into a machine:")]
    lines += [f"  {shlex.join(room.ssh(machine.name))}    # {machine.name}" for machine in room.machines]
    lines += [
        _("To deploy again, or only verify:"),
        f"  salle deploy {room.site} --practice",
        f"  salle verify {room.site} --practice",
        _("To remove it:"),
        f"  salle rehearse {room.site} --down",
    ]
    return "\n".join(lines)
