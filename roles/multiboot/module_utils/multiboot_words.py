# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module multiboot_look says to people.

Each constant is one sentence, with ``%(name)s`` for what is filled in. The command line finds them
here and says them in the reader's language (salle.run.role_texts), so none stands elsewhere.
"""

NO_GRUB = (
    "%(machine)s holds another system, but the boot loader GRUB does not start it: "
    "no menu was made, and nothing of its start was changed."
)
SYSTEMD_BOOT = (
    "%(machine)s holds another system and is started by systemd-boot, which shows a menu of its own: "
    "nothing of its start was changed."
)
NOT_OURS = (
    "%(machine)s is started by the boot loader of another system (%(owner)s): "
    "its boot menu is that system's business, and nothing of it was changed."
)
OWNER_UNKNOWN = (
    "It could not be found out which Linux starts %(machine)s: nothing of its boot menu was changed."
)
NO_SYSTEM = (
    "%(machine)s has a disk of Windows (%(parts)s), but no Windows that its boot menu could start. "
    "It may hold data only, or be encrypted."
)
MIX_UEFI = (
    "Windows on %(machine)s starts by UEFI (%(parts)s), this Linux by the old BIOS way: a boot menu cannot "
    "lead from one to the other. Choose the system in the firmware's menu, or install Linux anew by UEFI."
)
MIX_BIOS = (
    "Windows on %(machine)s starts by the old BIOS way (%(parts)s), this Linux by UEFI: a boot menu cannot "
    "lead from one to the other. Choose the system in the firmware's menu, or install Linux anew by BIOS."
)
BITLOCKER = (
    "The disk of Windows on %(machine)s is encrypted by BitLocker (%(parts)s). Windows may ask for its "
    "recovery key, 48 digits, when it is started from the menu: have it at hand before."
)
SLEEPING = (
    "Windows on %(machine)s was not really switched off (%(parts)s): it hibernates, or its fast startup is "
    "on. Its files can only be read. In Windows, as administrator: powercfg /h off, then shut down."
)
UNCLEAN = (
    "The disk of Windows on %(machine)s was not closed properly (%(parts)s): start Windows once and shut it "
    "down, which repairs it."
)
LITTLE_ROOM = "Only %(free)s MB are free for this Linux on %(machine)s: it will run full."
