# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages say: the place's own words, ours, and the articles of the four sites."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SITES = ("journal", "meteo", "recettes", "sante")
"""The four sites of the demonstration, each at ``<name>.localhost``."""
PORTAL, TRACKER = "portail", "pisteur"
ENGINES = {
    "DuckDuckGo": "https://duckduckgo.com/",
    "Qwant": "https://www.qwant.com/",
    "Startpage": "https://www.startpage.com/sp/search",
    "Mojeek": "https://www.mojeek.com/search",
}
PARAMETERS = {"Startpage": "query"}
"""Where it is not ``q``."""


@dataclass(frozen=True)
class Article:
    """One article, in one language."""

    slug: str
    topic: str
    title: str
    lead: str
    text: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """One of the four sites, in one language."""

    name: str
    title: str
    motto: str
    articles: tuple[Article, ...]

    def article(self, slug: str) -> Article | None:
        """The article of that address; None when there is none."""
        return next((one for one in self.articles if one.slug == slug), None)


class Content:
    """Everything in the folder of the portal's data, read once.

    Args:
        folder: the folder, /usr/share/salle/portal on a machine.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def place(self) -> Mapping[str, Any]:
        """What the place says of itself: ``name``, ``contact``…, plain text; see the role's tasks."""
        place: Mapping[str, Any] = json.loads((self.folder / "place.json").read_text("utf-8"))
        return place

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """Our own words by language and name."""
        return self._toml("texts.toml")

    @cached_property
    def guide(self) -> Mapping[str, Any]:
        """The mediator's page by language."""
        return self._toml("guide.toml")

    @cached_property
    def inferences(self) -> Mapping[str, Any]:
        """What a tracker makes of what was read."""
        return self._toml("inferences.toml")

    @cached_property
    def _sites(self) -> dict[str, Mapping[str, Any]]:
        return {name: self._toml(f"sites/{name}.toml") for name in SITES}

    def site(self, name: str, language: str) -> Site:
        """A site in a language."""
        told = self._sites[name]
        articles = tuple(
            Article(one["slug"], one["topic"], said["title"], said["lead"], tuple(said["text"]))
            for one in told["articles"]
            for said in (one[language],)
        )
        return Site(name, told[language]["title"], told[language]["motto"], articles)

    def file(self, kind: str, name: str) -> bytes | None:
        """A style sheet or a script; None when there is none of that name."""
        path = self.folder / kind / name
        return path.read_bytes() if path.parent == self.folder / kind and path.is_file() else None

    def _toml(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self.folder / name).read_text("utf-8"))
