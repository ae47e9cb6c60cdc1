# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four sites that people visit in the demonstration; each carries the tracker, as real ones do."""

from __future__ import annotations

from .content import PORTAL, SITES, TRACKER, Article, Content, Site
from .exchange import NOT_FOUND, Answer, Request, policy
from .home import switch
from .markup import Html, document, el
from .tracker import Notebook, View


def site_page(request: Request, name: str, content: Content, notebook: Notebook) -> Answer:
    """A page of one of the four sites; giving it out is noted, see :mod:`tracker`."""
    site = content.site(name, request.language)
    slug = request.path.strip("/")
    article = site.article(slug)
    if slug and article is None:
        return NOT_FOUND
    view = notebook.give_out(name, slug, hidden=bool(request.asked("controle")))
    texts = content.texts[request.language]
    tracker = request.address(TRACKER).rstrip("/")
    body = el(
        "body",
        el("a", texts["skip"], href="#main", class_="skip"),
        _head(request, site, texts["other_language"], front=article is None),
        el(
            "div",
            el("main", _article(article) if article else _front(request, site), id="main"),
            el(
                "aside",
                el("h2", texts["advert"]),
                el(
                    "iframe",
                    src=f"{tracker}/{request.language}/reclame?vue={view.id}",
                    title=texts["advert_title"],
                    loading="eager",
                ),
                class_="advert",
            ),
            class_="columns",
        ),
        _elsewhere(request, content, name, texts["elsewhere"]),
        _backstage(request, view, texts),
        class_=f"site {name}",
    )
    page = document(
        language=request.language,
        title=f"{article.title} · {site.title}" if article else site.title,
        styles=("/style/site.css", f"/style/{name}.css"),
        scripts=("/script/live.js", f"{tracker}/mesure.js?vue={view.id}"),
        body=body,
        icon=f"/style/{name}.svg",
    )
    allowed = policy(
        script_src=f"'self' {tracker}",
        img_src=f"'self' {tracker}",
        frame_src=tracker,
        connect_src="'self'",
    )
    return Answer(page, headers={"Content-Security-Policy": allowed})


def _head(request: Request, site: Site, other: str, *, front: bool) -> Html:
    name = site.title if front else el("a", site.title, href=f"/{request.language}/")
    return el(
        "header",
        el("div", switch(request, other), class_="bar"),
        el("h1" if front else "p", name, class_="name"),
        el("p", site.motto, class_="motto"),
        class_="top",
    )


def _front(request: Request, site: Site) -> Html:
    items = [
        el(
            "article",
            el("h2", el("a", one.title, href=f"/{request.language}/{one.slug}")),
            el("p", one.lead),
        )
        for one in site.articles
    ]
    return el("div", items, class_="list")


def _article(article: Article) -> Html:
    return el(
        "article",
        el("h1", article.title),
        el("p", article.lead, class_="lead"),
        [el("p", paragraph) for paragraph in article.text],
    )


def _elsewhere(request: Request, content: Content, name: str, said: str) -> Html:
    others = [
        el(
            "li",
            el(
                "a",
                content.site(one, request.language).title,
                href=request.address(one, f"/{request.language}/"),
            ),
        )
        for one in SITES
        if one != name
    ]
    return el("nav", el("h2", said), el("ul", others), aria_label=said, class_="elsewhere")


def _backstage(request: Request, view: View, texts: object) -> Html:
    assert isinstance(texts, dict)
    tracker = request.address(TRACKER).rstrip("/")
    return el(
        "section",
        el("h2", texts["backstage"], id="backstage"),
        el(
            "div",
            el("p", texts["backstage_wait"]),
            data_live=f"/{request.language}/coulisses?vue={view.id}",
            aria_live="polite",
        ),
        el(
            "noscript",
            el("p", texts["backstage_no_script"]),
            el("img", src=f"{tracker}/point.gif?vue={view.id}", alt="", width="1", height="1"),
        ),
        el(
            "p",
            el(
                "a",
                texts["open_notebook"],
                href=request.address(PORTAL, f"/{request.language}/demonstration/carnet"),
                target="carnet",
            ),
        ),
        aria_labelledby="backstage",
        class_="backstage",
    )
