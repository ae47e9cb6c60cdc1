# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place wishes of its browser is judged before a machine is touched, with file and line."""

import hashlib
from pathlib import Path

import pytest
from salle.preparation import places_of
from salle.site.firefox_policies import nearly, own_policies
from salle.site.load import load_site
from site_tools import GOOD_HOSTS, make_site, said_of
from xpi_tools import ID, authority, good_files, signed_files, write

FILE = "group_vars/all/browser.yml"

WRONG = {
    "not a mapping": ("browser_policies: [DisableTelemetry]", "1:19: browser_policies: names with values"),
    "a name misspelt by a letter": (
        "browser_policies:\n  DisableTelemetri: false",
        "2:3: browser_policies: DisableTelemetri is nearly DisableTelemetry, which salle sets",
    ),
    "a name in small letters": (
        "browser_policies: {homepage: x}",
        "1:20: browser_policies: homepage is nearly Homepage",
    ),
    "a nested name misspelt": (
        "browser_policies:\n  EnableTrackingProtection:\n    Categorie: standard",
        "3:5: browser_policies: Categorie is nearly Category",
    ),
    "a policy taken away that nobody set": (
        "browser_policies:\n  WebsiteFilter: null",
        "2:3: browser_policies: null takes a policy away, but salle sets no WebsiteFilter",
    ),
    "a nested name taken away that nobody set": (
        "browser_policies: {Cookies: {Allow: ~}}",
        "1:30: browser_policies: null takes a policy away, but salle sets no Cookies.Allow",
    ),
    "what has a variable": (
        "browser_policies:\n  RequestedLocales: fr",
        "2:3: browser_policies: RequestedLocales follows from browser_locale; write that instead",
    ),
    "what has a variable, deeper": (
        "browser_policies:\n  Homepage:\n    URL: https://e.org",
        "3:5: browser_policies: Homepage.URL follows from browser_homepage",
    ),
    "what has a variable, taken away with the rest": (
        "browser_policies:\n  Homepage: null",
        "2:3: browser_policies: Homepage.URL follows from browser_homepage",
    ),
    "the trap that switches French off": (
        "browser_policies:\n  ExtensionSettings:\n    '*': {installation_mode: blocked}",
        "3:5: browser_policies: ExtensionSettings.*: blocked would switch off the language packs",
    ),
    "the blocker blocked": (
        "browser_policies:\n  ExtensionSettings:\n    uBlock0@raymondhill.net: {installation_mode: blocked}",
        "3:5: browser_policies: ExtensionSettings.uBlock0@raymondhill.net: uBlock Origin protects",
    ),
    "the blocker taken away": (
        "browser_policies:\n  ExtensionSettings: {uBlock0@raymondhill.net: null}",
        "2:23: browser_policies: ExtensionSettings.uBlock0@raymondhill.net: uBlock Origin protects",
    ),
    "all extension settings taken away": (
        "browser_policies: {ExtensionSettings: null}",
        "1:20: browser_policies: ExtensionSettings.uBlock0@raymondhill.net: uBlock Origin protects",
    ),
    "a proxy that the checks cannot leave": (
        "browser_policies:\n  Proxy:\n    Mode: system\n    Locked: true",
        "4:5: browser_policies: Proxy cannot be locked: the checks need it",
    ),
    "a preference of the checks": (
        "browser_policies:\n  Preferences:\n    marionette.port: {Value: 1, Status: locked}",
        "3:5: browser_policies: marionette.port cannot be locked",
    ),
    "encrypted names without a resolver": (
        "browser_dns: encrypted",
        "1:14: browser_dns: encrypted needs a resolver",
    ),
    "a resolver without https": (
        "browser_dns_resolver: dns.example",
        "1:23: browser_dns_resolver: dns.example is no address of a resolver",
    ),
    "an engine that is not offered": (
        "browser_search_engine: Qwant\nbrowser_search_engines: [Mojeek]",
        "1:24: browser_search_engine: Qwant is not among browser_search_engines: Mojeek",
    ),
    "the usual engine not offered": (
        "browser_search_engines: [Mojeek]",
        "1:25: browser_search_engine: DuckDuckGo is not among browser_search_engines",
    ),
    "an engine we do not know": (
        "browser_search_engines: [DuckDuckGo, Google]",
        "1:38: browser_search_engines, entry 2",
    ),
    "a permission misspelt": (
        "browser_permissions: {camra: block}",
        "1:23: browser_permissions knows no camra",
    ),
    "a permission that is no choice": (
        "browser_permissions: {camera: allow}",
        "1:31: camera: allow is not one",
    ),
    "a home page without scheme": (
        "browser_homepage: portail",
        "1:19: browser_homepage: portail is no whole",
    ),
    "a bookmark without address": (
        "browser_bookmarks: [{name: x}]",
        "1:21: browser_bookmarks, entry 1: url is missing",
    ),
    "a folder with an address": (
        "browser_bookmarks: [{name: x, url: 'https://e.org', children: []}]",
        "1:21: browser_bookmarks, entry 1: url and children",
    ),
    "a bookmark in a folder without scheme": (
        "browser_bookmarks:\n  - name: x\n    children:\n      - {name: y, url: cnil.fr}",
        "4:24: browser_bookmarks, entry 1: cnil.fr is no whole",
    ),
    "a folder in a folder": (
        "browser_bookmarks:\n  - name: x\n    children:\n      - {name: y, url: 'about:x', children: []}",
        "4:35: children, entry 1 knows no children",
    ),
    "an extension without source": (
        "browser_extra_extensions:\n  - id: a@b",
        "2:5: browser_extra_extensions, entry 1: a source was expected: package, file or amo: true",
    ),
    "an extension with two sources": (
        "browser_extra_extensions: [{id: a@b, package: webext-a, amo: true}]",
        "1:28: browser_extra_extensions, entry 1: one source was expected, and these are package, amo",
    ),
    "an extension with amo: false alone": (
        "browser_extra_extensions: [{id: a@b, amo: false}]",
        "1:28: browser_extra_extensions, entry 1: a source was expected",
    ),
    "an extension without id": (
        "browser_extra_extensions: [{package: webext-a}]",
        "1:28: browser_extra_extensions, entry 1: id is missing",
    ),
    "an id that is none": (
        "browser_extra_extensions: [{id: ublock, package: webext-a}]",
        "1:33: browser_extra_extensions, entry 1: ublock is no id of an extension",
    ),
    "the same extension twice": (
        "browser_extra_extensions:\n  - {id: a@b, amo: true}\n  - {id: a@b, package: webext-a}",
        "3:10: browser_extra_extensions, entry 2: a@b is already written on line 2",
    ),
    "uBlock Origin again": (
        "browser_extra_extensions: [{id: uBlock0@raymondhill.net, amo: true}]",
        "1:33: browser_extra_extensions, entry 1: uBlock Origin is there already",
    ),
    "a package that is an option": (
        "browser_extra_extensions: [{id: a@b, package: --allow-downgrades}]",
        "1:47: browser_extra_extensions, entry 1: --allow-downgrades cannot be the name of a package",
    ),
    "a digest without file": (
        "browser_extra_extensions: [{id: a@b, amo: true, sha256: x}]",
        "1:49: browser_extra_extensions, entry 1: sha256 belongs to file",
    ),
    "a file that is not there": (
        "browser_extra_extensions: [{id: a@b, file: b.xpi, sha256: x}]",
        "1:44: browser_extra_extensions, entry 1: there is no b.xpi in the folder files",
    ),
    "a file elsewhere": (
        "browser_extra_extensions: [{id: a@b, file: ../hosts.yml, sha256: x}]",
        "1:44: browser_extra_extensions, entry 1: ../hosts.yml: the name of a file in the folder files",
    ),
}


