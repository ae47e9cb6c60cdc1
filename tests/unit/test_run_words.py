# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads while a run goes on and when it is over."""

import base64
import io
from hashlib import sha256
from pathlib import Path

import pytest
from rich.console import Console
from salle.exit_codes import Exit
from salle.run.causes import CAUSES, cause_of, in_words
from salle.run.deploy import describe
from salle.run.events import Began, Ended, Event, Retry, Stats, Stopping, Text
from salle.run.execute import Finished
from salle.run.host_key import changed_key
from salle.run.model import Outcome, State, Step
from salle.run.plain import PlainProgress
from salle.run.plan import Plan
from salle.run.preview import as_json, previews_of
from salle.run.preview import in_words as preview_words
from salle.run.progress import LiveProgress
from salle.run.proof import code_of
from salle.run.summary import summary
from salle.run.wording import duration, size
from salle.site.model import Site

SITE = Site("essai", Path("/s"), Path("/s/hosts.yml"), (), {"site_name": "L'Essai"})


def plan(*machines: str) -> Plan:
    return Plan("deploy", "essai", Path("/p"), (), machines, Path("/k"), ("base", "packages"), forks=1)


def ended(machine: str, role: str, task: str, state: str, message: str = "", at: float = 2.0) -> Ended:
    return Ended(at, machine, Step(role, task, state, 1.0, message))


REPLAY: tuple[Event, ...] = (
    Began(1.0, "a", "base", "Validate", "validate_argument_spec"),
    ended("a", "base", "Validate", "ok"),
    Began(1.0, "a", "base", "Set the name", "hostname"),
    ended("a", "base", "Set the name", "changed"),
    Began(1.0, "b", "base", "Validate", "validate_argument_spec"),
    ended("b", "base", "Validate", "unreachable", "ssh: connect: Connection timed out"),
    Began(2.0, "a", "packages", "Validate", "validate_argument_spec"),
    Retry(2.0, "a", "packages", "Install", 1, 3, "lock is held"),
    Began(2.5, "a", "base", "Write the files", "system_files"),  # a file that roles share
    ended("a", "base", "Write the files", "changed"),
    ended("a", "packages", "Install", "failed", "no such package"),
    ended("c", "", "Reached the end", "ok"),
    Text(3.0, "warning", "some warning"),
    Stats(3.0, frozenset("a"), frozenset("b")),
)


def test_plain_lines_tell_what_matters_and_nothing_else() -> None:
    lines: list[str] = []
    with PlainProgress(plan("a", "b", "c"), lines.append) as progress:
        for event in REPLAY:
            progress.take(event)
    assert lines == [
        "a  1/2 name, language and clock",
        "a  changed: name, language and clock: Set the name",
        "b  1/2 name, language and clock",
        "b  cannot be reached: It does not answer: it is off, asleep, or on another network.",
        "a  2/2 programs",
        "a  programs: Install: trying again (1) after: lock is held",
        "a  changed: programs: Write the files",
        "a  problem: programs: Install: no such package",
        "c  done",
    ]


def test_being_asked_to_stop_is_answered_at_once_with_what_a_second_time_does() -> None:
    lines: list[str] = []
    progress = PlainProgress(plan("a"), lines.append)
    progress.take(Stopping(1.0, False, ("a",)))
    progress.take(Text(1.0, "error", "[ERROR]: User interrupted execution"))
    assert len(lines) == 1
    assert "may still end on: a" in lines[0]
    assert "Ctrl-C again" in lines[0]


def screen(machines: int, rows: int, events: tuple[Event, ...], **console: object) -> str:
    names = [f"poste-{number:02}" for number in range(machines)]
    shown = Console(width=100, height=rows, force_terminal=True, file=io.StringIO(), **console)
    live = LiveProgress(plan(*names), shown, clock=lambda: 100.0)
    for event in events:
        live.take(event)
    shown.print(live.table())
    return str(shown.file.getvalue())


def test_the_table_has_one_line_per_machine_with_role_time_and_step() -> None:
    began = Began(88.0, "poste-01", "packages", "Validate", "validate_argument_spec")
    text = screen(2, 24, (began, Began(90.0, "poste-01", "packages", "Install", "apt")))
    assert [line.split() for line in text.splitlines()] == [
        ["poste-00", "waiting"],
        ["poste-01", "2/2", "12", "s", "programs:", "Install"],
    ]


