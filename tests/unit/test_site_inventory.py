# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines, groups and the files of variables: what is accepted, what is refused and why."""

from pathlib import Path

import pytest
from salle.site.load import load_site
from site_tools import GOOD_SITE, make_site, said_of


def hosts(*lines: str) -> str:
    """A hosts.yml with these lines below the hosts of one group."""
    return "salle:\n  hosts:\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/x",
        "a;b",
        "-oProxyCommand=x",
        "a b",
        "a_b",
        "été",
        "a-",
        "192.0.2.1",
        "12",
        "x" * 64,
        "a..b",
        "{{x}}",
    ],
)
def test_a_machine_cannot_be_called_like_a_path_a_command_or_an_option(tmp_path: Path, name: str) -> None:
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": hosts(f'"{name}": {{ansible_host: 192.0.2.1}}')}))
    assert len(said) == 1
    assert said[0].startswith("hosts.yml:3:5: ")
    assert "cannot be the name of a machine" in said[0]


@pytest.mark.parametrize("name", ["localhost", "all", "Ungrouped"])
def test_a_machine_cannot_bear_a_name_that_ansible_keeps(tmp_path: Path, name: str) -> None:
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": hosts(f"{name}: {{ansible_host: 192.0.2.1}}")}))
    assert said[0].startswith(f"hosts.yml:3:5: {name} means something else to Ansible")


@pytest.mark.parametrize("name", ["poste-01", "PC1", "accueil.mediatheque.lan", "a"])
def test_a_machine_can_be_called_like_a_host(tmp_path: Path, name: str) -> None:
    site = load_site(make_site(tmp_path / "s", {"hosts.yml": hosts(f"{name}: {{ansible_host: 192.0.2.1}}")}))
    assert [machine.name for machine in site.machines] == [name]


@pytest.mark.parametrize("name", ["salle-1", "1salle", "à", "../x", "ungrouped", "plugin"])
def test_a_group_has_a_plain_name(tmp_path: Path, name: str) -> None:
    text = f"{name}:\n  hosts:\n    poste-01: {{ansible_host: 192.0.2.1}}\n"
    assert said_of(make_site(tmp_path / "s", {"hosts.yml": text}))[0].startswith(f"hosts.yml:1:1: {name} ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("salle: [poste-01]\n", "hosts.yml:1:8: hosts or children were expected"),
        ("salle:\n  hosts: poste-01\n", "hosts.yml:2:10: names of machines were expected"),
        ("salle:\n  children: [a]\n", "hosts.yml:2:13: names of groups were expected"),
        (
            "salle:\n  host:\n",
            "hosts.yml:2:3: in a group, hosts or children was expected, not host. Did you mean hosts?",
        ),
        ("a:\n  children:\n    all:\n", "hosts.yml:3:5: all means something else"),
        ("a:\n  children:\n    a:\n", "hosts.yml:3:5: the group a would be inside itself"),
        (
            "a: {children: {b: }}\nb: {children: {a: }}\n",
            "hosts.yml:2:16: the group a would be inside itself",
        ),
        (
            "a: {hosts: {a: {ansible_host: 192.0.2.1}}}\n",
            "hosts.yml:1:13: a is the name of a group and of a machine",
        ),
    ],
)
def test_a_group_that_ansible_would_read_otherwise_is_refused(
    tmp_path: Path, text: str, expected: str
) -> None:
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": text}))
    assert [line for line in said if line.startswith(expected)], said


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("ansible_host: 192.0.2.1", "ansible_host: 192.0.2.1", "address"),
        ("ansible_host: PC.lan", "ansible_host: pc.lan", "address"),
        ("ansible_host: '2001:db8::1'", "ansible_host: '2001:db8:0::1'", "address"),
        ("ansible_host: a, seat: A1", "ansible_host: b, seat: a1", "seat"),
        ("ansible_host: a, mac: '52:54:00:12:34:AB'", "ansible_host: b, mac: '52-54-00-12-34-ab'", "mac"),
    ],
)
def test_two_machines_cannot_be_one(tmp_path: Path, first: str, second: str, what: str) -> None:
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": hosts(f"p1: {{{first}}}", f"p2: {{{second}}}")}))
    assert len(said) == 1
    assert f"p2 has the same {what} as p1 (line 3)" in said[0]
    assert said[0].startswith("hosts.yml:4:")


def test_two_machines_behind_one_address_differ_by_their_port(tmp_path: Path) -> None:
    lines = (
        "p1: {ansible_host: gate.lan, ansible_port: 2201}",
        "p2: {ansible_host: gate.lan, ansible_port: 2202}",
    )
    assert len(load_site(make_site(tmp_path / "s", {"hosts.yml": hosts(*lines)})).machines) == 2


def test_two_names_that_differ_by_capitals_are_refused(tmp_path: Path) -> None:
    lines = ("Poste: {ansible_host: a}", "poste: {ansible_host: b}")
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": hosts(*lines)}))
    assert said == ["hosts.yml:4:5: poste and Poste (line 3) differ only by capitals; rename one."]