@pytest.fixture(autouse=True)
def ours_stands_for_mozilla(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salle.xpi.verify.amo_root", lambda: authority().root.public_key())


def said(folder: Path, text: str) -> list[str]:
    return said_of(make_site(folder, {FILE: text + "\n"}))


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_it_is_the_one_problem_and_told_at_its_place(tmp_path: Path, text: str, expected: str) -> None:
    (problem,) = said(tmp_path, text)
    assert problem.startswith(f"{FILE}:{expected}"), problem


GOOD = {
    "a policy of Mozilla's that salle does not set": "browser_policies: {WebsiteFilter: {Block: [x]}}",
    "policies taken away": "browser_policies: {ShowHomeButton: ~, UserMessaging: {FirefoxLabs: ~}}",
    "a proxy for everybody": "browser_policies: {Proxy: {Mode: system}}",
    "free names": "browser_policies: {Preferences: {browser.region.network.uri: {Value: x}}, 3rdparty: {}}",
    "more freedom for the blocker": (
        "browser_policies:\n  ExtensionSettings:\n"
        "    uBlock0@raymondhill.net: {installation_mode: normal_installed}"
    ),
    "other extensions allowed": "browser_policies: {ExtensionSettings: {'*': {installation_mode: allowed}}}",
    "encrypted names": "browser_dns: encrypted\nbrowser_dns_resolver: https://dns.example/q",
    "a folder of bookmarks": "browser_bookmarks: [{name: x, children: [{name: y, url: 'https://e.org'}]}]",
    "extensions": (
        "browser_extra_extensions: [{id: a@b, package: webext-a}, {id: c@d, amo: true, locked: false}]"
    ),
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_it_is_no_problem(tmp_path: Path, text: str) -> None:
    assert load_site(make_site(tmp_path, {FILE: text + "\n"})).machines


def entry(path: Path, **more: str) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    parts = {"id": ID, "file": path.name, "sha256": digest, **more}
    return (
        "browser_extra_extensions: [{"
        + ", ".join(f"{name}: '{value}'" for name, value in parts.items())
        + "}]"
    )


def test_a_signed_file_with_its_digest_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "files/é à.xpi", good_files())
    assert load_site(make_site(tmp_path, {FILE: entry(path) + "\n"})).machines


def test_a_file_with_another_digest_is_refused_and_its_own_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "files/a.xpi", good_files())
    (problem,) = said(tmp_path, entry(path, sha256="0" * 64))
    assert "a.xpi is another file: its sha256 is " + hashlib.sha256(path.read_bytes()).hexdigest() in problem


