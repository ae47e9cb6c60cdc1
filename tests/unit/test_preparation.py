# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same facts go to Ansible, to the checks and onto the slide."""

from pathlib import Path

import pytest
from salle import preparation
from salle.catalogue import load_catalogue
from salle.preparation import applications_of, prepare, replaced, slide_of
from salle.site.find import find_site_folder
from salle.site.load import load_site
from salle.site.promise import promises


def test_what_is_promised_is_what_is_drawn_and_what_ansible_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "kept_pictures", lambda: tmp_path)
    site = load_site(find_site_folder("demo", None))
    ready = prepare(site, site.machines[:2])
    assert set(ready.promised) == set(ready.derived) == {"poste-01", "poste-02"}
    promised = ready.promised["poste-01"]
    pictures = Path(ready.derived["poste-01"]["wallpaper_source"])
    assert {path.name for path in pictures.glob("*.png")} == set(promised["generated"]["wallpaper"])
    assert promised["machine"]["seat"] == "A1"
    assert "libreoffice" in {one["id"] for one in promised["applications"]}


def test_the_slide_names_only_applications_of_the_profile() -> None:
    site = load_site(find_site_folder("demo", None))
    roles = promises(site)["poste-01"]
    applications = applications_of(roles, load_catalogue())
    slide = slide_of(site, roles, applications)
    assert slide.place == site.title
    assert {tool.name for tool in slide.tools} <= {one.name for one in applications}
    assert "GIMP" not in {tool.name for tool in slide.tools}


def test_at_most_two_of_the_replaced_tools_are_named() -> None:
    application = load_catalogue().application("vlc")
    assert replaced(application, "{} ou {}").count(" ou ") <= 1
