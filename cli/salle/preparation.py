# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made from the site and the catalogue before any machine is touched.

The same facts go three ways: to Ansible (derived variables), to the checks (the
promise), and onto the slide.  They are made once, here, so that nothing printed
can say more than what is installed and verified.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from salle import paths
from salle.catalogue import Application, Catalogue, load_catalogue
from salle.documents.pictures import make_pictures
from salle.documents.slide import Slide, SlideTool
from salle.i18n import LANGUAGES, language
from salle.site.chromium_blocker import blocker_source
from salle.site.model import Machine, Site
from salle.site.promise import promises
from salle.verify.bundle import build_bundle, digest
from salle.whole import write_whole

ALTERNATIVES = {"fr": "{} ou {}", "en": "{} or {}"}


@dataclass(frozen=True)
class Preparation:
    """What a run on some machines of a site needs; keys are machine names."""

    promised: Mapping[str, Mapping[str, Any]]
    """What travels to the machine with the checks."""
    derived: Mapping[str, Mapping[str, Any]]
    """Variables that Ansible is given beside the site's own."""


def prepare(site: Site, machines: Sequence[Machine]) -> Preparation:
    """Resolve what each machine shall have, and draw its slide.

    Raises:
        SalleError: a profile or an application does not exist, or a picture could not be drawn.
    """
    catalogue = load_catalogue()
    resolved = promises(site)
    draw = cache(partial(make_pictures, folder=kept_pictures()))
    tool = keep_by_digest(build_bundle(), "verifier")
    promised: dict[str, Mapping[str, Any]] = {}
    derived: dict[str, Mapping[str, Any]] = {}
    for machine in machines:
        roles = resolved[machine.name]
        applications = applications_of(roles, catalogue)
        slide = slide_of(site, roles, applications)
        pictures = draw(slide, lang=slide_language(roles))
        told = {
            **roles,
            "machine": {
                "name": machine.name,
                "label": machine.label,
                "seat": machine.seat,
                "groups": list(machine.groups),
            },
            "site": site.name,
            "title": site.title,
            "applications": [application.as_promised() for application in applications],
            "proprietary": proprietary(),
            "generated": {"wallpaper": read_index(pictures)},
        }
        promise = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        kept = keep_by_digest(promise, "promise")
        derived[machine.name] = {
            "wallpaper_source": str(pictures),
            "browser_chromium_blocker_source": blocker_source(site.folder, roles["browser"]),
            "attestation_bundle_source": str(tool),
            "attestation_promise_source": str(kept),
            **places_of(machine),
        }
        promised[machine.name] = {**told, "attested": {"bundle": tool.name, "promise": kept.name}}
    return Preparation(promised, derived)


@cache
def proprietary() -> Mapping[str, Any]:
    """The list of proprietary programs that people meet, as ``catalogue/proprietary.yml`` holds it."""
    import yaml

    content: Mapping[str, Any] = yaml.safe_load((paths.catalogue() / "proprietary.yml").read_text("utf-8"))
    return content


def places_of(machine: Machine) -> dict[str, Any]:
    """Where the site says its policies of Firefox: the machine judges them, people correct the file."""
    return {"__browser_policies_places": dict(machine.policy_places)} if machine.policy_places else {}


def applications_of(roles: Mapping[str, Any], catalogue: Catalogue) -> tuple[Application, ...]:
    """The applications that a machine was promised."""
    wanted = roles["software"]
    return catalogue.chosen(
        wanted["software_profiles"], wanted["software_extra"], wanted["software_excluded"]
    )


def slide_language(roles: Mapping[str, Any]) -> str:
    """The language of the machine's slide: that of its locale when we speak it, else ours."""
    spoken = str(roles["base"]["base_locale"])[:2]
    return spoken if spoken in LANGUAGES else language()


def slide_of(site: Site, roles: Mapping[str, Any], applications: Sequence[Application]) -> Slide:
    """What the slide says: the place, whom to ask, and the tools of this machine."""
    both = ALTERNATIVES[slide_language(roles)]
    told = ("site_contact", "site_address", "site_opening_hours")
    return Slide(
        place=site.title,
        contact=tuple(str(site.variables[name]) for name in told if site.variables.get(name)),
        tools=tuple(
            SlideTool(one.name, replaced(one, both), shortly=one.replaces[0])
            for one in applications
            if one.replaces and (one.packages or one.web)
        ),
        url=str(site.variables.get("site_url") or ""),
    )


def replaced(application: Application, both: str) -> str:
    """At most two of the tools that it stands in for: a slide is read from afar."""
    names = application.replaces[:2]
    return both.format(*names) if len(names) > 1 else "".join(names)


def kept_pictures() -> Path:
    """Where drawn pictures are kept: the user's cache folder, so that a second run draws nothing."""
    return user_cache_path("salle") / "pictures"


def keep_by_digest(content: bytes, kind: str) -> Path:
    """A file of that content in the user's cache folder, named after its digest (SHA-256)."""
    file = user_cache_path("salle") / kind / digest(content)
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, content)
    return file


def read_index(pictures: Path) -> dict[str, Any]:
    """What is in a folder of pictures: file name -> width, height, sha256."""
    index: dict[str, Any] = json.loads((pictures / "pictures.json").read_text("utf-8"))
    return index