def test_a_digest_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "files/a.xpi", good_files())
    (problem,) = said(tmp_path, f"browser_extra_extensions: [{{id: '{ID}', file: a.xpi}}]")
    assert "sha256 is missing" in problem


def test_a_file_that_was_changed_after_signing_is_refused_though_the_digest_is_right(tmp_path: Path) -> None:
    path = write(tmp_path / "files/a.xpi", {**good_files(), "background.js": b"evil"})
    (problem,) = said(tmp_path, entry(path))
    assert "background.js was changed or added after Mozilla signed it" in problem


def test_a_file_signed_by_somebody_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "files/a.xpi", signed_files(by=authority("stranger")))
    (problem,) = said(tmp_path, entry(path))
    assert problem.endswith("a.xpi: its signature is not Mozilla's.")


def test_a_file_of_another_extension_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "files/a.xpi", good_files())
    (problem,) = said(tmp_path, entry(path, id="other@salle.example"))
    assert f"with the id {ID}" in problem


def test_what_all_machines_share_is_told_once(tmp_path: Path) -> None:
    hosts = GOOD_HOSTS + "    poste-02: {ansible_host: 192.0.2.12}\n"
    site = make_site(tmp_path, {FILE: "browser_dns: encrypted\n", "hosts.yml": hosts})
    assert len(said_of(site)) == 1


def test_the_places_of_policies_travel_to_the_machine(tmp_path: Path) -> None:
    text = "browser_policies:\n  A:\n    b.c: [1, {d: 2}]\n"
    machine = load_site(make_site(tmp_path, {FILE: text})).machines[0]
    places = {name: place.split(":", 1)[1] for name, place in machine.policy_places.items()}
    assert places == {
        "A": "2:3",
        "A.b.c": "3:5",
        "A.b.c[0]": "3:11",
        "A.b.c[1]": "3:14",
        "A.b.c[1].d": "3:15",
    }
    assert places_of(machine) == {"__browser_policies_places": machine.policy_places}


def test_a_site_without_policies_of_its_own_sends_no_places(tmp_path: Path) -> None:
    assert places_of(load_site(make_site(tmp_path)).machines[0]) == {}


def test_the_policies_that_salle_sets_are_known_with_the_names_inside() -> None:
    own = own_policies()
    assert len(own) > 40
    assert "Category" in own["EnableTrackingProtection"]
    assert {"PrivateBrowsingModeAvailability", "ManagedBookmarks"} <= set(own)


@pytest.mark.parametrize(
    "name",
    ["BlockAboutAddons", "BlockAboutSupport", "DisableFirefoxScreenshots", "PasswordManagerExceptions",
     "OfferToSaveLoginsDefault", "HttpAllowlist", "NewTabPage", "DisableFormSubmission"],
)  # fmt: skip
def test_another_name_of_mozillas_is_not_taken_for_a_typing_error(name: str) -> None:
    assert nearly(name, own_policies()) == ""
