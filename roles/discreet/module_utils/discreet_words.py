# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module discreet_programs says to people.

Each constant is one sentence, with ``%(name)s`` for what is filled in (see salle.run.role_texts).
"""

HIDDEN = (
    "%(machine)s: %(name)s is no longer shown: %(why)s. It stays installed. To start it all the same: "
    "%(command)s"
)
SHOWN = "%(machine)s: %(name)s is shown again."
KNOWN = "proprietary software of %(fact)s"
SECTION = "its package comes from the part of the archive called %(fact)s, which is not all free software"
ORIGIN = "its package comes from %(fact)s, which offers proprietary software"
MAINTAINER = "its package is made by %(fact)s, whose programs are proprietary"
LICENCE = "it says of its own licence: %(fact)s"
EXTRA = "the site asks for it (discreet_extra)"
TAKEN = (
    "%(machine)s: %(path)s was changed by somebody since salle laid it there; it is left as it is, and "
    "what was there before is in %(kept)s."
)
HOME = (
    "%(machine)s: in the account %(account)s, %(paths)s still shows a proprietary program. It is left as "
    "it is: talk to its owner, or remove the file."
)
