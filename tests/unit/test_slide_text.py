# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text on the slide: every sign is drawn or visibly replaced, and no line is too long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from salle.documents import contrast, fonts, glyphs, paint, qr
from salle.documents.typography import Span, length, shorten, wrap
from salle.errors import SalleError
from salle.exit_codes import Exit

EM = 12.0


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_ink_of_the_slide_stands_out_from_every_ground() -> None:
    inks, grounds = (paint.INK, paint.SOFT, paint.ACCENT), (*paint.GROUND_STOPS, *paint.SHAPES)
    assert len(grounds) >= 3
    assert min(contrast.ratio(ink, ground) for ink in inks for ground in grounds) >= 7


def test_a_palette_that_is_hard_to_read_is_refused() -> None:
    with pytest.raises(ValueError, match=r"contrast 6\.4"):
        contrast.require(("#ffffff",), ("#0a2e42", "#1d6b4f"))


def test_french_text_is_drawn_in_one_font() -> None:
    text = "L’été à Œuilly : « ça, là-bas » — 10\u202f000\u00a0€ ÀÂÇÈÉÊËÎÏÔÙÛÜŸÆ"
    assert [piece.known for piece in glyphs.pieces(text, False)] == [True]


def test_an_emoji_is_a_picture_and_the_text_around_it_stays_text() -> None:
    before, penguin, after = glyphs.pieces("été 🐧 fin", True)
    assert (before.text, penguin.text, after.text) == ("été ", "🐧", " fin")
    assert [piece.emoji for piece in (before, penguin, after)] == [False, True, False]


@pytest.mark.parametrize("sign", ["👩‍🏫", "🇫🇷", "👍🏽", "☎️", "👨‍👩‍👧‍👦", "é\u0301\u0302"])
def test_a_joined_sign_stays_whole(sign: str) -> None:
    assert list(glyphs.clusters(f"a{sign}b")) == ["a", sign, "b"]


def test_two_flags_are_two_signs() -> None:
    assert list(glyphs.clusters("🇫🇷🇧🇪")) == ["🇫🇷", "🇧🇪"]


def test_a_sign_no_font_has_is_replaced_visibly_and_named() -> None:
    (piece,) = glyphs.pieces("漢字", False)
    assert piece.text == glyphs.UNKNOWN[0] * 2
    assert not piece.known
    assert glyphs.unknown_characters("Salle 漢 é 字漢 🐧") == "漢字"


def test_without_the_emoji_font_an_emoji_is_replaced_visibly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "emoji", lambda: None)
    glyphs.pieces.cache_clear()
    try:
        (piece,) = glyphs.pieces("🐧", False)
    finally:
        glyphs.pieces.cache_clear()
    assert piece.text == glyphs.UNKNOWN[0]
    assert not piece.known


def test_without_any_font_the_packages_to_install_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find", lambda file: None)
    fonts.faces.cache_clear()
    try:
        with pytest.raises(SalleError) as caught:
            fonts.faces(False)
    finally:
        fonts.faces.cache_clear()
    assert caught.value.code is Exit.LACKING
    assert "fonts-lato" in caught.value.hint


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb\tc\x00d\x1b[31m", "a b c d [31m"),
        ("poste\u202eeltiT\u2066x", "posteeltiTx"),
        ("e\u0301te\u0301", "été"),
        ("  deux   blancs ", "deux blancs"),
    ],
)
def test_what_cannot_be_seen_does_not_reach_the_slide(raw: str, shown: str) -> None:
    assert glyphs.clean(raw) == shown


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.booleans())
def test_any_text_can_be_wrapped_and_no_line_is_too_long(text: str, bold: bool) -> None:
    lines = wrap([Span(text, bold)], EM)
    assert all(length(line) <= EM for line in lines if len(list(glyphs.clusters(line[0].text))) > 1)
    joined = "".join(span.text for line in lines for span in line).replace(" ", "")
    assert joined == glyphs.clean(text).replace(" ", "")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.integers(1, 3))
def test_shortened_text_fits_and_ends_in_an_ellipsis(text: str, most: int) -> None:
    lines = wrap([Span(text)], EM)
    short = shorten(lines, EM, most)
    assert len(short) <= most
    if len(lines) > most:
        assert short[-1][-1].text.endswith("…")
        assert all(length(line) <= EM for line in short)


def test_a_word_wider_than_the_line_is_cut_inside() -> None:
    lines = wrap([Span("x" * 100)], EM)
    assert len(lines) > 3
    assert "".join(span.text for line in lines for span in line) == "x" * 100


def test_a_text_too_long_for_any_code_has_none() -> None:
    assert qr.encode("https://example.org/" + "x" * 5000) is None


def test_a_short_address_still_gets_a_full_code_with_its_quiet_zone() -> None:
    code = qr.encode("a.fr")
    assert code is not None
    assert code.modules == 21 + 2 * qr.QUIET_ZONE
    assert code.path.startswith("M4 4h1v1h-1z")
