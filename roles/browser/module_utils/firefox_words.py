# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module firefox_policies says to people.

Each constant is one sentence, with ``%(name)s`` for what is filled in. The command line finds them
here and says them in the reader's language (salle.run.role_texts), so none stands elsewhere.
"""

REFUSED = "Nothing was written: the Firefox on this machine would refuse or silently leave out a part of it."
MORE_REFUSED = "There are %(count)s more of the same sort in the policies of Firefox."
UNKNOWN = "%(where)s: the Firefox on this machine knows no such name"
UNKNOWN_NEAR = "%(where)s: the Firefox on this machine knows no such name; did you mean %(near)s?"
WRONG_KIND = "%(where)s: Firefox takes no %(value)s here, but one of these kinds: %(kinds)s"
NO_CHOICE = "%(where)s: Firefox takes no %(value)s here, but one of these: %(choices)s"
NO_ADDRESS = "%(where)s: %(value)s is no address; it must begin with https:// or the like"
WRONG_FORM = "%(where)s: %(value)s does not have the form %(form)s"
TOO_LONG = "%(where)s: %(value)s is longer than %(most)s characters"
MISSING = "%(where)s: the name %(name)s is missing"

NO_FIREFOX = "Firefox is not on this machine; these were looked for: %(archives)s"
NO_RULES = "The rules that Firefox carries cannot be read: %(why)s"
UNCHECKED = "%(machine)s: the policies of Firefox could not be checked beforehand: %(why)s."
NOT_YET = "Firefox is not installed yet"
TOO_OLD = "this Firefox carries no rules (before 153)"
DEPRECATED = (
    "%(machine)s: the installed Firefox still follows these policies, but calls them deprecated: %(names)s."
)

REPLACED = (
    "%(machine)s: somebody else's %(path)s is no longer followed; it is kept as %(kept)s. "
    "It differs from what the site asks for in: %(names)s. What should hold again belongs under "
    "browser_policies in the site's files."
)
REPLACED_ALIKE = (
    "%(machine)s: somebody else's %(path)s was replaced and is kept as %(kept)s; "
    "it asked for nothing that the site does not ask for."
)
REPLACED_UNREAD = (
    "%(machine)s: somebody else's %(path)s was replaced and is kept as %(kept)s; what it asked for "
    "could not be read."
)
HIDDEN = (
    "%(machine)s: Firefox reads one file of policies only, so it does not follow %(path)s. "
    "That file differs from what the site asks for in: %(names)s."
)
PROFILE = (
    "%(machine)s: in the account %(account)s, the file %(path)s weakens the protection of Firefox by: "
    "%(names)s. It is left as it is: talk to its owner, or remove the file."
)
RESTORED = "%(machine)s: the file that was there before salle is back: %(path)s."
OLDER_KEPT = "%(machine)s: these older files of somebody else were kept and stay where they are: %(paths)s."
