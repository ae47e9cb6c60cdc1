# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a search in the menu finds, asked of the library that menus use (GLib, g_desktop_app_info_search)."""

from __future__ import annotations

import ctypes.util
import json
import sys
from collections.abc import Iterable, Mapping

from new_user import NewUser

ASK = """
import ctypes, json, sys
search = ctypes.CDLL("libgio-2.0.so.0").g_desktop_app_info_search
search.argtypes, search.restype = [ctypes.c_char_p], ctypes.POINTER(ctypes.POINTER(ctypes.c_char_p))

def strings(found):
    n = 0
    while found[n]:
        yield found[n].decode()
        n += 1

def groups(found):
    n = 0
    while found[n]:
        yield from strings(found[n])
        n += 1

print(json.dumps({word: list(groups(search(word.encode()))) for word in json.loads(sys.argv[1])}))
"""


def can_search() -> bool:
    """Whether this computer has the library."""
    return bool(ctypes.util.find_library("gio-2.0"))


def search(user: NewUser, words: Iterable[str], environment: Mapping[str, str]) -> dict[str, list[str]]:
    """Word -> the menu entries that this person finds by it, the best first."""
    asked = json.dumps(sorted(set(words)))
    answer = user.run([sys.executable, "-c", ASK, asked], env=environment)
    found: dict[str, list[str]] = json.loads(answer.stdout or "{}")
    return found
