# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML put together so that text cannot become markup.

Whatever is not :class:`Html` is text and is escaped; only :func:`el` and
:func:`page_head` make :class:`Html`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

VOID = {"link", "meta", "img", "input", "br"}


class Html(str):
    """Markup: never escaped again."""


Part = str | Iterable["Part"] | None


def flat(*parts: Part) -> Html:
    """The parts one after the other; text is escaped, nothing is left out."""
    made: list[str] = []
    for part in parts:
        if part is None:
            continue
        if isinstance(part, Html):
            made.append(part)
        elif isinstance(part, str):
            made.append(escape(part, quote=True))
        else:
            made.append(flat(*part))
    return Html("".join(made))


def el(name: str, /, *parts: Part, **attributes: str | bool | None) -> Html:
    """An element.

    Args:
        name: its tag.
        parts: what stands in it.
        attributes: its attributes; ``class_`` and ``data_x`` are written ``class`` and ``data-x``,
            ``True`` an attribute without value, ``False`` and ``None`` none at all.
    """
    told = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        told += f" {key}" if value is True else f' {key}="{escape(value, quote=True)}"'
    start = f"<{name}{told}>"
    return Html(start if name in VOID else f"{start}{flat(*parts)}</{name}>")


def document(
    *,
    language: str,
    title: str,
    styles: Iterable[str],
    body: Html,
    scripts: Iterable[str] = (),
    icon: str = "/style/icon.svg",
) -> bytes:
    """A whole page.

    Args:
        language: ``fr`` or ``en``.
        title: what the tab shows.
        styles: addresses of style sheets.
        body: the element ``body``.
        scripts: addresses of scripts, run when the page is there.
        icon: what the tab shows beside the title.
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="icon", href=icon, type="image/svg+xml"),
        (el("link", rel="stylesheet", href=style) for style in styles),
        (el("script", src=script, defer=True) for script in scripts),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=language)}\n".encode()
