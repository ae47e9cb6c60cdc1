# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundle really runs: checks in, verdicts out, in a process of its own."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest
from salle import paths
from salle.verify import bundle as bundle_module
from salle.verify import remote
from salle.verify.answer import MAX_BYTES, Names
from salle.verify.bundle import build_bundle, digest
from salle.verify.exchange import Line, Reply
from salle.verify.results import Verdict

CHECKS = """
import pytest
from salle_check import CannotCheck, N_, cannot, check, compare, expect, say

@check("sample.green", N_("One is one"))
def test_green(host, promise):
    print("noise that must not spoil the answer")
    compare(expected=promise["sample"]["one"], found=host.check_output("echo 1"))

@check("sample.red", N_("Two is one"))
def test_red():
    expect(False, expected="1", found=say(N_("it is %(number)s"), number=2))

@check("sample.advice", N_("Advice"), weight="should")
def test_advice():
    assert False, "better otherwise"

@check("sample.cannot", N_("Cannot"))
def test_cannot():
    cannot("no printer here")

@check("sample.bug", N_("Bug"))
def test_bug():
    1 / 0

@check("sample.%(application)s.starts", N_("%(application)s starts"))
@pytest.mark.parametrize("application", ["vlc"])
def test_parameter(application):
    compare(expected="vlc", found=application)
"""


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A bundle with the product's own helpers and the sample checks above."""
    for name in ("salle_check.py", "conftest.py", "new_user.py"):
        shutil.copy(paths.checks() / name, tmp_path / name)
    (tmp_path / "test_sample.py").write_text(CHECKS, "utf-8")
    (tmp_path / "test_broken.py").write_text("this is not python", "utf-8")
    monkeypatch.setattr(bundle_module.paths, "checks", lambda: tmp_path)
    build_bundle.cache_clear()
    yield build_bundle()
    build_bundle.cache_clear()


def run_here(bundle: bytes, *roles: str) -> Reply:
    """The bootstrap as a machine would run it, without ssh and sudo."""
    data = remote.parcel(bundle, {"sample": {"one": "1"}}, password="the sudo password")
    return Line(60).exchange([sys.executable, "-I", "-c", remote.BOOTSTRAP, *roles], data)


def test_each_check_gets_the_verdict_that_its_end_deserves(bundle: bytes) -> None:
    verdict = remote.judge(run_here(bundle, "sample"), Names("demo", "poste-01"), 1.0)
    seen = {result.check: (result.verdict, result.expected, result.found) for result in verdict.results}
    assert seen == {
        "sample.green": (Verdict.GREEN, "1", "1"),
        "sample.red": (Verdict.RED, "1", "it is 2"),
        "sample.advice": (Verdict.ORANGE, "", "better otherwise"),
        "sample.cannot": (Verdict.ORANGE, "", "no printer here"),
        "sample.bug": (
            Verdict.ORANGE,
            "",
            "the check itself could not run: ZeroDivisionError: division by zero",
        ),
        "sample.vlc.starts": (Verdict.GREEN, "vlc", "vlc"),
    }


def test_each_check_that_was_run_is_told_with_their_number(bundle: bytes) -> None:
    told: list[tuple[str, int, int]] = []
    data = remote.parcel(bundle, {"sample": {"one": "1"}})
    words = [sys.executable, "-I", "-c", remote.BOOTSTRAP, "sample"]
    heard = partial(remote.tell_check, "poste-01", lambda *count: told.append(count))
    results = json.loads(Line(60).exchange(words, data, heard).output)["results"]
    assert told == [("poste-01", number, len(results)) for number in range(1, len(results) + 1)]


def test_what_is_told_of_the_checks_is_never_the_reason_of_a_failure() -> None:
    script = "echo why it ended >&2; echo salle-checked 3/9 >&2; exit 1"
    heard = partial(remote.tell_check, "poste-01", lambda *_: None)
    assert Line(30).exchange(["sh", "-c", script], b"", heard).problem.endswith("why it ended")


@pytest.mark.parametrize("line", [b"salle-checked 1/x\n", b"salle-checked 1/" + b"9" * 40 + b"\n", b"\n"])
def test_a_machine_cannot_say_nonsense_of_its_checks(line: bytes) -> None:
    assert not remote.tell_check("poste-01", lambda *_: pytest.fail("was told"), line)


def test_a_check_file_that_cannot_be_read_is_told(bundle: bytes) -> None:
    verdict = remote.judge(run_here(bundle), Names("demo", "poste-01"), 1.0)
    assert [result.verdict for result in verdict.results if result.check == "verify.file"] == [Verdict.ORANGE]