def test_a_room_larger_than_the_screen_shows_the_failed_and_the_slowest_and_counts_the_rest() -> None:
    working = tuple(Began(float(number), f"poste-{number:02}", "base", "t") for number in range(5, 35))
    failure = ended("poste-39", "base", "t", "failed", "no", at=50.0)
    lost = ended("poste-38", "base", "t", "unreachable", "no", at=50.0)
    done = ended("poste-37", "", "Reached the end", "ok", at=50.0)
    text = screen(40, 20, (*working, failure, lost, done))
    lines = text.splitlines()
    assert len(lines) <= 18
    assert any("poste-39" in line and "problem" in line for line in lines)
    assert any("poste-38" in line and "cannot be reached" in line for line in lines)
    assert any("poste-05" in line for line in lines)
    assert "40 machines: 1 done, 30 at work, 7 waiting, 2 failed" in lines[-1]


def test_no_color_takes_the_colour_and_leaves_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = ended("poste-00", "base", "t", "unreachable", "no")
    assert "\x1b[33m" in screen(1, 20, (lost,))
    monkeypatch.setenv("NO_COLOR", "1")
    text = screen(1, 20, (lost,))
    assert "\x1b[33m" not in text
    assert "cannot be reached" in text


def test_text_of_a_machine_is_never_read_as_markup() -> None:
    text = screen(1, 20, (Began(90.0, "poste-00", "base", "[red]x[/red]"),))
    assert "[red]x[/red]" in text


OUTCOMES = (
    Outcome("a", State.OK, changed=2, seconds=65.0),
    Outcome("b", State.FAILED, role="base", task="Set the name", message="no such name\nsecond line"),
    Outcome("c", State.UNREACHABLE, message="Connection timed out"),
    Outcome("d", State.INTERRUPTED, role="packages", task="Install", message="Cut."),
    Outcome("e", State.OK, changed=0, seconds=1.0),
)


def test_the_summary_says_what_went_well_what_did_not_why_and_what_to_type() -> None:
    assert summary("essai", OUTCOMES).splitlines() == [
        "2 machines are done: a, e (2 changes, 1 min 05 s).",
        "Did not succeed:",
        "  b (name, language and clock: Set the name): no such name",
        "    second line",
        "Could not be reached:",
        "  c: It does not answer: it is off, asleep, or on another network.",
        "    Switch it on and check its cable or its Wi-Fi.",
        "Interrupted:",
        "  d (programs: Install): Cut.",
        "d may still be installing programs: leave it switched on.",
        "To do what is left, type: salle deploy essai --limit b,c,d",
    ]


def test_a_room_that_is_well_needs_no_next_command() -> None:
    assert summary("essai", OUTCOMES[:1]) == "1 machine is done: a (2 changes, 1 min 05 s)."


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([State.OK], Exit.OK),
        ([State.OK, State.UNREACHABLE], Exit.UNREACHABLE),
        ([State.UNREACHABLE, State.FAILED], Exit.FAILED),
        ([State.OK, State.UNFINISHED], Exit.FAILED),
        ([State.OK, State.INTERRUPTED, State.UNREACHABLE], Exit.INTERRUPTED),
        ([], Exit.FAILED),
    ],
)
def test_the_exit_code_follows_from_the_machines(states: list[State], code: Exit) -> None:
    assert code_of(Outcome("a", state) for state in states) is code


SEEN = {
    "Task failed: ssh: connect to host 192.0.2.1 port 22: Connection timed out": "is off",
    "ssh: connect to host 10.87.21.99 port 22: No route to host": "is off",
    "ssh: connect to host 127.0.0.1 port 9: Connection refused": "does not listen",
    "No ED25519 host key is known for 10.0.0.1\nHost key verification failed.": "not among those pinned",
    "salle@10.0.0.1: Permission denied (publickey,password).": "does not accept our key",
    "Task failed: Missing sudo password": "wants a password",
    "Task failed: Incorrect sudo password": "not the right one",
    "mdp is not in the sudoers file.": "may not use sudo",
    "write failed: No space left on device": "disk is full",
    "ssh: Could not resolve hostname poste: Name or service not known": "nobody knows",
}


