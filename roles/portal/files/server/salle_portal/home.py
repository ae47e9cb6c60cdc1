# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The home page of the place, and what the portal's own pages share."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from .content import ENGINES, PARAMETERS, Content
from .exchange import Answer, Request, policy
from .language import OTHER
from .markup import Html, Part, document, el, flat


def switch(request: Request, said: str) -> Html:
    """The link to the same page in the other language."""
    other = OTHER[request.language]
    return el("a", said, href=f"/{other}{request.path}", hreflang=other, lang=other, class_="switch")


def portal_page(
    request: Request,
    content: Content,
    title: str,
    main: Part,
    *,
    scripts: tuple[str, ...] = (),
    form: str = "'none'",
) -> Answer:
    """A page of the portal, under the place's name.

    Args:
        request: which page, in which language.
        content: the texts.
        title: the page's heading.
        main: what stands below it.
        scripts: scripts of ours.
        form: where forms may lead (Content-Security-Policy).
    """
    language, texts = request.language, content.texts[request.language]
    place = content.place.get("name") or texts["portal"]
    home = request.path == "/"
    body = el(
        "body",
        el("a", texts["skip"], href="#main", class_="skip"),
        el(
            "header",
            el(
                "div",
                el("p", el("a", place, href=f"/{language}/"), class_="place") if not home else None,
                switch(request, texts["other_language"]),
                class_="bar",
            ),
            el("h1", title),
            class_="top",
        ),
        el("main", main, id="main"),
        class_="portal",
    )
    page = document(
        language=language,
        title=title if home else f"{title} · {place}",
        styles=("/style/portal.css",),
        scripts=scripts,
        body=body,
    )
    allowed = policy(
        script_src="'self'", connect_src="'self'", form_action=form,
        img_src=f"'self' {request.address('pisteur').rstrip('/')}",
    )  # fmt: skip
    return Answer(page, headers={"Content-Security-Policy": allowed})


def home_page(request: Request, content: Content) -> Answer:
    """The first page that a browser shows."""
    texts, place = content.texts[request.language], content.place
    cards = [_search(content, texts), _ask(content, texts), _web(content, texts)]
    if place.get("demonstration", True):
        cards.append(
            el(
                "section",
                el("h2", texts["demo_card"]),
                el("p", texts["demo_card_text"]),
                el(
                    "p",
                    el(
                        "a",
                        texts["demo_card_link"],
                        href=f"/{request.language}/demonstration",
                        class_="button",
                    ),
                ),
                class_="card demo",
            )
        )
    title = place.get("name") or texts["portal"]
    form = "{0.scheme}://{0.netloc}".format(urlsplit(_engine(content)[1]))
    return portal_page(request, content, title, el("div", cards, class_="cards"), form=form)


def _engine(content: Content) -> tuple[str, str]:
    name = content.place.get("search_engine")
    name = name if name in ENGINES else "DuckDuckGo"
    return name, ENGINES[name]


def _search(content: Content, texts: Mapping[str, str]) -> Html:
    name, address = _engine(content)
    form = el(
        "form",
        el("label", texts["search_label"].format(engine=name), for_="q"),
        el("input", id="q", name=PARAMETERS.get(name, "q"), type="search", required=True, autocomplete="off"),
        el("button", texts["search_button"], type="submit"),
        action=address,
        method="get",
        role="search",
    )
    return el(
        "section",
        el("h2", texts["search"]),
        form,
        el("p", texts["search_hint"], class_="quiet"),
        class_="card wide",
    )


def _ask(content: Content, texts: Mapping[str, str]) -> Html:
    place = content.place
    told = [(texts[key], place.get(key)) for key in ("contact", "opening_hours", "address")]
    facts = [flat(el("dt", name), el("dd", said)) for name, said in told if said]
    return el(
        "section",
        el("h2", texts["ask"]),
        el("p", texts["ask_text"]),
        el("dl", facts) if facts else None,
        class_="card",
    )


def _web(content: Content, texts: Mapping[str, str]) -> Html | None:
    url = str(content.place.get("url") or "")
    if not url:
        return None
    safe = urlsplit(url).scheme in ("http", "https")
    return el(
        "section",
        el("h2", texts["web"]),
        el("p", el("a", url, href=url, rel="noreferrer") if safe else url, class_="address"),
        el("p", texts["web_text"], class_="quiet"),
        class_="card",
    )
