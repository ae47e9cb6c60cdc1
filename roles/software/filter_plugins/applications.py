# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the catalogue and a place's wishes to what one machine gets.

``salle.catalogue`` makes the same choice for the command line; tests/unit/test_catalogue_role.py holds
both equal.
"""

from __future__ import annotations

CATEGORIES = {
    "accessibility": "Utility;Accessibility;",
    "communication": "Network;",
    "education": "Education;",
    "internet": "Network;",
}
"""The places in the menu (Desktop Menu Specification, "Registered Categories") of entries we make."""


def chosen_applications(applications, profiles, extra, excluded, system, language):
    """The applications a machine gets, in the catalogue's order, as it is on that system (``debian13``)."""
    return [
        {
            **entry,
            "id": id_,
            "packages": packages_on(entry, system, language),
            "launcher": on_system(entry, "launcher", system, []),
            "opens": on_system(entry, "opens", system, {}),
        }
        for id_, entry in applications.items()
        if id_ not in excluded and (id_ in extra or set(profiles) & set(entry["profiles"]))
    ]


def packages_on(entry, system, language):
    """What is installed for an application there; where it is not to be had, its language is neither."""
    packages = on_system(entry, "packages", system, [])
    return packages and packages + on_system(entry, "languages", system, {}).get(language, [])


def on_system(entry, field, system, nothing):
    """A field, or its exception: for the system and version first, then for the system."""
    exceptions = entry.get(f"{field}_on", {})
    for name in (system, system.rstrip("0123456789")):
        if name in exceptions:
            return exceptions[name]
    return entry.get(field, nothing)


def package_reasons(chosen):
    """Each package the role software installs, with the names of the applications it is for."""
    reasons = {}
    for application in chosen:
        if application.get("role", "software") == "software":
            for package in application["packages"]:
                reasons.setdefault(package, []).append(application["name"])
    return {package: ", ".join(names) for package, names in reasons.items()}


def own_entries(chosen):
    """The menu entries we make: for sites, and for commands whose package has none."""
    return [
        {
            "id": f"salle-{application['id']}",
            "name": application["name"],
            "summary": application["summary"],
            "keywords": list(dict.fromkeys([*application["replaces"], *application["keywords"]])),
            "words": ["xdg-open", application["web"]] if "web" in application else [application["command"]],
            "icon": application["icon"],
            "categories": CATEGORIES[application["category"]],
        }
        for application in chosen
        if "web" in application or ("command" in application and application["packages"])
    ]


def default_openers(chosen):
    """Which menu entry opens which type; where two want the same, the first in the catalogue."""
    openers = {}
    for application in chosen:
        for launcher, types in application["opens"].items() if application["packages"] else ():
            for type_ in types:
                openers.setdefault(type_, launcher)
    return openers


def menu_words(chosen):
    """Menu entry -> the words it is found by: what it stands in for, and what people look for.

    The field ``words`` tells which entry gets which; without it the main entry gets all.
    """
    found = {}
    for application in chosen:
        if not application["packages"] or not application["launcher"]:
            continue
        main = {application["launcher"][0]: [*application["replaces"], *application["keywords"]]}
        for launcher, words in application.get("words", main).items():
            if launcher in application["launcher"]:
                found[launcher] = list(dict.fromkeys([*found.get(launcher, []), *words]))
    return found


class FilterModule:
    """What Ansible looks for."""

    def filters(self):
        """The filters by name."""
        names = (chosen_applications, package_reasons, own_entries, default_openers, menu_words)
        return {function.__name__: function for function in names}
