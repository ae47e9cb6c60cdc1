# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``verifier-ce-poste``: shows on a machine, without anybody else, whether it is as it was promised.

The bundle's own program (``__main__`` of a zipapp).  It unpacks itself, runs the checks, draws the same page
as ``salle verify``, and opens it.  No network, no Ansible; it changes nothing but the page that it writes.

What needs an administrator's rights is told apart.  With ``--tout`` systemd starts the same program as root
(``--answer``) once polkit was given a password; the page is drawn and shown by the person all the same.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salle.report.model import Report

PROMISE = Path("/usr/share/salle/attestation/promise.json")
UNIT, ANSWERS = "salle-verifier.service", Path("/run/salle-verifier")
"""What runs the checks as root, and where it leaves its answer."""

PLACE = Path("/var/tmp")  # noqa: S108 a new folder in it, unless TMPDIR says otherwise
"""Where it unpacks itself: ``/tmp`` may be small, and may forbid programs."""

Told = Callable[[int, int], None]
"""Is told how many checks have been run, of how many."""


class NotDone(Exception):
    """It could not be done; the text says why, and what to do."""


def bundle_file() -> Path:
    """The archive that this program is."""
    return Path(__loader__.archive)  # type: ignore[name-defined]


@contextlib.contextmanager
def unpacked() -> Iterator[Path]:
    """A folder with all that the archive holds; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="salle-verify-", dir=os.environ.get("TMPDIR", PLACE)))
    try:
        shutil.unpack_archive(bundle_file(), folder, "zip")
        folder.chmod(0o755)  # the checks start programs as somebody else
        sys.path.insert(0, str(folder))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_checks(folder: Path, promise: Path, roles: list[str]) -> subprocess.Popen[bytes]:
    """Begin the checks; the answer comes on standard output, what was run on standard error."""
    env = {
        **os.environ,
        "SALLE_PROMISE": str(promise),
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.Popen(
        [sys.executable, "-P", str(folder / "run.py"), *roles],
        env=env,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def answer_into(place: Path, folder: Path, words: argparse.Namespace) -> int:
    """Run the checks, tell in a file how far they are, and leave the answer in another."""
    from salle.whole import write_whole

    progress, answer = place / "progress", place / "answer.json"
    answer.unlink(missing_ok=True)

    def told(done: int, total: int) -> None:
        write_whole(progress, f"{done}/{total}".encode())

    told(0, 0)
    write_whole(answer, listen(run_checks(folder, words.promesse, words.roles), told))
    return 0


def as_administrator(told: Told) -> bytes:
    """What the checks answer when root runs them; polkit asks for the password.

    Raises:
        NotDone: nobody gave one, or they ended without an answer.
    """
    began = time.time()
    starter = subprocess.Popen(["systemctl", "start", UNIT], stderr=subprocess.PIPE, text=True)
    while starter.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            if is_newer(ANSWERS / "progress", began):
                done, total = (ANSWERS / "progress").read_text("ascii").split("/")
                told(int(done), int(total))
        time.sleep(0.2)
    said = starter.stderr.read().strip() if starter.stderr else ""
    if not is_newer(ANSWERS / "progress", began):
        raise NotDone("refused")
    if starter.returncode or not is_newer(ANSWERS / "answer.json", began):
        raise NotDone(said)
    return (ANSWERS / "answer.json").read_bytes()


def is_newer(file: Path, began: float) -> bool:
    """Whether a file was written since then (seconds since the epoch)."""
    with contextlib.suppress(OSError):
        return file.stat().st_mtime >= began
    return False


def listen(process: subprocess.Popen[bytes], told: Told) -> bytes:
    """What the checks answer; meanwhile it is told how far they are.

    Raises:
        NotDone: they ended without an answer.
    """
    from salle.verify.answer import CHECKED

    output, said = process.stdout, process.stderr
    if output is None or said is None:
        raise NotDone("no pipe")
    answer = bytearray()
    reader = threading.Thread(target=lambda: answer.extend(output.read()))
    reader.start()
    last = b""
    for line in said:
        if found := CHECKED.fullmatch(line):
            told(int(found[1]), int(found[2]))
        else:
            last = line.strip() or last
    reader.join()
    if process.wait():
        raise NotDone(last.decode("utf-8", "replace"))
    return bytes(answer)


def end(process: subprocess.Popen[bytes]) -> None:
    """End checks that still run, and let them tidy up."""
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        with contextlib.suppress(OSError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)


def report_of(answer: bytes, promise: dict[str, Any], began: datetime, digests: tuple[str, str]) -> "Report":
    """What the page tells.

    Args:
        answer: what the checks said.
        promise: what this machine was promised.
        began: when the checks began.
        digests: of the bundle and of the promise.
    """
    from salle import __version__
    from salle.report.model import Report
    from salle.run.model import Run
    from salle.site.model import Machine, Site
    from salle.verify.answer import Names, read_answer
    from salle.verify.facts import promised_of
    from salle.verify.results import MachineVerdict

    told = promise["machine"]
    machine = Machine(told["name"], "", told["label"] or told["name"], told["seat"])
    title = str(promise.get("title") or promise["site"])
    site = Site(promise["site"], Path("/"), Path("/"), (machine,), {"site_name": title})
    ended = datetime.now().astimezone()
    read = read_answer(answer, Names(site.name, machine.name))
    took = (ended - began).total_seconds()
    verdict = MachineVerdict(
        machine.name,
        read.results,
        seconds=took,
        facts=read.facts,
        promised=replace(promised_of(promise), digest=digests[1]),
        bundle=digests[0],
    )
    by = f"{pwd.getpwuid(os.getuid()).pw_name}@{os.uname().nodename}"
    run = Run(
        f"{began:%Y%m%dT%H%M%S}",
        "verifier-ce-poste",
        site.name,
        title,
        began,
        ended,
        "finished",
        by,
        __version__,
    )
    return Report(run, site, (verdict,))


def keep(page: str, name: str, began: datetime) -> Path:
    """Write the page where the person finds it: their documents, else their home."""
    found = ""
    if shutil.which("xdg-user-dir"):
        found = subprocess.run(["xdg-user-dir", "DOCUMENTS"], capture_output=True, text=True).stdout.strip()
    folder = Path(found) if found and Path(found).is_dir() else Path.home()
    file = folder / f"verification-{name}-{began:%Y-%m-%d-%Hh%M}.html"
    file.write_text(page, "utf-8")
    return file


def with_terminal(work: Callable[[Told], None]) -> None:
    """Do the work, and tell on standard error how far it is."""
    shown = sys.stderr.isatty()

    def told(done: int, total: int) -> None:
        if shown:
            print(f"\r{done}/{total} ", end="", file=sys.stderr, flush=True)

    work(told)
    if shown:
        print(file=sys.stderr)


def with_window(work: Callable[[Told], None], title: str, text: str) -> None:
    """Do the work behind a window that shows how far it is; closing it ends the program.

    Raises:
        ImportError: this computer cannot show one.
    """
    import gi  # type: ignore[import-not-found]

    try:
        gi.require_version("Gtk", "3.0")
    except ValueError as error:
        raise ImportError(str(error)) from error
    from gi.repository import GLib, Gtk  # type: ignore[import-not-found]

    if not Gtk.init_check()[0]:
        raise ImportError("no display")
    window = Gtk.Window(title=title, window_position=Gtk.WindowPosition.CENTER, resizable=False)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=18, margin=30)
    box.add(Gtk.Label(label=text, wrap=True, max_width_chars=44, xalign=0))
    bar = Gtk.ProgressBar(show_text=True, text="…", width_request=360)
    box.add(bar)
    window.add(box)
    problems: list[BaseException] = []

    def told(done: int, total: int) -> None:
        def show() -> bool:
            bar.set_fraction(done / max(total, 1))
            bar.set_text(f"{done} / {total}")
            return False

        GLib.idle_add(show)

    def all_of_it() -> None:
        try:
            work(told)
        except BaseException as error:  # told by the main thread
            problems.append(error)
        GLib.idle_add(Gtk.main_quit)

    def closed(*_: object) -> None:
        problems.append(NotDone("closed"))
        Gtk.main_quit()

    window.connect("delete-event", closed)
    window.show_all()
    threading.Thread(target=all_of_it, daemon=True).start()
    Gtk.main()
    if problems:
        raise problems[0]


def parsed(argv: list[str]) -> argparse.Namespace:
    """What was asked for."""
    from salle.i18n import _

    parser = argparse.ArgumentParser(
        prog="verifier-ce-poste", description=_("Check whether this computer is as it was promised.")
    )
    parser.add_argument("--tout", action="store_true", help=_("also what needs the mediator's password"))
    parser.add_argument("--json", action="store_true", help=_("print the report as JSON; no window, no page"))
    parser.add_argument("--texte", action="store_true", help=_("no window; print where the page lies"))
    parser.add_argument("--promesse", type=Path, default=PROMISE, help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("roles", nargs="*", help=_("only these roles (for example: browser)"))
    return parser.parse_args(argv)


def show(words: argparse.Namespace, folder: Path) -> int:
    """Run the checks, then show what they said; the exit code as ``salle verify`` gives it."""
    import salle.i18n as languages
    from salle.i18n import _
    from salle.report.machine_readable import to_json
    from salle.report.page import render_page
    from salle.report.summary import lines
    from salle.verify.results import Verdict

    content = words.promesse.read_bytes()
    promise = json.loads(content)
    digests = tuple(hashlib.sha256(one).hexdigest() for one in (bundle_file().read_bytes(), content))
    began = datetime.now().astimezone()
    answers: list[bytes] = []
    started: list[subprocess.Popen[bytes]] = []

    def work(told: Told) -> None:
        if words.tout and os.geteuid() != 0:
            answers.append(as_administrator(told))
            return
        started.append(run_checks(folder, words.promesse, words.roles))
        answers.append(listen(started[0], told))

    seen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    windowed = seen and not (words.json or words.texte)
    text = _("This takes less than a minute. Nothing on this computer is changed.")
    try:
        if not windowed:
            raise ImportError
        with_window(work, _("Checking this computer"), text)
    except ImportError:
        with_terminal(work)
    finally:
        for process in started:
            end(process)
    report = report_of(answers[0], promise, began, digests)  # type: ignore[arg-type]
    (verdict,) = report.verdicts
    if words.json:
        print(json.dumps(to_json(report), ensure_ascii=False, indent=2))
    else:
        page = keep(render_page(report, languages.language()), promise["machine"]["name"], began)
        for line in lines(report):
            print(line)
        print(_("The report: %(page)s") % {"page": page.as_uri()})
        if windowed:
            subprocess.Popen(["xdg-open", page.as_uri()], start_new_session=True)
    return 1 if verdict.verdict is Verdict.RED else 0


def why(error: Exception, promise: Path) -> str:
    """What happened and what to do, in the reader's language."""
    from salle.i18n import _

    if isinstance(error, OSError):
        return _(
            "What this computer was promised cannot be read (%(file)s). It was not set up by salle, or "
            "somebody removed it: whoever set it up can deploy again."
        ) % {"file": promise}
    if str(error) == "closed":
        return _("Not finished: the window was closed.")
    if str(error) == "refused":
        return _("Nobody gave an administrator's password. Without --tout the rest is checked.")
    return _("The checks ended without an answer: %(why)s") % {"why": error}


def main(argv: list[str]) -> int:
    """The program."""
    with unpacked() as folder:
        from salle.i18n import choose, use

        use(choose([], dict(os.environ)))
        words = parsed(argv)
        try:
            return answer_into(words.answer, folder, words) if words.answer else show(words, folder)
        except (NotDone, OSError, ValueError) as error:
            print(why(error, words.promesse), file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
