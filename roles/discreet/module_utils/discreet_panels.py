# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels and favourites that everybody begins with, without the launchers that are hidden.

A menu leaves a hidden launcher out by itself; these panels start a file by its path, or show an empty
gear in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from xml.etree import ElementTree

Without = Callable[[str, Collection[str]], str]


def panels(root: Path, homes: Collection[str]) -> Iterator[tuple[Path, Without]]:
    """The files that may name a launcher, with how to take one out.

    Args:
        homes: folders that new homes are made from, relative to root.
    """
    xfce = "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
    own = [f"{home}/.config" for home in homes]
    for folder in ("etc/xdg", *own):
        yield from ((root / folder / name, without_xfce) for name in (xfce, "xfce4/panel/default.xml"))
        yield root / folder / "lxqt/panel.conf", without_lxqt
    yield root / "usr/share/lxqt/panel.conf", without_lxqt
    for file in sorted((root / "usr/share/mate-panel/layouts").glob("*.layout")):
        yield file, without_mate


def without_xfce(text: str, names: Collection[str]) -> str:
    """A panel of Xfce without launchers of these names; a button that starts nothing more goes too."""
    try:
        channel = ElementTree.fromstring(text)  # noqa: S314 - only root writes these files
    except ElementTree.ParseError:
        return text
    parents = {child: parent for parent in channel.iter() for child in parent}
    named = [one for one in channel.iter("value") if Path(one.get("value", "")).name in names]
    if not named:
        return text
    for value in named:
        parents[value].remove(value)
    empty = [
        plugin
        for plugin in channel.iter("property")
        if plugin.get("value") == "launcher" and not list(plugin.iter("value"))
    ]
    ids = {str(plugin.get("name")).removeprefix("plugin-") for plugin in empty}
    for plugin in empty:
        parents[plugin].remove(plugin)
    for listed in [one for one in channel.iter("value") if one.get("value") in ids]:
        if parents[listed].get("name") == "plugin-ids":
            parents[listed].remove(listed)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + ElementTree.tostring(channel, encoding="unicode") + "\n"


def without_lxqt(text: str, names: Collection[str]) -> str:
    """LXQt's quick launch (an array as Qt writes it) without these, counted anew."""
    entry = re.compile(r"(?m)^apps\\\d+\\desktop=(.*)\n?")
    there = entry.findall(text)
    left = [path for path in there if Path(path.strip('"')).name not in names]
    if left == there:
        return text
    anew = "".join(f"apps\\{number}\\desktop={path}\n" for number, path in enumerate(left, 1))
    first = entry.search(text)
    assert first
    rest = text[: first.start()] + anew + entry.sub("", text[first.start() :])
    return re.sub(r"(?m)^apps\\size=\d+$", lambda _: f"apps\\size={len(left)}", rest)


def without_mate(text: str, names: Collection[str]) -> str:
    """A layout of MATE's panel without the objects that start these."""
    groups = re.split(r"(?m)^(?=\[)", text)
    return "".join(group for group in groups if not starts(group, names))


def starts(group: str, names: Collection[str]) -> bool:
    """Whether an object of the layout is a launcher of one of these names."""
    place = re.search(r"(?m)^launcher-location=[\"']?([^\"'\n]+)", group)
    return bool(place) and Path(place[1]).name in names
