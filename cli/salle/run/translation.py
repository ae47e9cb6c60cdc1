# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-runner tells, made into a few events of ours.

``pick`` runs in runner's thread, where a slow or failing handler breaks the run:
it copies a few fields and nothing else.  ``translate`` runs in ours.  Nothing
that Ansible censored (``no_log``) comes through, and the result of a task that
went well is left out, apart from what ``DATA_TASKS`` name.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from salle.run.events import (
    DATA_TASKS,
    ROLE_BEGINS,
    Began,
    Ended,
    Event,
    NoMachine,
    PlaybookBegan,
    Retry,
    Stats,
    Text,
)
from salle.run.model import Step

_RESULT_FIELDS = (
    "msg", "stdout", "stderr", "module_stderr", "reason", "argument_errors", "censored", "changed",
    "attempts", "retries", "results",
)  # fmt: skip
_FAILED = ("runner_on_failed", "runner_item_on_failed", "runner_on_unreachable", "runner_retry")
_ENDS = {
    "runner_on_ok": "ok",
    "runner_on_skipped": "skipped",
    "runner_on_failed": "failed",
    "runner_on_unreachable": "unreachable",
}
_TEXTS = ("verbose", "debug", "warning", "system_warning", "deprecated", "error")
# Escape sequences of a terminal; then what is left of controls, and the marks that turn text round.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 2000


def pick(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The few fields of a runner event that we use; facts and module arguments are not among them."""
    kind = raw.get("event", "")
    data = raw.get("event_data") or {}
    result = data.get("res") or {}
    wanted = ("host", "task", "task_action", "duration", "ignore_errors", "failures", "dark")
    picked = {name: data[name] for name in wanted if name in data}
    picked["role"] = _own_role(data)
    says = picked["role"] and str(data.get("task_action", "")).endswith("debug")
    if kind in _FAILED or says or data.get("task") in DATA_TASKS:
        picked["res"] = {name: result[name] for name in _RESULT_FIELDS if name in result}
    else:
        picked["res"] = {"changed": result.get("changed", False), "censored": "censored" in result}
    # a hidden result, and one of more than 700 kB (apt on Debian 13), come without their fields
    keep_text = kind in _TEXTS or (kind == "runner_on_ok" and "changed" not in result)
    return {
        "event": kind,
        "created": raw.get("created", ""),
        "stdout": raw.get("stdout", "") if keep_text else "",
        "event_data": picked,
    }


def _own_role(data: Mapping[str, Any]) -> str:
    """The task's own role.

    With a free strategy, a task outside any role is given the role that another machine is in;
    the file it was written in tells the truth, save for Ansible's own validation of arguments.
    """
    role, path = str(data.get("role") or ""), str(data.get("task_path") or "")
    own = f"/roles/{role}/" in path or str(data.get("task_action", "")).endswith(ROLE_BEGINS)
    return role if own else ""


def translate(raw: Mapping[str, Any]) -> Event | None:
    """Our event for what ``pick`` copied, or None where it says nothing new."""
    kind, data, at = raw["event"], raw["event_data"], _seconds(raw["created"])
    if kind in _ENDS and "host" in data:
        return _ended(at, raw)
    if kind == "runner_on_start":
        task = clean(data.get("task", ""))
        return Began(at, data["host"], data["role"], task, data.get("task_action", ""))
    if kind == "runner_retry":
        return _retry(at, data)
    if kind == "playbook_on_stats":
        return Stats(at, frozenset(data.get("failures", ())), frozenset(data.get("dark", ())))
    if kind == "playbook_on_start":
        return PlaybookBegan(at)
    if kind == "playbook_on_no_hosts_matched":
        return NoMachine(at)
    if kind in _TEXTS and (text := clean(raw["stdout"])):
        return Text(at, kind, text)
    return None


def clean(text: object, longest: int = _LONGEST) -> str:
    """Text from a machine as it may be shown: no terminal escapes, no turned writing, not endless."""
    plain = _CONTROLS.sub("", _ESCAPES.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))).strip()
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def _ended(at: float, raw: Mapping[str, Any]) -> Ended:
    data, result = raw["event_data"], raw["event_data"]["res"]
    state = _ENDS[raw["event"]]
    if state == "ok" and _changed(raw):
        state = "changed"
    says = bool(data["role"]) and str(data.get("task_action", "")).endswith("debug") and state != "skipped"
    message = reason(result) if says or state in ("failed", "unreachable") else ""
    task = clean(data.get("task", ""))
    step = Step(data["role"], task, state, float(data.get("duration") or 0.0), message)
    wanted = task in DATA_TASKS and state in ("ok", "changed") and "censored" not in result
    output = str(result.get("stdout", "")) if wanted else ""
    return Ended(at, data["host"], step, bool(data.get("ignore_errors")), output)


def _changed(raw: Mapping[str, Any]) -> bool:
    """Whether the task changed something; of a censored or very long result only the printed line says so."""
    result = raw["event_data"]["res"]
    return bool(result.get("changed")) or bool(re.search(r"^changed: \[", clean(raw["stdout"]), re.MULTILINE))


def _retry(at: float, data: Mapping[str, Any]) -> Retry:
    result = data["res"]
    attempt, attempts = int(result.get("attempts") or 0), int(result.get("retries") or 0)
    task = clean(data.get("task", ""))
    return Retry(at, data["host"], data["role"], task, attempt, attempts, reason(result))


def reason(result: Mapping[str, Any]) -> str:
    """Why a task failed: its argument errors, the module's message, the last lines it printed."""
    if result.get("censored"):
        return ""
    if errors := result.get("argument_errors"):
        return clean("\n".join(f"- {error}" for error in errors))
    failed = [part for part in result.get("results") or () if isinstance(part, Mapping) and _went_wrong(part)]
    if failed:
        return clean("\n".join(_unique(reason(part) for part in failed)))
    said = [clean(result.get(name) or "") for name in ("msg", "reason")]
    printed = _last_lines(result.get("stderr") or result.get("module_stderr") or result.get("stdout") or "")
    return clean("\n".join(_unique([*said, printed])))


def _went_wrong(part: Mapping[str, Any]) -> bool:
    return bool(part.get("failed") or part.get("unreachable") or part.get("rc"))


def _last_lines(text: object, count: int = 5) -> str:
    return "\n".join(clean(text, 100_000).splitlines()[-count:])


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _seconds(created: str) -> float:
    try:
        return datetime.fromisoformat(created).timestamp()
    except ValueError:
        return 0.0
