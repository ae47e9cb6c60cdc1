# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An extension is taken only as Mozilla signed it; here an authority of our own stands for Mozilla."""

import contextlib
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from salle.xpi import cose, pkcs7
from salle.xpi.lists import COSE_LIST, COSE_SIGNATURE, JAR_DIGEST, JAR_LIST, JAR_SIGNATURE
from salle.xpi.refused import Refused
from salle.xpi.trust import amo_root
from salle.xpi.verify import check_extension
from xpi_tools import FILES, ID, authority, good_files, manifest, signed_files, write

LONG = "x" * 70 + "@salle.example"


def refused(path: Path, id_: str = ID) -> str:
    """Why the extension is refused; empty when it is taken."""
    try:
        check_extension(path, id_, authority().root.public_key())
    except Refused as reason:
        return str(reason)
    return ""


def changed(tmp_path: Path, **change: bytes | None) -> Path:
    """A good extension with files laid over; None takes one away."""
    files = {**good_files(), **{name.replace("__", "/"): value for name, value in change.items()}}
    return write(tmp_path / "a.xpi", {name: value for name, value in files.items() if value is not None})


def test_an_extension_as_it_was_signed_is_taken(tmp_path: Path) -> None:
    assert refused(write(tmp_path / "a.xpi", good_files())) == ""


def test_an_id_may_stand_in_the_certificate_alone(tmp_path: Path) -> None:
    assert refused(write(tmp_path / "a.xpi", signed_files(named=None))) == ""


def test_a_long_id_is_known_by_its_digest(tmp_path: Path) -> None:
    import hashlib

    digest = hashlib.sha256(LONG.encode()).hexdigest()
    assert refused(write(tmp_path / "a.xpi", signed_files(digest, named=LONG)), LONG) == ""


def test_a_long_file_name_that_the_lists_fold_is_taken(tmp_path: Path) -> None:
    long = {"dossier/" * 12 + "é.js": b"1"}
    assert refused(write(tmp_path / "a.xpi", signed_files(files=long))) == ""


@pytest.mark.parametrize("file", ["background.js", "manifest.json", "icons/icon.png"])
def test_one_changed_file_is_named(tmp_path: Path, file: str) -> None:
    files = {**good_files(), file: good_files()[file] + b"\n"}
    assert file in refused(write(tmp_path / "a.xpi", files))


def test_an_added_file_is_named(tmp_path: Path) -> None:
    assert "more.js was changed or added" in refused(
        write(tmp_path / "a.xpi", {**good_files(), "more.js": b""})
    )


def test_a_file_added_beside_the_signatures_is_named(tmp_path: Path) -> None:
    files = {**good_files(), "META-INF/evil.js": b""}
    assert "META-INF/evil.js was changed or added" in refused(write(tmp_path / "a.xpi", files))


def test_a_removed_file_is_named(tmp_path: Path) -> None:
    files = {name: content for name, content in good_files().items() if name != "background.js"}
    assert "background.js was removed" in refused(write(tmp_path / "a.xpi", files))


@pytest.mark.parametrize("file", [COSE_LIST, COSE_SIGNATURE, JAR_LIST, JAR_DIGEST, JAR_SIGNATURE])
def test_a_signature_file_of_another_extension_is_refused(tmp_path: Path, file: str) -> None:
    other = signed_files(files={"background.js": b"evil"})
    assert refused(write(tmp_path / "a.xpi", {**good_files(), file: other[file]}))


def test_one_good_signature_is_not_enough(tmp_path: Path) -> None:
    stranger = signed_files(by=authority("stranger"))
    for mixed in (
        {**good_files(), JAR_SIGNATURE: stranger[JAR_SIGNATURE], JAR_DIGEST: stranger[JAR_DIGEST]},
        {**stranger, COSE_SIGNATURE: good_files()[COSE_SIGNATURE]},
    ):
        assert "not Mozilla's" in refused(write(tmp_path / "a.xpi", mixed))


def test_a_stranger_who_calls_himself_the_same_is_refused(tmp_path: Path) -> None:
    assert "not Mozilla's" in refused(write(tmp_path / "a.xpi", signed_files(by=authority("stranger"))))


