# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen from the coordinator's computer: what an SSH server says, and which ports answer."""

import socket
from pathlib import Path

import pytest
from salle.verify import outside
from salle.verify.outside import Heard, look, open_ports
from salle.verify.remote import Connection
from salle.verify.results import Verdict

CONNECTION = Connection(Path("/k"), {"poste-01": {"ansible_host": "192.0.2.11"}}, options="--practice")
PUBLIC = {"accounts": {"accounts_public": True, "accounts_ssh_passwords": False}}
KEYS = "salle@192.0.2.11: Permission denied (publickey)."


def seen(
    monkeypatch: pytest.MonkeyPatch, said: str, ports: set[int], promised: dict[str, object] = PUBLIC
) -> dict[str, tuple[Verdict, str, str]]:
    monkeypatch.setattr(outside, "hear", lambda *_: Heard(said))
    monkeypatch.setattr(outside, "open_ports", lambda *_: ports)
    found = look(CONNECTION, "poste-01", promised, "essai --practice")
    assert all("(seen from the computer that verifies)" in one.title for one in found)
    return {one.check: (one.verdict, one.found, one.remedy) for one in found}


def test_a_machine_that_lets_only_keys_in_is_green(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(monkeypatch, KEYS, {22})
    assert {name: verdict for name, (verdict, *_) in found.items()} == {
        "outside.host_key": Verdict.GREEN,
        "outside.ssh_passwords": Verdict.GREEN,
        "outside.ports": Verdict.GREEN,
    }


@pytest.mark.parametrize("method", ["password", "keyboard-interactive"])
def test_a_password_that_would_be_taken_is_red(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    found = seen(monkeypatch, f"Permission denied (publickey,{method}).", {22})
    remedy = "salle deploy essai --practice --limit poste-01 --tags accounts"
    assert found["outside.ssh_passwords"] == (Verdict.RED, f"publickey, {method}", remedy)


def test_passwords_are_the_sites_matter_where_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Permission denied (publickey,password)."
    for accounts in ({"accounts_public": False}, {"accounts_public": True, "accounts_ssh_passwords": True}):
        assert "outside.ssh_passwords" not in seen(monkeypatch, said, {22}, {"accounts": accounts})


def test_another_key_is_red_and_a_silent_server_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = "@  WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!  @"
    assert seen(monkeypatch, changed, {22})["outside.host_key"][0] is Verdict.RED
    silent = seen(monkeypatch, "ssh: connect to host 192.0.2.11 port 22: Connection timed out", set())
    assert {silent[f"outside.{name}"][0] for name in ("host_key", "ssh_passwords")} == {Verdict.ORANGE}


def test_a_port_that_nobody_promised_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, KEYS, {22, 8080})["outside.ports"][:2] == (Verdict.RED, "22 (SSH), 8080")
    allowed = {**PUBLIC, "base": {"base_open_ports": [8080]}}
    assert seen(monkeypatch, KEYS, {22, 8080}, allowed)["outside.ports"][0] is Verdict.GREEN


def test_an_open_port_is_found_and_a_closed_one_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as there, socket.create_server(("127.0.0.1", 0)) as gone:
        port, closed = there.getsockname()[1], gone.getsockname()[1]
        gone.close()
        assert open_ports("127.0.0.1", {port, closed}) == {port}


def answers(monkeypatch: pytest.MonkeyPatch, *said: str) -> list[str]:
    """An SSH server that says these one after the other, the last for ever; what it has still to say."""
    left = list(said)
    monkeypatch.setattr(outside, "_knock", lambda *_: Heard(left.pop(0) if len(left) > 1 else left[0]))
    monkeypatch.setattr(outside, "RELOAD_SECONDS", 1)
    return left


def test_a_server_that_reads_its_settings_again_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "ssh: connect to host 192.0.2.11 port 22: Connection refused", KEYS)
    assert outside.hear(CONNECTION, "poste-01").methods == ("publickey",)


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "ssh: connect to host 192.0.2.11 port 22: Connection refused")
    assert outside.hear(CONNECTION, "poste-01").methods == ()


def test_another_key_is_not_asked_about_again(monkeypatch: pytest.MonkeyPatch) -> None:
    left = answers(monkeypatch, "Host key verification failed.", KEYS)
    assert outside.hear(CONNECTION, "poste-01").other_key
    assert left == [KEYS]
