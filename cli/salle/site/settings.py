# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of one file, or of one machine's line, judged by name and by value."""

from collections.abc import Iterator, Mapping
from itertools import islice

from salle.i18n import _
from salle.site.host_keys import HOST_KEYS, check_host_key
from salle.site.model import Problem
from salle.site.nodes import KIND_WORDS, Kind, Node, Setting
from salle.site.specs import Option
from salle.site.validate import check_value
from salle.site.wording import did_you_mean, show

MOST_GUESSES = 50
"""Unknown names for which the nearest known one is looked up; a wrong file may hold thousands."""


MOST_OF_ONE = 20
"""Problems said of one variable; a list may hold thousands of wrong entries."""


class Judge:
    """Knows the variables a site may set, and collects what is wrong."""

    def __init__(self, known: Mapping[str, Option], problems: list[Problem]) -> None:
        self.known = known
        self.problems = problems
        self._names = sorted([*known, *HOST_KEYS])
        self._known_names = frozenset(self._names)
        self._guesses = 0

    def settings_of(self, root: Node) -> dict[str, Setting]:
        """The variables of a parsed file of variables."""
        if root.kind is not Kind.MAPPING:
            if root.kind is not Kind.REFUSED:
                message = _('variables were expected, as in "site_name: …"; this is %(found)s.')
                self.problems.append(Problem(root.place, message % {"found": _(KIND_WORDS[root.kind])}))
            return {}
        return {name.value: Setting(name.value, name.place, value) for name, value in root.value}

    def judge(self, settings: Mapping[str, Setting], *, on_host: bool) -> dict[str, Setting]:
        """Add everything wrong with these variables to the problems; return those with a known name.

        Args:
            settings: variables by name.
            on_host: whether they are of one machine, rather than of a group.
        """
        for setting in settings.values():
            found = list(islice(self._judge(setting, on_host=on_host), MOST_OF_ONE + 1))
            if len(found) > MOST_OF_ONE:
                message = _("%(name)s: more is wrong, of the same sort as on the next lines.")
                found[-1] = Problem(setting.place, message % {"name": setting.name})
            self.problems.extend(found)
        return {name: value for name, value in settings.items() if name in self._known_names}

    def _judge(self, setting: Setting, *, on_host: bool) -> Iterator[Problem]:
        if option := self.known.get(setting.name):
            yield from check_value(option, setting.node)
        elif setting.name in HOST_KEYS or setting.name.startswith("ansible_"):
            yield from check_host_key(setting, on_host=on_host)
        else:
            yield Problem(setting.place, self._unknown(setting.name))

    def _unknown(self, name: str) -> str:
        if name == "serial":
            # Ansible warns at every run of a variable called like this keyword of its own.
            return _("serial means something else to Ansible; write serial_number.")
        message = _("there is no variable called %(name)s.") % {"name": show(name)}
        self._guesses += 1
        if self._guesses > MOST_GUESSES:
            return message
        return message + (did_you_mean(name, self._names) or self._of_the_role(name))

    def _of_the_role(self, name: str) -> str:
        """What the role that the name begins with does know."""
        role = name.split("_")[0]
        names = [option.name for option in self.known.values() if option.owner == role]
        if not names:
            return ""
        return " " + _("%(role)s knows: %(names)s.") % {"role": role, "names": ", ".join(names)}
