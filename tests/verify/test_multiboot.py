# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer with several systems: what its boot menu offers, its clock, the disks of Windows."""

from pathlib import Path

import boot_menu
from salle_check import N_, cannot, check, compare, expect, load_promise, say

PRESENT = load_promise()["multiboot"]["multiboot_state"] == "present"
DEFAULTS = {"linux": "salle-linux", "windows": "salle-windows", "last": "${saved_entry}"}
THEME = Path("/boot/grub/themes/salle")


class TestMenu:
    """Only where there is something to choose from: otherwise nothing was promised, and nothing is said."""

    __test__ = PRESENT and boot_menu.menu_is_due()

    @check("multiboot.systems", N_("The start menu offers each system of this computer once"))
    def test_the_menu_offers_each_system_once(self):
        if not boot_menu.systems():
            cannot(say(N_("there is a disk of Windows, but no other system was found that could be started")))
        entries = boot_menu.offered(boot_menu.GRUB_CFG.read_text("utf-8"))
        names, ids = [name for name, _ in entries], [id for _, id in entries]
        whole = len(ids) == 1 + len(boot_menu.systems()) and len(set(names)) == len(names)
        expect(
            whole and ids[0] == "salle-linux" and all(id.startswith("salle-") for id in ids),
            expected=say(
                N_("this Linux, then %(others)s"), others=", ".join(name for _, name in boot_menu.systems())
            ),
            found=", ".join(names) or say(N_("none")),
        )

    @check("multiboot.valid", N_("The start menu can be read when the computer starts"))
    def test_grub_can_read_its_menu(self, host):
        said = host.run("grub-script-check %s", str(boot_menu.GRUB_CFG))
        expect(said.rc == 0, expected=say(N_("no error")), found=said.stderr.strip() or say(N_("no error")))

    @check("multiboot.kept", N_("Older kernels and the rescue mode are still to be found in the start menu"))
    def test_what_repairs_is_one_step_away(self):
        below = boot_menu.hidden_below(boot_menu.GRUB_CFG.read_text("utf-8"))
        expect(
            [name for name in below if "Linux" in name],
            expected=say(N_("entries of this Linux in a submenu")),
            found=", ".join(below) or say(N_("none")),
        )

    @check("multiboot.start", N_("The start menu waits, and then starts what the place chose"))
    def test_the_menu_waits_and_starts_as_promised(self, promise):
        text = boot_menu.GRUB_CFG.read_text("utf-8")
        wanted = promise["multiboot"]
        compare(
            expected=[str(wanted["multiboot_timeout"]), DEFAULTS[wanted["multiboot_default"]]],
            found=[boot_menu.set_to(text, "timeout")[0], boot_menu.set_to(text, "default")[-1]],
        )

    @check("multiboot.legible", N_("The start menu is written in large letters"), weight="should")
    def test_the_menu_is_in_large_letters(self):
        text = boot_menu.GRUB_CFG.read_text("utf-8")
        shown = any(
            str(THEME / "theme.txt").endswith(path.partition(")")[2])
            for path in boot_menu.set_to(text, "theme")
        )
        sizes = {
            font.name: boot_menu.letters(font) for font in THEME.glob("*.pf2") if f"/{font.name}" in text
        }
        # With Secure Boot GRUB takes its own letters alone: 16 pixels, large on a picture of 640 by 480.
        coarse = any(mode.startswith("640x480") for mode in boot_menu.set_to(text, "gfxmode"))
        expect(
            coarse or (shown and max(sizes.values(), default=0) >= 28),
            expected=say(N_("letters of 28 pixels or more")),
            found=", ".join(f"{name}: {size}" for name, size in sizes.items()) or say(N_("none")),
        )


class TestWindows:
    """Only where there is a disk of Windows."""

    __test__ = PRESENT and bool(boot_menu.windows_disks())

    @check("multiboot.disks", N_("The disks of Windows are shown, or not, as the place chose"))
    def test_the_file_manager_is_told_about_the_disks(self, host, promise):
        if not Path("/run/udev/control").exists():
            cannot(say(N_("nothing on this computer tells the file manager of disks (udev)")))
        wanted = promise["multiboot"]["multiboot_windows"]
        found = {disk: told(host, disk) for disk in boot_menu.windows_disks()}
        # An encrypted disk is never mounted by itself: it can only be hidden.
        right = {
            disk: how == wanted or (wanted == "read-only" and boot_menu.filesystem(disk) == "BitLocker")
            for disk, how in found.items()
        }
        expect(
            all(right.values()), expected=wanted, found=", ".join(f"{d}: {how}" for d, how in found.items())
        )

    @check(
        "multiboot.ready", N_("Windows can be started, and its files can be read"), weight="should", remedy=""
    )
    def test_nothing_stands_in_the_way_of_windows(self, host):
        if not boot_menu.shutil.which("ntfs-3g.probe"):
            cannot(say(N_("this computer cannot tell whether Windows was switched off (package ntfs-3g)")))
        why = [say(sentence, disks=", ".join(disks)) for sentence, disks in obstacles(host).items()]
        expect(
            not why,
            expected=say(N_("nothing in the way")),
            found=why[0] if why else say(N_("nothing in the way")),
        )


class TestClock:
    """Only where Windows is a system of this computer, and the computer has a clock of its own."""

    __test__ = (
        PRESENT
        and load_promise()["multiboot"]["multiboot_local_clock"]
        and any("Windows" in name for _, name in boot_menu.systems())
        and any(Path("/sys/class/rtc").glob("rtc*"))
        and not boot_menu.run("systemd-detect-virt", "--container").strip()
    )

    @check("multiboot.clock", N_("Linux and Windows agree on the time"))
    def test_the_clock_keeps_local_time(self, host):
        compare(expected="yes", found=host.run("timedatectl show -p LocalRTC --value").stdout.strip())


def told(host, disk):
    """What udev tells of a disk, by the words of the site."""
    properties = host.run("udevadm info --query=property --name=%s", disk).stdout.splitlines()
    if "UDISKS_IGNORE=1" in properties:
        return "hidden"
    return "read-only" if "UDISKS_MOUNT_OPTIONS_DEFAULTS=ro" in properties else "visible"


def obstacles(host):
    """What stands in the way of Windows: sentence -> disks."""
    found = {}
    for disk in boot_menu.windows_disks():
        if boot_menu.filesystem(disk) == "BitLocker":
            sentence = N_(
                "encrypted by BitLocker (%(disks)s): it may ask for its recovery key, have it at hand"
            )
        else:
            code = host.run("ntfs-3g.probe --readwrite %s", disk).rc
            sentence = {
                14: N_("not really switched off (%(disks)s): in Windows, powercfg /h off, then shut down"),
                15: N_("not closed properly (%(disks)s): start Windows once and shut it down"),
            }.get(code)
        if sentence:
            found.setdefault(sentence, []).append(disk)
    return found
