# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The applications a room can be given, read from ``catalogue/applications.yml``.

The head of that file explains each field; ``applications.schema.json`` beside it
holds their types.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from salle import paths
from salle.catalogue_source import read_entries
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.site.wording import did_you_mean, show

Value = TypeVar("Value")


@dataclass(frozen=True)
class Profile:
    """A named set of applications; texts by language (``fr``, ``en``)."""

    id: str
    name: Mapping[str, str]
    summary: Mapping[str, str]


@dataclass(frozen=True)
class Application:
    """One entry of the catalogue; ``entry`` is the whole of it, as the checks receive it."""

    id: str
    name: str
    summary: Mapping[str, str]
    category: str
    profiles: tuple[str, ...]
    packages: tuple[str, ...]
    replaces: tuple[str, ...]
    keywords: tuple[str, ...]
    licence: str
    homepage: str
    role: str = "software"
    """The role that installs and proves it."""
    web: str = ""
    """The address of a site that does the work; there is no package then."""
    flatpak: str = ""
    limits: Mapping[str, str] = field(default_factory=dict)
    entry: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def packages_on(self, key: str, language: str = "fr") -> tuple[str, ...]:
        """The packages to install on a system; none: not to be had there.

        Args:
            key: the system, named like ``debian13``.
            language: what it shall speak, by its code (ISO 639-1).
        """
        packages, languages = self._on(key, "packages"), self._on(key, "languages")
        return (*packages, *languages.get(language, ())) if packages and languages else tuple(packages)

    def launchers_on(self, key: str) -> tuple[str, ...]:
        """The desktop file ids it has in the menu of that system, the main one first."""
        ours = (f"salle-{self.id}.desktop",) if self.web or self.entry.get("command") else ()
        return (*self._on(key, "launcher"), *ours)

    def available_on(self, key: str) -> bool:
        """Whether a machine with that system can have it."""
        return bool(self.web or self.packages_on(key))

    def as_promised(self) -> dict[str, Any]:
        """The entry with its id, for the checks that travel to a machine."""
        return {"id": self.id, **self.entry}

    def _on(self, key: str, name: str) -> Any:
        exceptions: Mapping[str, Any] = self.entry.get(f"{name}_on") or {}
        general = self.entry.get(name) or ()
        return exceptions.get(key, exceptions.get(key.rstrip("0123456789"), general))


@dataclass(frozen=True)
class Catalogue:
    """All applications, in the order of the file, and the profiles they belong to."""

    applications: tuple[Application, ...]
    profiles: Mapping[str, Profile]
    categories: Mapping[str, Mapping[str, str]]

    def application(self, id_: str) -> Application:
        """The application of that id.

        Raises:
            SalleError: there is none; the message names the nearest.
        """
        by_id = {one.id: one for one in self.applications}
        return _named(id_, by_id, _("There is no application “%(name)s”."))

    def profile(self, id_: str) -> Profile:
        """The profile of that id.

        Raises:
            SalleError: there is none; the message names the nearest.
        """
        return _named(id_, self.profiles, _("There is no profile “%(name)s”."))

    def chosen(
        self, profiles: Iterable[str], extra: Iterable[str] = (), excluded: Iterable[str] = ()
    ) -> tuple[Application, ...]:
        """What profiles bring, and the extra ones, without the excluded; in the order of the file.

        Raises:
            SalleError: a profile or an application does not exist.
        """
        brought = {self.profile(one).id for one in profiles}
        wanted = {self.application(one).id for one in extra}
        refused = {self.application(one).id for one in excluded}
        return tuple(
            one
            for one in self.applications
            if one.id not in refused and (one.id in wanted or brought.intersection(one.profiles))
        )


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read and validate the catalogue (default: the one that comes with salle).

    Raises:
        SalleError: the file cannot be read or holds mistakes; all of them are named, with file and line.
    """
    data = read_entries(path or paths.catalogue() / "applications.yml")
    return Catalogue(
        applications=tuple(_application(id_, entry) for id_, entry in data["applications"].items()),
        profiles={id_: Profile(id_, **texts) for id_, texts in data["profiles"].items()},
        categories=data["categories"],
    )


def _named(name: str, known: Mapping[str, Value], message: str) -> Value:
    if name in known:
        return known[name]
    hint = did_you_mean(name, known).strip() or _("Those there are: %(names)s.") % {"names": ", ".join(known)}
    raise SalleError(message % {"name": show(name)}, hint=hint, code=Exit.SITE_INVALID)


def _application(id_: str, entry: Mapping[str, Any]) -> Application:
    known: dict[str, Any] = {
        one.name: tuple(entry[one.name]) if isinstance(entry[one.name], list) else entry[one.name]
        for one in fields(Application)
        if one.name in entry
    }
    return Application(id=id_, entry=entry, **known)
