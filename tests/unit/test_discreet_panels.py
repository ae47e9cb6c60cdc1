# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A launcher is taken out of a panel, and all the rest of the panel stays."""

from xml.etree import ElementTree

from discreet_role import panels

XFCE = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
      </property></property></property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="whiskermenu">
      <property name="favorites" type="array">
        <value type="string" value="zoom.desktop"/><value type="string" value="vlc.desktop"/>
      </property></property>
    <property name="plugin-2" type="string" value="launcher">
      <property name="items" type="array"><value type="string" value="zoom.desktop"/></property></property>
    <property name="plugin-3" type="string" value="launcher">
      <property name="items" type="array">
        <value type="string" value="zoom.desktop"/><value type="string" value="vlc.desktop"/>
      </property></property>
  </property>
</channel>
"""
LXQT = """[mainmenu]
type=mainmenu
[quicklaunch]
alignment=Left
apps\\1\\desktop=/usr/share/applications/firefox-esr.desktop
apps\\2\\desktop=/usr/share/applications/zoom.desktop
apps\\3\\desktop=/usr/share/applications/pcmanfm-qt.desktop
apps\\size=3
type=quicklaunch
"""
MATE = """[Toplevel top]
orientation=top
[Object menu]
object-type=menu
[Object zoom]
object-type=launcher
launcher-location=/usr/share/applications/zoom.desktop
[Object caja]
object-type=launcher
launcher-location=/usr/share/applications/caja-browser.desktop
"""


def test_a_button_of_xfce_goes_whole_when_it_starts_nothing_more() -> None:
    after = ElementTree.fromstring(panels.without_xfce(XFCE, {"zoom.desktop"}))
    left = [value.get("value") for value in after.iter("value")]
    assert left == ["1", "1", "3", "vlc.desktop", "vlc.desktop"]
    names = [one.get("name") for one in after.iter("property") if str(one.get("name")).startswith("plugin-")]
    assert names == ["plugin-ids", "plugin-1", "plugin-3"]


def test_quick_launch_is_counted_anew() -> None:
    after = panels.without_lxqt(LXQT, {"zoom.desktop"})
    assert "apps\\2\\desktop=/usr/share/applications/pcmanfm-qt.desktop\napps\\size=2\n" in after
    assert "zoom" not in after
    assert after.startswith("[mainmenu]\ntype=mainmenu\n[quicklaunch]\nalignment=Left\napps\\1\\")
    assert after.endswith("type=quicklaunch\n")


def test_an_object_of_mate_goes_alone() -> None:
    after = panels.without_mate(MATE, {"zoom.desktop"})
    assert "zoom" not in after
    assert after.count("[Object ") == 2


def test_a_panel_without_hidden_programs_stays_as_it_is_to_the_letter() -> None:
    for text, remove in (
        (XFCE, panels.without_xfce),
        (LXQT, panels.without_lxqt),
        (MATE, panels.without_mate),
    ):
        assert remove(text, {"skype.desktop"}) == text
    assert panels.without_xfce("<broken", {"zoom.desktop"}) == "<broken"
