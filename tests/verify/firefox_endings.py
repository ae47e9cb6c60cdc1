# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left of visits once Firefox has ended: by its menu, with the session, by a power cut."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from firefox_session import Firefox
from marionette import MarionetteError
from salle_check import wait_until

WRITE_SECONDS = 1.0
"""What Firefox keeps was on disk 0.5 s after the visit."""
QUIT, SESSION_END, POWER_CUT = "quit", "SIGTERM", "SIGKILL"


@dataclass(frozen=True)
class Endings:
    """What was left.

    Attributes:
        kept: how Firefox was ended -> the files that named a visited page then.
        known_again: whether a site knew its visitor again within the session.
        known_later: whether it knew them in the next session.
    """

    kept: Mapping[str, tuple[str, ...]]
    known_again: bool
    known_later: bool


def visited(firefox: Firefox) -> str:
    """Visit a page that keeps a cookie and more; its word names its site and stands in all it keeps.

    Raises:
        MarionetteError: the page was not opened.
    """
    word = "visit" + uuid.uuid4().hex
    firefox.visit(firefox.web.page(word, word))
    if word not in firefox.web.served:
        raise MarionetteError("the page of this check was not opened")
    return word


def knows(firefox: Firefox, word: str) -> bool:
    """Whether the site of that word knows its visitor again."""
    path = f"again/{uuid.uuid4().hex}"
    firefox.visit(firefox.web.page(word, path))
    asked = [one for one in firefox.web.requests if one.path == f"/{path}"]
    return bool(asked) and word in asked[0].headers.get("cookie", "")


def shared_endings(main: Firefox, other: Firefox, first: str) -> Endings:
    """End two Firefoxes of a shared computer, one of them twice.

    Args:
        main: quit by its menu, started again, then ended by a power cut.
        other: ended as the end of a session does.
        first: the word of a page that the other visited.
    """
    second = visited(main)
    known_again = knows(main, second)
    wait_until(lambda: main.traces(first) and main.traces(second), WRITE_SECONDS, every=0.3)
    with ThreadPoolExecutor(1) as pool:  # the other ends meanwhile
        session_end = pool.submit(left_after, other, first)
        main.quit()
        quit_ = tuple(main.traces(second))
        main.again()
        known_later, third = knows(main, second), visited(main)
        wait_until(lambda: main.traces(third), WRITE_SECONDS, every=0.3)
        main.end(signal.SIGKILL)
        kept = {SESSION_END: session_end.result(), QUIT: quit_, POWER_CUT: tuple(main.traces(third))}
    return Endings(kept, known_again, known_later)


def left_after(firefox: Firefox, word: str) -> tuple[str, ...]:
    """The files that name a visited page once Firefox has ended as the end of a session does it."""
    firefox.end(signal.SIGTERM)
    return tuple(firefox.traces(word))


def owned_endings(main: Firefox) -> Endings:
    """Quit the Firefox of a computer with one owner by its menu, and start it again."""
    word = visited(main)
    known_again = knows(main, word)
    wait_until(lambda: main.traces(word), 10)
    main.quit()
    kept = tuple(main.traces(word))
    main.again()
    return Endings({QUIT: kept}, known_again, knows(main, word))
