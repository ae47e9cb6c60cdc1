# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A blocker for Chromium that a site brings is taken only if it is the one meant, whole and usable."""

import hashlib
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import chromium_extension as extension
import pytest
from salle.preparation import prepare
from salle.site.chromium_blocker import blocker_source
from salle.site.crx import CrxError, read_crx
from salle.site.load import load_site
from site_tools import make_site, problems_of

KEY, OTHER_KEY = extension.new_key(), extension.new_key()
GOOD = extension.pack(KEY)
FILE = "group_vars/all/browser.yml"


def site_with(folder: Path, data: bytes, *, id_: str = "", sha256: str = "", name: str = "own.crx") -> Path:
    """A site that gives Chromium this blocker."""
    lines = [
        "browser_chromium_blocker: file",
        "browser_chromium_blocker_file:",
        f"  file: {name}",
        f"  id: {id_ or extension.id_of(KEY)}",
        f"  sha256: {sha256 or hashlib.sha256(data).hexdigest()}",
    ]
    return make_site(folder, {FILE: "\n".join(lines) + "\n", "files/own.crx": data})


def only_problem(site: Path) -> str:
    problems = problems_of(site)
    assert len(problems) == 1, problems
    return str(problems[0])


def test_the_meant_blocker_is_taken_with_its_version(tmp_path: Path) -> None:
    site = load_site(site_with(tmp_path / "site", GOOD))
    told = {
        "browser_chromium_blocker": "file",
        "browser_chromium_blocker_file": site.machines[0].variables["browser_chromium_blocker_file"],
    }
    assert blocker_source(site.folder, told) == {
        "path": str(site.folder / "files/own.crx"),
        "version": "1.2.3",
    }


def test_another_source_needs_no_file() -> None:
    assert blocker_source(Path("/nowhere"), {"browser_chromium_blocker": "store"}) == {}


def test_ansible_is_told_where_the_verified_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pictures.json").write_text("{}")
    monkeypatch.setattr("salle.preparation.make_pictures", lambda *_, **__: tmp_path)
    site = load_site(site_with(tmp_path / "site", GOOD))
    derived = prepare(site, site.machines).derived[site.machines[0].name]
    assert derived["browser_chromium_blocker_source"]["version"] == "1.2.3"


def test_another_file_than_was_meant_is_refused_at_its_digest(tmp_path: Path) -> None:
    message = only_problem(site_with(tmp_path / "site", GOOD, sha256="f" * 64))
    assert f"{FILE}:5:" in message
    assert hashlib.sha256(GOOD).hexdigest() in message


def test_an_extension_of_somebody_else_is_refused_at_its_id(tmp_path: Path) -> None:
    message = only_problem(site_with(tmp_path / "site", extension.pack(OTHER_KEY)))
    assert f"{FILE}:4:" in message
    assert extension.id_of(OTHER_KEY) in message


def test_an_old_manifest_is_refused_because_chromium_loads_none(tmp_path: Path) -> None:
    data = extension.pack(KEY, extension.manifest(manifest_version=2))
    message = only_problem(site_with(tmp_path / "site", data))
    assert f"{FILE}:3:" in message
    assert "manifest has version 2" in message


@pytest.mark.parametrize("name", ["missing.crx", "../site/files/own.crx", "/etc/passwd"])
def test_only_a_file_of_the_sites_own_folder_is_read(tmp_path: Path, name: str) -> None:
    message = only_problem(site_with(tmp_path / "site", GOOD, name=name))
    assert f"{FILE}:3:" in message
    assert "in the folder files" in message


def test_a_blocker_that_is_not_named_is_asked_for(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {FILE: "browser_chromium_blocker: file\n"})
    assert f"{FILE}:1:" in only_problem(site)


def test_what_is_missing_of_its_name_is_asked_for(tmp_path: Path) -> None:
    text = "browser_chromium_blocker: file\nbrowser_chromium_blocker_file: {file: own.crx}\n"
    site = make_site(tmp_path / "site", {FILE: text, "files/own.crx": GOOD})
    assert {str(one).rsplit(": ", 1)[1] for one in problems_of(site)} == {
        "id is missing.",
        "sha256 is missing.",
    }


def test_every_changed_byte_of_the_archive_is_noticed() -> None:
    for at in range(len(GOOD) - 200, len(GOOD), 7):
        changed = GOOD[:at] + bytes([GOOD[at] ^ 1]) + GOOD[at + 1 :]
        with pytest.raises(CrxError):
            read_crx(changed)


def test_a_damaged_or_foreign_file_is_an_error_in_words_never_a_crash() -> None:
    for cut in [*range(40), 100, len(GOOD) // 2]:
        with pytest.raises(CrxError):
            read_crx(GOOD[:cut])
    for at in range(0, 600, 5):
        with pytest.raises(CrxError):
            read_crx(GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :])


def test_a_signature_by_another_key_than_that_of_the_id_is_refused() -> None:
    """The id in the signed part is KEY's, the only signature is OTHER_KEY's."""
    archive = GOOD[12 + struct.unpack("<I", GOOD[8:12])[0] :]
    own = extension._field(1, extension._digest(KEY))
    forged = extension.sign(OTHER_KEY, archive, own=own)
    with pytest.raises(CrxError, match="key that its id stands for"):
        read_crx(forged)


def test_a_file_of_the_old_format_is_refused() -> None:
    with pytest.raises(CrxError, match="old format 2"):
        read_crx(b"Cr24" + (2).to_bytes(4, "little") + GOOD[8:])


def test_an_archive_without_a_manifest_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rules.json", "[]")
    with pytest.raises(CrxError, match=r"manifest\.json"):
        read_crx(extension.sign(KEY, buffer.getvalue()))
