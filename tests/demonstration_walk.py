# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through the demonstration in both of its Firefoxes; runs on a machine in place of the checks.

Without protection, then with it: one article on each site, then the tracker's notebook; each page as
wide as a desk's screen and as a phone's.  axe-core, which lies beside this file, judges every page.  The
answer on standard output, as JSON: per browser what the notebook concluded, what axe found, pictures.
"""

import base64
import contextlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "checks")]

from demonstration_session import (  # noqa: E402 - it travels with the checks
    PORT,
    Protected,
    Unprotected,
    entry_command,
    number_on,
)
from firefox_session import Firefox  # noqa: E402
from new_user import NewUser  # noqa: E402
from salle_check import wait_until  # noqa: E402

WALK = {"sante": "diabete", "recettes": "sans-sucre", "journal": "loyers", "meteo": "pollens"}
NOTEBOOK = f"http://portail.localhost:{PORT}/fr/demonstration/carnet"
START = f"http://portail.localhost:{PORT}/fr/demonstration"
WIDTHS = {"desk": 1280, "phone": 390}
BLOCKER_SECONDS = 20
NARROW = """
const page = gBrowser.selectedBrowser;
Object.assign(page.style, {minWidth: `${given[0]}px`, maxWidth: `${given[0]}px`});
"""
AXE = """
const found = await axe.run(document);
return {passes: found.passes.length,
        violations: found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html]))};
"""
WIDER = "const page = document.documentElement; return [innerWidth, page.scrollWidth - page.clientWidth]"
EMPTY = "await fetch('/fr/demonstration/recommencer', {method: 'POST'})"
CONCLUSION = 'return document.querySelector(".verdict")?.className.replace("verdict ", "") ?? ""'


def main() -> None:
    """Walk twice."""
    with contextlib.closing(NewUser()) as user:
        found = {}
        with contextlib.closing(Unprotected(user, entry_command("unprotected", user))) as firefox:
            found["unprotected"] = walk(firefox.connect(), "followed")
        with contextlib.closing(Protected(user)) as firefox:
            firefox.connect()
            wait_until(lambda: not number_on(firefox, "journal"), BLOCKER_SECONDS)
            found["protected"] = walk(firefox, "nothing")
    print(json.dumps(found))


def walk(firefox: Firefox, expected: str) -> dict[str, Any]:
    """One article on each site, then the notebook, until it concludes so or its time is over."""
    firefox.inside("window.resizeTo(1400, 1000)")
    firefox.visit(NOTEBOOK)
    firefox.in_page(EMPTY)
    pages = [look(firefox, START)]
    pages += [look(firefox, f"http://{site}.localhost:{PORT}/fr/{slug}") for site, slug in WALK.items()]
    firefox.visit(f"{NOTEBOOK}?")
    conclusion = wait_until(lambda: firefox.in_page(CONCLUSION) == expected, 20) and expected
    pages.append(look(firefox, NOTEBOOK))
    return {"conclusion": conclusion or firefox.in_page(CONCLUSION), "pages": pages}


def look(firefox: Firefox, url: str) -> dict[str, Any]:
    """A page in both widths: what axe found, how wide it was, a picture."""
    found: dict[str, Any] = {"url": url}
    firefox.visit(url)
    for name, width in WIDTHS.items():
        firefox.inside(NARROW, width)
        wait_until(lambda wanted=width: firefox.in_page(WIDER)[0] == wanted, 5)
        found[name] = {
            **firefox.in_page((HERE / "axe.min.js").read_text("utf-8") + AXE),
            "width": firefox.in_page(WIDER),
            "picture": base64.b64encode(firefox.picture()).decode(),
        }
    return found


if __name__ == "__main__":
    main()
