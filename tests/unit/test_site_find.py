# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where sites and the records of their runs lie."""

from pathlib import Path

import pytest
from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.main import main
from salle.site.find import find_site_folder, runs_folder, site_names
from site_tools import make_site


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with two sites, and one site that comes with the product."""
    make_site(tmp_path / "inventories/annexe")
    make_site(tmp_path / "inventories/mediatheque")
    make_site(tmp_path / "product/demo")
    monkeypatch.setattr(paths, "shipped_inventories", lambda: tmp_path / "product")
    monkeypatch.chdir(tmp_path)
    return tmp_path


BAD = [
    "../x",
    "/etc/x",
    "a;b",
    "-oProxyCommand=x",
    ".",
    "..",
    "",
    "a/b",
    "a\n",
    "média",
    "x" * 64,
    "a b",
    "~",
    "$x",
]


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_could_lead_elsewhere_is_refused(here: Path, name: str) -> None:
    with pytest.raises(SalleError, match="cannot be the name of a site") as caught:
        find_site_folder(name, None)
    assert caught.value.code == Exit.USAGE


@pytest.mark.parametrize("verb", ["check", "init"])
@pytest.mark.parametrize("name", [name for name in BAD if name])
def test_nothing_is_written_for_such_a_name(here: Path, verb: str, name: str) -> None:
    before = sorted(here.parent.rglob("*"))
    assert main([verb, *(["--yes"] if verb == "init" else []), "--", name]) == Exit.USAGE
    assert sorted(here.parent.rglob("*")) == before


def test_a_site_of_the_current_folder_is_found(here: Path) -> None:
    assert find_site_folder("annexe", None) == here / "inventories/annexe"


def test_a_site_that_comes_with_the_product_is_found(here: Path) -> None:
    assert find_site_folder("demo", None) == here / "product/demo"


def test_with_a_folder_of_sites_no_other_is_looked_into(here: Path) -> None:
    with pytest.raises(SalleError):
        find_site_folder("demo", Path("inventories"))
    assert find_site_folder("annexe", Path("inventories")) == here / "inventories/annexe"


def test_a_misspelt_site_is_answered_with_the_nearest(here: Path) -> None:
    with pytest.raises(SalleError, match="Did you mean mediatheque") as caught:
        find_site_folder("mediateque", None)
    assert "The sites there: annexe, demo, mediatheque." in str(caught.value)
    assert caught.value.code == Exit.USAGE


def test_without_any_site_the_way_to_create_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(SalleError, match="salle init mediatheque"):
        find_site_folder("mediatheque", tmp_path / "nothing")


def test_hidden_folders_are_no_sites(here: Path) -> None:
    (here / "inventories/.new-x").mkdir()
    assert site_names(None) == ("annexe", "demo", "mediatheque")


def test_runs_lie_beside_the_inventories(here: Path) -> None:
    assert runs_folder(here / "inventories/annexe", None) == here / "runs"


def test_runs_of_an_installed_site_go_to_the_current_folder(here: Path) -> None:
    assert runs_folder(paths.PACKAGE / "data/inventories/demo", None) == here / "runs"


def test_runs_go_where_the_person_says(here: Path) -> None:
    assert runs_folder(here / "inventories/annexe", Path("elsewhere")) == here / "elsewhere"