@pytest.mark.parametrize("message", SEEN)
def test_what_ssh_and_sudo_say_is_told_in_words_with_what_to_do(message: str) -> None:
    sentence, advice = in_words(message)
    assert SEEN[message] in sentence
    assert advice


def test_an_unknown_message_is_shown_as_it_is() -> None:
    assert cause_of("something else") is None
    assert in_words("something else") == ("something else", "")


def test_every_known_cause_has_a_sentence_and_advice() -> None:
    assert len(CAUSES) > 8
    assert all(cause.sentence and cause.advice for cause in CAUSES)


def test_a_changed_host_key_is_told_with_both_fingerprints_and_the_command_that_accepts_it(
    tmp_path: Path,
) -> None:
    key = b"not really a key"
    file = tmp_path / "known_hosts"
    file.write_text(f"# pinned\n[192.0.2.1]:2222 ssh-ed25519 {base64.b64encode(key).decode()}\n")
    sent = "SHA256:" + "A" * 43
    message = (
        "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n"
        f"The fingerprint for the ED25519 key sent by the remote host is\n{sent}.\n"
        f"Offending ED25519 key in {file}:2\n"
        "Host key for [192.0.2.1]:2222 has changed and you have requested strict checking."
    )
    found = changed_key(message)
    assert found is not None
    pinned = "SHA256:" + base64.b64encode(sha256(key).digest()).decode().rstrip("=")
    assert (found.sent, found.pinned) == (sent, pinned)
    assert found.command == (
        f"ssh-keygen -f {file} -R '[192.0.2.1]:2222' && ssh-keyscan -t ed25519 -p 2222 192.0.2.1 >> {file}"
    )
    text = summary("essai", [Outcome("a", State.UNREACHABLE, message=message)])
    assert sent in text
    assert pinned in text
    assert found.command in text


def finished() -> Finished:
    changes = (
        Step("base", "Set the name", "changed"),
        Step("base", "Set the clock", "changed"),
        Step("packages", "Say what would be installed", "changed"),
    )
    outcomes = (
        Outcome("a", State.OK, changed=3, changes=changes),
        Outcome("b", State.OK, changed=3, changes=changes),
        Outcome("c", State.OK),
        Outcome("d", State.UNREACHABLE, message="timed out"),
    )
    measured = {"Measure the download": '{"packages": 475, "bytes": 412000000, "more": 1}'}
    return Finished(outcomes, False, {"a": measured, "b": measured, "c": {}, "d": {}})


def test_a_preview_tells_per_machine_and_role_what_would_change_and_the_download() -> None:
    assert preview_words(SITE, previews_of(finished())).splitlines() == [
        "c:",
        "  nothing would change",
        "",
        "a, b:",
        "  name, language and clock: Set the name; Set the clock",
        "  programs: Say what would be installed",
        "  475 packages to install, 412 MB on each of 2 machines",
        "",
        "d:",
        "  the look ended early; what comes after is not known",
        "",
        "L'Essai, in all: 824 MB to download.",
    ]


def test_a_preview_as_json_keeps_unknown_downloads_apart_from_empty_ones() -> None:
    import json

    document = json.loads(as_json(SITE, previews_of(finished())))
    downloads = {one["machine"]: one["download"] for one in document["machines"]}
    full = {"packages": 475, "bytes": 412000000}
    assert downloads == {"a": full, "b": full, "c": {"packages": 0, "bytes": 0}, "d": None}


def test_the_question_before_a_run_names_the_machines_and_the_steps() -> None:
    text = describe(plan("a", "b"), SITE)
    assert "L'Essai: 2 machines (a, b)." in text
    assert "name, language and clock, programs" in text


@pytest.mark.parametrize(
    ("seconds", "text"), [(7.4, "7 s"), (65, "1 min 05 s"), (3725, "1 h 02 min"), (-3, "0 s")]
)
def test_durations_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (412_000_000, "412 MB"),
        (2_300_000_000, "2.3 GB"),
    ],
)
def test_sizes_are_said_in_the_units_of_apt(count: int, text: str) -> None:
    assert size(count) == text
