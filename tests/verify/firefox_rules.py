# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place wants of Firefox, as the checks of its effects ask for it.

A site may lay policies of its own over those of the role (``browser_policies``);
an effect that it gave up is then no fault of the machine.
"""

from __future__ import annotations

from typing import Any

from browser_promise import promised_policies
from salle_check import N_, cannot, say

OFFERS: dict[str, tuple[object, str]] = {
    "accounts": (True, "DisableFirefoxAccounts"),
    "imports": (True, "DisableProfileImport"),
    "feedback": (True, "DisableFeedbackCommands"),
    "VPN": (False, "IPProtectionAvailable"),
    "visual search": (False, "VisualSearchEnabled"),
    "bookmarks of its maker": (True, "NoDefaultBookmarks"),
}
"""Offer -> the value that takes it away, and its policy."""


class Rules:
    """The policies promised to this machine."""

    def __init__(self, browser: dict[str, Any]) -> None:
        """Take the role's public variables, resolved."""
        self._policies = promised_policies(browser)

    def value(self, *names: str) -> Any:
        """What is promised under these names, one inside the other; None where nothing is."""
        inside: Any = self._policies
        for name in names:
            inside = inside.get(name) if isinstance(inside, dict) else None
        return inside

    def must_hold(self, value: object, *names: str) -> None:
        """End the check orange when the site decided otherwise than the role."""
        if self.value(*names) != value:
            cannot(say(N_("this place decided otherwise (browser_policies: %(name)s)"), name=names[0]))

    @property
    def private_only(self) -> bool:
        """Whether Firefox only browses privately."""
        return bool(self.value("PrivateBrowsingModeAvailability") == 2)

    @property
    def extensions_may_be_added(self) -> bool:
        """Whether people may add extensions."""
        others = self.value("ExtensionSettings", "*") or {}
        blocked = others.get("installation_mode") == "blocked"
        return not blocked and "extension" in others.get("allowed_types", ["extension"])

    @property
    def offers(self) -> set[str]:
        """What Firefox may offer here."""
        return {offer for offer, (gone, policy) in OFFERS.items() if self.value(policy) != gone}
