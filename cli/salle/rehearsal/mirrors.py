# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where this computer itself gets its Debian packages from."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from salle.errors import SalleError
from salle.rehearsal.tools import run

PUBLIC = "http://deb.debian.org/debian"
PUBLIC_SECURITY = "http://deb.debian.org/debian-security"


@dataclass(frozen=True)
class Mirrors:
    """The archives to fetch from, and the proxy that apt uses to get there, if any."""

    debian: str = PUBLIC
    security: str = PUBLIC_SECURITY
    proxy: str = ""


def own_mirrors() -> Mirrors:
    """The mirrors in this computer's own apt sources; Debian's public ones on Ubuntu and Mint."""
    try:
        listed = run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"])
        proxy = run(["apt-config", "shell", "proxy", "Acquire::http::Proxy"])
    except SalleError:
        return Mirrors()
    return choose(listed.splitlines(), proxy.strip().removeprefix("proxy=").strip("'"))


def choose(uris: list[str], proxy: str = "") -> Mirrors:
    """Pick Debian's two archives among the addresses apt uses, by their usual last folder."""
    usable = [uri.rstrip("/") for uri in uris if uri.startswith(("http://", "https://"))]
    by_name = {urlsplit(uri).path.rpartition("/")[2]: uri for uri in reversed(usable)}
    return Mirrors(
        by_name.get("debian", PUBLIC),
        by_name.get("debian-security", PUBLIC_SECURITY),
        "" if proxy == "DIRECT" else proxy,
    )
