# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives ansible-runner; the only module that imports it.

The traps it steps round, each found in runner 2.4 and its issues: cancelling
kills the process group and leaves the workers, which left it (#973), so we send
SIGINT first; the whole environment of the operator would be copied into a file,
so it is replaced; host keys would not be checked unless told; an inventory that
does not exist becomes a machine's name; facts would stay on disk; the password
would be written down; a slow or failing event handler breaks or hangs the run
(#1343); without a cancel callback our signal handlers are replaced (#1075).
"""

import json
import shlex
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from salle import paths
from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _
from salle.run import processes
from salle.run.causes import in_words
from salle.run.events import Event, Stopping
from salle.run.lanes import Lanes
from salle.run.model import Outcome
from salle.run.plan import Plan, arguments
from salle.run.private import environment_for, given, private_folder, programs
from salle.run.signals import Interruption, noted
from salle.run.translation import pick, translate

GRACE = 10.0
"""Seconds ansible-playbook has, once asked, to end in good order."""

_RUNNERS_OWN = (
    "ANSIBLE_CALLBACK_PLUGINS", "ANSIBLE_STDOUT_CALLBACK", "ANSIBLE_RETRY_FILES_ENABLED",
    "AWX_ISOLATED_DATA_DIR", "RUNNER_OMIT_EVENTS", "RUNNER_ONLY_FAILED_EVENTS",
)  # fmt: skip


def run(
    plan: Plan,
    on_event: Callable[[Event], None],
    *,
    become_password: str | None = None,
    private: Path | None = None,
) -> tuple[Outcome, ...]:
    """Carry out a plan and say what became of each of its machines.

    Args:
        plan: what to do.
        on_event: called for each event, in this thread; the run goes on meanwhile.
        become_password: typed to Ansible when it asks; never written, never on a command line.
        private: an empty folder that only its owner may enter; default: a fresh one, removed at the end.

    Raises:
        SalleError: nothing was done on any machine, and why; or this computer lacks something.
    """
    _require(plan)
    with private_folder() if private is None else given(private) as folder:
        return _Drive(plan, on_event, folder, become_password).run()


def _require(plan: Plan) -> None:
    """Refuse what runner would misunderstand."""
    for path in (*plan.inventories, plan.playbook, plan.vault_password_file):
        if path is not None and not path.exists():
            raise SalleError(_("%(path)s does not exist.") % {"path": path}, code=Exit.LACKING)
    if not plan.machines:
        raise SalleError(_("No machine was chosen."), code=Exit.USAGE)
    if not (programs() / "ansible-playbook").exists():
        raise SalleError(
            _("The program ansible-playbook is missing beside %(python)s.") % {"python": sys.executable},
            hint=_("Install salle again: it brings ansible-playbook along."),
            code=Exit.LACKING,
        )


class _Drive:
    """One execution: runner in a thread of its own, events and signals handled in ours."""

    def __init__(
        self, plan: Plan, on_event: Callable[[Event], None], private: Path, become_password: str | None
    ) -> None:
        self.plan = plan
        self.on_event = on_event
        self.private = private
        self.password = become_password
        self.lanes = Lanes(plan.machines, plan.roles_to_run)
        self.queue: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self.crash: BaseException | None = None
        self.cancel = threading.Event()
        self.deadline: float | None = None

    def run(self) -> tuple[Outcome, ...]:
        with noted() as interruption:
            thread = threading.Thread(target=self._in_thread, args=(self._runner(),), daemon=True)
            thread.start()
            try:
                self._follow(thread, interruption)
            finally:
                self._wind_up(thread)
        return self._result(interruption.asked)

    def _runner(self) -> Any:
        """Runner, configured; its environment is replaced, because it starts from the operator's."""
        from ansible_runner.interface import init_runner

        (self.private / "env").mkdir()
        settings = {"pexpect_timeout": 0.5, "suppress_output_file": True}
        (self.private / "env" / "settings").write_text(json.dumps(settings), encoding="utf-8")
        runner = init_runner(
            private_data_dir=str(self.private),
            project_dir=str(paths.playbooks()),
            playbook=str(self.plan.playbook),
            inventory=[str(path) for path in self.plan.inventories],
            cmdline=self._command_line(),
            passwords={r"BECOME password.*:\s*?$": self.password} if self.password else None,
            envvars={"ANSIBLE_HOST_KEY_CHECKING": "True", "ANSIBLE_CALLBACK_PLUGINS": ""},
            fact_cache_type="memory",
            suppress_env_files=True,
            quiet=True,
            event_handler=self._handle,
            cancel_callback=self.cancel.is_set,
        )
        own = {name: runner.config.env[name] for name in _RUNNERS_OWN if name in runner.config.env}
        runner.config.env = {**own, **environment_for(self.plan, self.private)}
        return runner

    def _command_line(self) -> str:
        """The plan's words, without the inventories and the playbook, which runner adds itself."""
        words = arguments(self.plan)
        return shlex.join(words[2 * len(self.plan.inventories) : -1])

    def _handle(self, raw: dict[str, Any]) -> bool:
        """In runner's thread: copy a few fields, never raise, and let runner write nothing."""
        try:
            self.queue.put(pick(raw))
        except Exception as error:  # an exception here would hang the run: it is told at the end
            self.crash = self.crash or error
        return False

    def _in_thread(self, runner: Any) -> None:
        try:
            runner.run()
        except BaseException as error:  # told in our thread
            self.crash = self.crash or error

    def _follow(self, thread: threading.Thread, interruption: Interruption) -> None:
        """Take events until runner has ended and all are taken."""
        said = 0
        while thread.is_alive() or not self.queue.empty():
            if interruption.count > said:
                said = interruption.count
                self._emit(Stopping(time.time(), interruption.forced, self.lanes.working))
            if interruption.asked:
                self._stop(forced=interruption.forced)
            try:
                event = translate(self.queue.get(timeout=0.2))
            except Empty:
                continue
            if event is not None:
                self._emit(event)

    def _emit(self, event: Event) -> None:
        self.lanes.take(event)
        self.on_event(event)

    def _stop(self, *, forced: bool = False) -> None:
        """Ask ansible-playbook to end, once; let runner kill it when it does not, or when forced."""
        if self.deadline is None and processes.interrupt(self.private):
            self.deadline = time.monotonic() + GRACE
        if forced or (self.deadline is not None and time.monotonic() > self.deadline):
            self.cancel.set()

    def _wind_up(self, thread: threading.Thread) -> None:
        """Leave no process behind, whichever way we got here."""
        give_up = time.monotonic() + 2 * GRACE
        while thread.is_alive() and time.monotonic() < give_up:
            self._stop()
            thread.join(0.2)
        processes.end(self.private)
        thread.join(GRACE)

    def _result(self, interrupted: bool) -> tuple[Outcome, ...]:
        if not interrupted and (self.lanes.nobody or (self.lanes.stats is None and not self.lanes.touched)):
            raise self._nothing_done()
        return self.lanes.outcomes(interrupted=interrupted)

    def _nothing_done(self) -> SalleError:
        if self.lanes.nobody:
            why = _("The playbook found none of these machines in the inventory: %(names)s.")
            return SalleError(_("Nothing was done."), why=why % {"names": ", ".join(self.plan.machines)})
        cause = f"{type(self.crash).__name__}: {self.crash}" if self.crash else ""
        why = self.lanes.error or cause or _("Ansible ended without a word.")
        why, advice = in_words(why)
        return SalleError(_("Ansible could not begin. No machine was touched."), why=why, hint=advice)
