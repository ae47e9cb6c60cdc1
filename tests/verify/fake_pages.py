# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the fake web: each tries what pages of the real web try.

All pictures, frames and scripts stand at names that end in ``.localhost``
(RFC 6761, section 6.3: always this computer) or at names that the fake web
refuses after noting them.
"""

from __future__ import annotations

# Blocked as whole sites by the lists inside Debian's package of uBlock Origin.
TRACKERS = ("www.google-analytics.com", "script.hotjar.com", "static.criteo.net", "ad.doubleclick.net")
ORDINARY = "pictures.example.org"
LISTED = "listed-tracker.localhost"
"""On no public list: the check puts it on the list of Firefox's own protection, as Mozilla's tests do."""
WATCHER = "watcher.localhost"
"""On no list: it gives each visitor a number in a cookie, and knows them again by it."""
FETCHED_AHEAD = "ahead.example.org"

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Journal</title>
<link rel="icon" href="data:,"><link rel="prefetch" href="http://{ahead}/{word}"><p>{word}</p>
<form action="/sent/{word}" method="post"><input name="name" autocomplete="username">
<input name="password" type="password"><button>OK</button></form>
<script>
document.cookie = "seen={word}; max-age=9999"; localStorage.setItem("seen", "{word}");
const refused = new Promise(done => navigator.geolocation.getCurrentPosition(
  () => done("given"), error => done(error.code === 1 ? "denied" : "allowed")));
const asked = navigator.permissions.query({{name: "geolocation"}}).then(
  answer => answer.state === "prompt" ? "prompt" : refused);
asked.then(location => fetch("/told/{word}", {{method: "POST", body: JSON.stringify(
  {{location, notifications: Notification.permission, signal: Boolean(navigator.globalPrivacyControl)}})}}));
</script>
{pictures}<img alt="" src="http://{watcher}:{port}/picture/{word}">
<img alt="" src="http://{listed}:{port}/picture/{word}"></html>
"""
POPUP = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>
const opened = Boolean(window.open("/window/{word}"));
fetch("/told/{word}", {{method: "POST", body: JSON.stringify({{opened}})}});
</script>
"""
PLAIN = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><p>{word}'


def page_text(path: str, port: int) -> bytes:
    """The page at that path of any site of the fake web.

    Args:
        path: ``/<word>`` the page that tries everything; ``/opens/<word>`` one that opens a window;
            any other a plain one.
        port: where the fake web listens.
    """
    kind, _, word = path.strip("/").rpartition("/")
    safe = "".join(sign for sign in word if sign.isalnum())
    if kind:
        return {"opens": POPUP}.get(kind, PLAIN).format(word=safe).encode()
    pictures = "".join(f'<img alt="" src="http://{host}/{safe}.gif">' for host in (*TRACKERS, ORDINARY))
    return PAGE.format(
        word=safe, pictures=pictures, port=port, watcher=WATCHER, listed=LISTED, ahead=FETCHED_AHEAD
    ).encode()
