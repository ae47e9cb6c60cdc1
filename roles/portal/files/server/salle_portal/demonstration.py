# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the demonstration begins, its guide for mediators, and beginning again."""

from __future__ import annotations

from .content import SITES, TRACKER, Content
from .exchange import Answer, Request
from .home import portal_page
from .markup import Html, el, flat


def start_page(request: Request, content: Content) -> Answer:
    """The first page of the demonstration: what to do, and how this browser behaves right now."""
    texts, language = content.texts[request.language], request.language
    steps = [
        _step(texts["step_visit"], [_link(request, content, name) for name in SITES]),
        el(
            "li",
            el("p", texts["step_notebook"]),
            el(
                "p",
                el(
                    "a",
                    texts["open_notebook"],
                    href=f"/{language}/demonstration/carnet",
                    target="carnet",
                    class_="button",
                ),
            ),
        ),
        el("li", el("p", texts["step_other"])),
    ]
    main = flat(
        el("p", texts["demo_intro"], class_="intro"),
        el(
            "p",
            texts["test_running"],
            id="test",
            class_="verdict early",
            role="status",
            data_test=request.address(TRACKER, "/essai.gif"),
            data_blocked=texts["test_blocked"],
            data_reached=texts["test_reached"],
        ),
        el("ol", steps, class_="steps"),
        el("p", texts["demo_invented"], class_="quiet"),
        el("p", el("a", texts["guide_link"], href=f"/{language}/demonstration/guide")),
    )
    return portal_page(request, content, texts["demonstration"], main, scripts=("/script/test.js",))


def _step(said: str, links: list[Html]) -> Html:
    return el("li", el("p", said), el("ul", [el("li", link) for link in links], class_="sites"))


def _link(request: Request, content: Content, name: str) -> Html:
    site = content.site(name, request.language)
    return el("a", site.title, href=request.address(name, f"/{request.language}/"), class_="button")


def guide_page(request: Request, content: Content) -> Answer:
    """The mediator's page, which prints on one sheet."""
    told = content.guide[request.language]
    parts = [
        el(
            "section",
            el("h2", part["title"]),
            el(part.get("list", "ul"), [el("li", line) for line in part["lines"]]),
        )
        for part in told["parts"]
    ]
    main = el("div", el("p", told["intro"], class_="intro"), parts, class_="guide")
    return portal_page(request, content, told["title"], main)
