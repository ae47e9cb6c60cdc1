# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracker's notebook, opened for the visitor; and what stands behind each page of the four sites."""

from __future__ import annotations

import time
from collections.abc import Mapping

from .conclusions import Tally, drawn, tally, topics
from .content import Content
from .exchange import NOT_FOUND, Answer, Request
from .home import portal_page
from .markup import Html, Part, el, flat
from .tracker import Notebook, View, Visitor

SILENCE = 4.0
"""Seconds after which a page that the tracker has not heard of counts as unknown to it."""


def notebook_page(request: Request, content: Content, notebook: Notebook) -> Answer:
    """The notebook; it draws itself anew as long as it is open."""
    texts = content.texts[request.language]
    main = flat(
        el("p", texts["notebook_intro"], class_="intro"),
        el(
            "div",
            state(request, content, notebook),
            data_live=f"/{request.language}/demonstration/carnet/etat",
            class_="live",
        ),
        el(
            "form",
            el("button", texts["begin_again"], type="submit"),
            action=f"/{request.language}/demonstration/recommencer",
            method="post",
        ),
        el("p", texts["notebook_memory"], class_="quiet"),
    )
    return portal_page(request, content, texts["notebook"], main, scripts=("/script/live.js",), form="'self'")


def state(request: Request, content: Content, notebook: Notebook) -> Html:
    """What the notebook holds now."""
    texts = content.texts[request.language]
    views, visitors = notebook.views(), notebook.visitors()
    count = tally(views, visitors)
    cards = [_card(request.language, content, one) for one in reversed(visitors)]
    return flat(
        el("p", verdict(count, texts), class_=f"verdict {count.outcome}", role="status"),
        el("div", cards, class_="cards") if cards else None,
        _table(request.language, content, views, texts) if views else None,
    )


def verdict(count: Tally, texts: Mapping[str, str]) -> Part:
    """The notebook in two sentences: what was counted, and what it means."""
    if count.outcome == "empty":
        return texts["verdict_empty"]
    counted = texts["counted"].format(opened=count.opened, heard=count.heard, numbers=count.numbers)
    said = texts[f"verdict_{count.outcome}"].format(sites=count.followed)
    return [el("strong", said), " ", counted]


def _card(language: str, content: Content, visitor: Visitor) -> Html:
    texts = content.texts[language]
    sites = [content.site(name, language).title for name in visitor.sites]
    noted = drawn(topics(visitor.views, content), content, language)
    device = [one for one in (_program(visitor.program), visitor.screen.replace("x", " × ")) if one]
    return el(
        "section",
        el("h2", texts["visitor"].format(number=visitor.number)),
        el("p", texts["seen_on"].format(sites=", ".join(sites))),
        el("ul", [el("li", one) for one in noted]) if noted else el("p", texts["nothing_drawn"]),
        el("p", texts["device"].format(device=", ".join(device)), class_="quiet") if device else None,
        class_=f"card {'followed' if len(sites) > 1 else 'alone'}",
    )


def _program(told: str) -> str:
    """The browser and the system in a header ``User-Agent``, as far as we know their names."""
    known = [
        name for name in ("Firefox", "Chrome", "Linux", "Windows", "Android", "Mac OS X") if name in told
    ]
    return ", ".join(known)


def _table(language: str, content: Content, views: list[View], texts: Mapping[str, str]) -> Html:
    rows = [
        el(
            "tr",
            el("td", time.strftime("%H:%M:%S", time.localtime(view.moment))),
            el("td", content.site(view.site, language).title),
            el("td", _title(view, content, language)),
            el("td", _heard(view, texts), class_="heard" if view.number else "unheard"),
        )
        for view in reversed(views)
    ]
    head = [el("th", texts[name], scope="col") for name in ("when", "where", "what", "tracker_heard")]
    return el(
        "div",
        el("table", el("caption", texts["every_page"]), el("thead", el("tr", head)), el("tbody", rows)),
        class_="table",
        tabindex="0",
        role="region",
        aria_label=texts["every_page"],
    )


def _title(view: View, content: Content, language: str) -> str:
    article = content.site(view.site, language).article(view.slug)
    return article.title if article else content.texts[language]["front_page"]


def _heard(view: View, texts: Mapping[str, str]) -> str:
    if view.number:
        return texts["heard_as"].format(number=view.number)
    return texts["heard_nothing"] if time.time() - view.moment > SILENCE else texts["heard_not_yet"]


def backstage(request: Request, content: Content, notebook: Notebook) -> Answer:
    """What the tracker knows of whoever opened one page: asked by that page, answered from what came in."""
    view = notebook.view(request.asked("vue"))
    if view is None:
        return NOT_FOUND
    texts = content.texts[request.language]
    visitor = notebook.of_number(view.number)
    if visitor is None:
        silent = time.time() - view.moment > SILENCE
        said = el(
            "p",
            texts["backstage_nothing" if silent else "backstage_wait"],
            class_="nothing" if silent else "",
        )
        return Answer(said.encode())
    others = [content.site(name, request.language).title for name in visitor.sites if name != view.site]
    noted = drawn(topics(visitor.views, content), content, request.language)
    known = texts["backstage_known"].format(sites=", ".join(others)) if others else texts["backstage_new"]
    return Answer(
        flat(
            el("p", texts["backstage_number"].format(number=visitor.number), " ", el("strong", known),
               class_="followed" if others else "alone", data_number=str(visitor.number)),
            el("p", texts["backstage_drawn"]) if noted else None,
            el("ul", [el("li", one) for one in noted]) if noted else None,
        ).encode()
    )  # fmt: skip
