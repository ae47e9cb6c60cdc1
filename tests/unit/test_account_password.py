# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``account_password``: whether an account already has a password, without saying which."""

import ctypes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from role_files import load

YESCRYPT = "$y$j9T$abcdefghijklmnopqrstu/"
"""How chpasswd(8) of Debian 12 and 13 hashes; crypt(5)."""


MODULE = load("accounts/library/account_password.py")


def hashed(password: str, setting: str) -> str:
    library = ctypes.CDLL("libcrypt.so.1")
    library.crypt.restype = ctypes.c_char_p
    said: bytes = library.crypt(password.encode(), setting.encode())
    return said.decode()


@pytest.mark.parametrize("setting", ["$6$rounds=1000$salt", YESCRYPT])
def test_a_password_is_known_by_its_hash(setting: str) -> None:
    there = hashed("mot de passe à nous", setting)
    assert MODULE.opens("mot de passe à nous", there)
    assert not MODULE.opens("mot de passe a nous", there)
    assert not MODULE.opens("", there)


@pytest.mark.parametrize("there", ["", "!", "*", "!$6$rounds=1000$salt$abc", "x", "$y$"])
def test_nothing_opens_an_account_that_is_locked_or_has_none(there: str) -> None:
    assert not MODULE.opens("", there)
    assert not MODULE.opens("mot de passe", there)


@given(
    st.text(st.characters(exclude_characters="\0\n\r", exclude_categories=["Cs"]), min_size=1, max_size=30)
)
def test_any_text_opens_what_was_hashed_from_it(password: str) -> None:
    assert MODULE.opens(password, hashed(password, "$6$rounds=1000$salt"))


def test_the_right_line_of_shadow_is_read() -> None:
    text = "root:*:1:0:99999:7:::\nmediateur2:a:1:::::\nmediateur:b:1:::::\nbroken\n"
    assert MODULE.hashed(text, "mediateur") == "b"
    assert MODULE.hashed(text, "nobody") == ""


def test_what_is_kept_can_be_read_by_root_only(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("theirs")
    kept = tmp_path / "there" / "kept"
    kept.parent.mkdir()
    kept.symlink_to(tmp_path / "elsewhere")
    MODULE.keep(kept, "hash")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert MODULE.read(kept) == "hash"
    assert (tmp_path / "elsewhere").read_text() == "theirs"