def test_a_signer_who_may_not_vouch_for_others_is_refused(tmp_path: Path) -> None:
    """Whoever has one extension signed holds a certificate of Mozilla's: it must not sign more."""
    from dataclasses import replace

    from xpi_tools import certificate

    ours = authority()
    signer = authority("a signed extension", may_sign=False)
    posing = replace(
        signer,
        certificate=certificate("a signed extension", signer.key, "root", ours.root, authority=False),
    )
    assert "not Mozilla's" in refused(write(tmp_path / "a.xpi", signed_files(by=posing)))


def test_an_unsigned_extension_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xpi", {"manifest.json": manifest(), **FILES})
    assert "no signature" in refused(path)


def test_an_extension_signed_in_the_old_way_only_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = changed(tmp_path, **{"META-INF__cose.sig": None, "META-INF__cose.manifest": None})
    assert "newer version" in refused(path)


def test_an_extension_without_the_old_signature_is_refused(tmp_path: Path) -> None:
    assert "one of its two" in refused(changed(tmp_path, **{"META-INF__mozilla.rsa": None}))


def test_another_extension_is_refused_with_its_id(tmp_path: Path) -> None:
    assert ID in refused(write(tmp_path / "a.xpi", good_files()), "other@salle.example")


def test_a_signature_for_another_id_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xpi", signed_files("other@salle.example"))
    assert "other@salle.example" in refused(path)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xpi", good_files())
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as opened:
        warnings.simplefilter("ignore")
        opened.writestr("background.js", b"evil")
    assert "two files of one name" in refused(path)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xpi"
    path.write_bytes(content)
    assert "no XPI" in refused(path)


def test_an_archive_that_is_no_extension_is_refused(tmp_path: Path) -> None:
    assert "manifest.json" in refused(write(tmp_path / "a.xpi", {"a": b""}))


def test_an_archive_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xpi", {**good_files(), "zeros": bytes(200_000)})
    monkeypatch.setattr("salle.xpi.archive.LARGEST", 100_000)
    assert path.stat().st_size < 100_000
    assert "too large" in refused(path)


def test_a_manifest_with_comments_is_read_as_firefox_reads_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xpi", {"manifest.json": b"\xef\xbb\xbf// hello\n" + manifest()})
    assert "no signature" in refused(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    file=st.sampled_from(sorted(good_files())),
    at=st.integers(0, 10_000),
    value=st.integers(0, 255),
)
def test_no_change_of_one_byte_anywhere_is_taken(tmp_path: Path, file: str, at: int, value: int) -> None:
    content = bytearray(good_files()[file])
    before = content[at % len(content)]
    content[at % len(content)] = value
    path = write(tmp_path / "a.xpi", {**good_files(), file: bytes(content)})
    if value == before:
        assert refused(path) == ""
    elif file not in (COSE_SIGNATURE, JAR_SIGNATURE, JAR_DIGEST):
        assert refused(path)
    else:  # a byte that no verifier reads may differ, a broken file must not end in another error
        refused(path)


@settings(max_examples=300, deadline=None)
@given(
    file=st.sampled_from([COSE_SIGNATURE, JAR_SIGNATURE]),
    at=st.integers(0, 10_000),
    value=st.integers(0, 255),
)
def test_a_damaged_certificate_ends_in_words(file: str, at: int, value: int) -> None:
    """Both files are made of certificates for the most part, read by a library with errors of its own."""
    content = bytearray(good_files()[file])
    content[at % len(content)] = value
    look, over = {
        COSE_SIGNATURE: (cose.check_cose, COSE_LIST),
        JAR_SIGNATURE: (pkcs7.check_pkcs7, JAR_DIGEST),
    }[file]
    with contextlib.suppress(Refused):
        look(bytes(content), good_files()[over], authority().root.public_key())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_in_place_of_a_signature_are_refused(data: bytes) -> None:
    for look in (cose.check_cose, pkcs7.check_pkcs7):
        with pytest.raises(Refused):
            look(data, b"x", amo_root())


def test_the_built_in_key_is_a_strong_one() -> None:
    assert amo_root().key_size == 4096
