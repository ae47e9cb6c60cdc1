# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a place's wishes to policies of Firefox.

tests/verify/browser_promise.py says the same a second time, for the checks; a unit test holds both equal.
"""

from __future__ import annotations

ASK = ("camera", "microphone")
"""What a page may ask for, unless the place says otherwise; the rest of PERMISSIONS it may not."""
PERMISSIONS = {
    "location": "Location",
    "notifications": "Notifications",
    "camera": "Camera",
    "microphone": "Microphone",
}
"""Our names, and Mozilla's."""


def overridden(policies, changes):
    """The policies with a place's own laid over, as a JSON merge patch (RFC 7396): null takes one away."""
    merged = dict(policies)
    for name, change in changes.items():
        if change is None:
            merged.pop(name, None)
        elif isinstance(change, dict):
            there = merged.get(name)
            merged[name] = overridden(there if isinstance(there, dict) else {}, change)
        else:
            merged[name] = change
    return merged


def permissions(wishes, use):
    """The policy Permissions; what is refused stays so on a computer of public use."""
    policy = {}
    for name, theirs in PERMISSIONS.items():
        block = wishes.get(name, "ask" if name in ASK else "block") == "block"
        policy[theirs] = {"BlockNewRequests": block, "Locked": block and use == "public"}
    return policy


def dns(wish, resolver, use):
    """The policy DNSOverHTTPS."""
    policy = {"Enabled": wish == "encrypted", "Locked": use == "public" and wish != "choice"}
    if wish == "encrypted":
        policy.update(ProviderURL=resolver, Fallback=False)
    return policy


def extension_settings(extensions, use, folder):
    """What ExtensionSettings says of the place's own extensions.

    Only a file needs an address: Debian's packages are taken as they lie there, and Firefox fetches
    an extension without address from Mozilla's site, by its id.
    """
    settings = {}
    for extension in extensions:
        locked = extension.get("locked", use == "public")
        one = {
            "installation_mode": "force_installed" if locked else "normal_installed",
            "private_browsing": extension.get("private_browsing", True),
            "default_area": "navbar" if extension.get("pinned", False) else "menupanel",
        }
        if "file" in extension:
            one["install_url"] = "file://" + folder + "/" + file_name(extension)
        settings[extension["id"]] = one
    return settings


def file_name(extension):
    """What its file is called on the machine: after its content, so that a new version is a new file."""
    return extension["sha256"].lower() + ".xpi"


def with_file_names(extensions):
    """The extensions that come as files, each with the name its file has on the machine."""
    return [{**one, "name": file_name(one)} for one in extensions if "file" in one]


def bookmark_addresses(bookmarks):
    """Every address in the bookmarks, those in folders too."""
    for bookmark in bookmarks:
        if "url" in bookmark:
            yield bookmark["url"]
        yield from bookmark_addresses(bookmark.get("children") or ())


class FilterModule:
    """What Ansible looks for."""

    def filters(self):
        """The filters, by the names the role uses."""
        return {
            "browser_overridden": overridden,
            "browser_permissions": permissions,
            "browser_dns_policy": dns,
            "browser_extension_settings": extension_settings,
            "browser_extension_files": with_file_names,
            "browser_addresses": lambda bookmarks: list(bookmark_addresses(bookmarks)),
        }