def test_a_twin_in_another_file_is_named_with_that_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hosts.yml": hosts("p1: {ansible_host: a}", "p2: {ansible_host: b, seat: A1}"),
        "host_vars/p1.yml": "seat: A1\n",
    }
    said = said_of(make_site(tmp_path / "s", files))
    assert said[0].startswith("hosts.yml:4:33: p2 has the same seat as p1 (")
    assert said[0].endswith("host_vars/p1.yml:1): A1.")


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (
            "ansible_ssh_common_args: -o ProxyCommand=x",
            "must not steer programs on the coordinator's computer",
        ),
        ("ansible_connection: local", "must not steer"),
        ("ansible_python_interpreter: /tmp/x", "must not steer"),
        ("ansible_group_priority: 5", "must not steer"),
        ("ansible_become_password: hunter2", "must not steer"),
        ("ansible_port: 0", "a number from 1 to 65535"),
        ("ansible_port: '22'", "a whole number was expected"),
        ("ansible_user: -x", "the name of an account"),
        ("ansible_user: '{{ x }}'", "the name of an account"),
        ("ansible_ssh_private_key_file: -oProxyCommand=x", "not beginning with a hyphen"),
        ('ansible_ssh_private_key_file: "a\\nb"', "the path of a file"),
        ("ansible_ssh_private_key_file: '{{ lookup(1) }}'", "the path of a file"),
        ("mac: 'hello'", "six pairs"),
        ("mac: '52:54-00:12:34:56'", "six pairs"),
        ('seat: "a\\nb"', "a text on one line"),
        ("serial: x", "write serial_number"),
        ("ansible_user: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        61", "cannot be encrypted"),
    ],
)
def test_a_variable_of_a_machine_that_could_harm_is_refused(
    tmp_path: Path, variable: str, words: str
) -> None:
    text = hosts("p1:", "  ansible_host: 192.0.2.1", f"  {variable}")
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": text}))
    assert len(said) == 1
    assert said[0].startswith("hosts.yml:5:")
    assert words in said[0]
    assert "hunter2" not in said[0]


@pytest.mark.parametrize(
    "address",
    ["-oProxyCommand=x", "a b", "{{ x }}", "192.0.2.256", "192.0.2", "fe80::1%a b", "x/y", "", "a;b"],
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    said = said_of(make_site(tmp_path / "s", {"hosts.yml": hosts(f'p1: {{ansible_host: "{address}"}}')}))
    assert len(said) == 1
    assert "an IP address or a host name was expected" in said[0]


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "fe80::1%eth0", "poste-01", "a.b.lan"])
def test_an_address_is_accepted(tmp_path: Path, address: str) -> None:
    site = load_site(make_site(tmp_path / "s", {"hosts.yml": hosts(f'p1: {{ansible_host: "{address}"}}')}))
    assert site.machines[0].address == address


def test_the_variables_of_one_machine_are_refused_for_a_group(tmp_path: Path) -> None:
    text = GOOD_SITE + "seat: A1\nansible_user: salle\n"
    said = said_of(make_site(tmp_path / "s", {"group_vars/all/site.yml": text}))
    assert said == [
        "group_vars/all/site.yml:2:1: seat belongs to one machine; "
        "write it on the machine's line in hosts.yml."
    ]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("group_vars/all/x.yaml", "rename it to x.yml"),
        ("group_vars/all/x.json", "rename it to x.yml"),
        ("group_vars/all/x", "rename it to x.yml"),
        ("group_vars/all/x.yml~", "a copy left by an editor"),
        ("group_vars/all/x.yml.bak", "rename it to x.yml"),
        ("group_vars/all/more/x.yml", "no folder was expected here"),
        ("group_vars/all.yml", "because there is a folder all"),
        (
            "group_vars/sall.yml",
            "no group called sall, so this file would never be read. Did you mean salle?",
        ),
        ("group_vars/poste-01.yml", "no group called poste-01"),
        (
            "host_vars/poste-02.yml",
            "no machine called poste-02, so this file would never be read. Did you mean poste-01?",
        ),
        ("group-vars/all.yml", "rename it to group_vars"),
        ("hostvars/poste-01.yml", "rename it to host_vars"),
        ("hosts.yaml", "the machines are listed in hosts.yml"),
        ("hosts.ini", "the machines are listed in hosts.yml"),
        ("site.yml", "variables are in group_vars/all/site.yml"),
        ("group_vars/all/a\x1bb.yml", "a name that cannot be shown: a\\x1bb.yml"),
    ],
)
def test_a_file_that_would_silently_not_be_read_is_refused(tmp_path: Path, file: str, words: str) -> None:
    said = said_of(make_site(tmp_path / "s", {file: "site_use: public\n"}))
    assert len(said) == 1
    assert words in said[0]
    assert said[0].isprintable()


def test_what_is_not_for_ansible_may_lie_beside(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "README.md": "x",
        "known_hosts": "",
        "files/logo.json": "{}",
        "group_vars/all/.site.yml.swp": b"\0",
        "group_vars/all/notes.md": "x",
        "plan.pdf": b"\0",
    }
    assert load_site(make_site(tmp_path / "s", files)).machines


def test_a_required_variable_that_one_machine_lacks_is_named_with_it(tmp_path: Path) -> None:
    text = "a: {hosts: {p1: {ansible_host: a}}}\nb: {hosts: {p2: {ansible_host: b}}}\n"
    site = make_site(tmp_path / "s", {"hosts.yml": text, "group_vars/a.yml": GOOD_SITE})
    (site / "group_vars/all/site.yml").unlink()
    said = said_of(site)
    assert said == ["hosts.yml:2:13: site_name is missing for p2; write it here or in group_vars."]


def test_a_machine_is_called_by_its_label_or_else_its_name(tmp_path: Path) -> None:
    lines = ("p1: {ansible_host: a, label: 'Poste 1', seat: A1}", "p2: {ansible_host: b}")
    site = load_site(make_site(tmp_path / "s", {"hosts.yml": hosts(*lines)}))
    assert [(machine.label, machine.seat) for machine in site.machines] == [("Poste 1", "A1"), ("p2", "")]


def test_group_vars_that_is_a_file_is_refused(tmp_path: Path) -> None:
    said = said_of(make_site(tmp_path / "s", {"host_vars": "x"}))
    assert said == ["host_vars: this is not a folder; a folder was expected."]