def test_nothing_is_left_on_the_machine(bundle: bytes) -> None:
    before = set(Path("/var/tmp").glob("salle-verify-*"))
    run_here(bundle, "sample")
    assert set(Path("/var/tmp").glob("salle-verify-*")) == before


SLEEPS = """
import pytest, time
from pathlib import Path
from salle_check import check

@pytest.fixture
def place():
    yield Path("{place}")
    Path("{place}/tidied").touch()

@check("sample.sleeps", "It sleeps")
def test_sleeps(place):
    (place / "begun").touch()
    time.sleep(300)
"""


def test_checks_to_which_nobody_listens_any_more_are_ended_and_tidy_up(bundle: bytes, tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(SLEEPS.format(place=tmp_path), "utf-8")
    build_bundle.cache_clear()
    before = set(Path("/var/tmp").glob("salle-verify-*"))
    words, pipe = [sys.executable, "-I", "-c", remote.BOOTSTRAP, "sample"], subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
        process.stdin.write(remote.parcel(build_bundle(), {}))
        process.stdin.close()
        deadline = time.monotonic() + 60
        while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.stdout.close()
        process.wait(40)
    assert (tmp_path / "tidied").exists()
    assert set(Path("/var/tmp").glob("salle-verify-*")) == before


def test_the_same_sources_give_the_same_digest(bundle: bytes) -> None:
    build_bundle.cache_clear()
    assert digest(build_bundle()) == digest(bundle)


def test_the_bundle_is_pure_python(bundle: bytes) -> None:
    names = zipfile.ZipFile(io.BytesIO(bundle)).namelist()
    assert "run.py" in names
    assert "checks/test_sample.py" in names
    assert not [name for name in names if name.endswith((".so", ".pyc"))]


def test_the_real_checks_are_in_the_real_bundle() -> None:
    build_bundle.cache_clear()
    names = zipfile.ZipFile(io.BytesIO(build_bundle())).namelist()
    assert {f"checks/test_{role.name}.py" for role in paths.roles().iterdir()} <= set(names)


def test_a_program_that_hangs_is_ended_and_told() -> None:
    reply = Line(0.3).exchange(["sleep", "60"], b"")
    assert (reply.output, reply.unreachable) == (b"", False)
    assert "did not finish" in reply.problem


def test_an_endless_answer_is_cut() -> None:
    reply = Line(30).exchange(["yes"], b"")
    assert len(reply.output) == MAX_BYTES + 1


def test_endless_error_output_does_not_stop_the_answer() -> None:
    script = "import sys; sys.stderr.write('x' * 5_000_000); print('{}')"
    assert Line(30).exchange([sys.executable, "-c", script], b"").output == b"{}\n"


def test_the_last_word_of_a_failed_program_is_the_reason() -> None:
    reply = Line(30).exchange(["sh", "-c", "echo first >&2; echo sudo: no >&2; exit 1"], b"")
    assert reply.problem.endswith("sudo: no")


def test_ssh_that_cannot_connect_means_unreachable() -> None:
    ssh = ["ssh", "-o", "BatchMode=yes", "-p", "1", "127.0.0.1", "true"]
    reply = Line(30).exchange(ssh, b"")
    assert reply.unreachable


def test_the_ssh_command_pins_host_keys_and_never_asks() -> None:
    connection = remote.Connection(
        Path("/site/known_hosts"),
        {"poste-01": {"ansible_host": "192.0.2.11", "ansible_user": "salle", "ansible_port": "2222"}},
    )
    assert remote.ssh_command(connection, "poste-01") == [
        *("ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"),
        *("-o", "UserKnownHostsFile=/site/known_hosts", "-o", "StrictHostKeyChecking=yes"),
        *("-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"),
        *("-p", "2222", "-l", "salle", "--", "192.0.2.11"),
    ]


def test_the_password_travels_on_standard_input_only() -> None:
    assert "secret" not in remote.remote_command("salle", ["base"], password=True)
    assert remote.parcel(b"zip", {}, password="secret").startswith(b"secret\nSALLE\n")


def test_the_promise_is_not_readable_for_others_while_the_checks_run(bundle: bytes) -> None:
    code = (
        "import os, json; mode = oct(os.stat(os.environ['SALLE_PROMISE']).st_mode); "
        "print(json.dumps({'results': [], 'broken': [mode]}))"
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("run.py", code)
    reply = run_here(archive.getvalue())
    assert json.loads(reply.output)["broken"] == ["0o100600"]


def test_the_bootstrap_needs_nothing_but_python() -> None:
    env = {"PATH": os.environ["PATH"]}
    answer = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            "import " + remote.BOOTSTRAP.split("import ", 1)[1].split("\n")[0],
        ],
        env=env,
        check=False,
    )
    assert answer.returncode == 0
