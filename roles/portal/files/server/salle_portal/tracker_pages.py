# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tracker's own address gives out: a script, a picture of one pixel, an advertisement."""

from __future__ import annotations

import re

from .conclusions import advert, topics
from .content import SITES, Content
from .exchange import NOT_FOUND, Answer, Request, policy
from .markup import document, el
from .tracker import Notebook

COOKIE = "numero"
KEEP = 30 * 60
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
"""A transparent picture of one pixel (GIF89a)."""


def tracker_page(request: Request, content: Content, notebook: Notebook) -> Answer:
    """Whatever a browser asks of the tracker."""
    if request.path == "/mesure.js":
        script = content.file("script", "mesure.js") or b""
        return Answer(script, "text/javascript; charset=utf-8")
    if request.path == "/point.gif":
        return Answer(PIXEL, "image/gif", headers=_heard(request, notebook))
    if request.path == "/essai.gif":
        return Answer(PIXEL, "image/gif")
    if request.path == "/reclame":
        return _advert(request, content, notebook)
    return NOT_FOUND


def _heard(request: Request, notebook: Notebook) -> dict[str, str]:
    """Note what the browser tells, and the cookie that it shall show next time."""
    screen = request.asked("ecran")
    cookie = notebook.hear(
        request.asked("vue"),
        request.comes_from,
        request.cookie(COOKIE),
        screen=screen if re.fullmatch(r"\d{2,5}x\d{2,5}", screen) else "",
        program=request.headers.get("user-agent", "")[:300],
    )
    if cookie is None:
        return {}
    # For every site that carries the tracker; "Secure" is taken from this computer's own names, too.
    return {"Set-Cookie": f"{COOKIE}={cookie}; Path=/; Max-Age={KEEP}; HttpOnly; SameSite=None; Secure"}


def _advert(request: Request, content: Content, notebook: Notebook) -> Answer:
    texts = content.texts[request.language]
    visitor = notebook.visitor(request.cookie(COOKIE))
    read = topics(visitor.views, content) if visitor else []
    slogan, reason = advert(read, content, request.language)
    body = el(
        "body",
        el(
            "main",
            el("h1", slogan),
            el("p", texts["advert_because"].format(reason=reason) if reason else texts["advert_anybody"]),
        ),
        class_="reclame",
    )
    page = document(
        language=request.language, title=texts["advert_title"], styles=("/style/reclame.css",), body=body
    )
    allowed = policy(frame_ancestors=" ".join(f"http://{name}.localhost:{request.port}" for name in SITES))
    return Answer(page, headers={"Content-Security-Policy": allowed})
