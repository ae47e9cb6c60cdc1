# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded runner events, folded into outcomes and lines."""

from typing import Any

from salle.run.events import Began, Ended, Event, NoMachine, PlaybookBegan, Retry, Stats, Stopping, Text
from salle.run.lanes import Lanes
from salle.run.model import Outcome, State, Step
from salle.run.translation import clean, pick, reason, translate

AT = "2026-11-22T09:00:00+00:00"
EPOCH = 1795338000.0


def raw(event: str, stdout: str = "", **data: Any) -> dict[str, Any]:
    """A runner event as awx_display makes it."""
    if data.get("role") and "task_path" not in data:
        data["task_path"] = f"/x/roles/{data['role']}/tasks/main.yml:1"
    return {"event": event, "created": AT, "stdout": stdout, "event_data": data, "uuid": "u", "pid": 7}


def ours(event: str, stdout: str = "", **data: Any) -> Event | None:
    return translate(pick(raw(event, stdout, **data)))


def test_a_task_that_begins_and_ends_is_told_with_its_role_and_duration() -> None:
    common = {"host": "a", "role": "base", "task": "Set the name", "task_action": "ansible.builtin.hostname"}
    assert ours("runner_on_start", **common) == Began(
        EPOCH, "a", "base", "Set the name", "ansible.builtin.hostname"
    )
    changed = ours("runner_on_ok", **common, duration=1.5, res={"changed": True, "stdout": "secret?"})
    assert changed == Ended(EPOCH, "a", Step("base", "Set the name", "changed", 1.5))


def test_a_task_outside_any_role_is_not_given_the_role_another_machine_is_in() -> None:
    event = ours(
        "runner_on_ok", host="a", role="base", task="Reached the end", task_path="/x/deploy.yml:40", res={}
    )
    assert isinstance(event, Ended)
    assert event.step.role == ""


def test_skipped_unreachable_and_ignored_tasks_keep_their_state() -> None:
    skipped = ours("runner_on_skipped", host="a", role="base", task="t")
    lost = ours("runner_on_unreachable", host="a", role="base", task="t", res={"msg": "timed out"})
    ignored = ours("runner_on_failed", host="a", role="base", task="t", ignore_errors=True, res={"msg": "no"})
    assert isinstance(skipped, Ended)
    assert isinstance(lost, Ended)
    assert isinstance(ignored, Ended)
    assert (skipped.step.state, lost.step.state, lost.step.message) == ("skipped", "unreachable", "timed out")
    assert (ignored.step.state, ignored.ignored) == ("failed", True)


def test_a_censored_failure_says_nothing_of_its_result() -> None:
    event = ours(
        "runner_on_failed", host="a", role="base", task="t", res={"censored": "hidden", "msg": "canary"}
    )
    assert isinstance(event, Ended)
    assert event.step.message == ""


def test_a_censored_change_is_seen_from_the_line_that_ansible_prints() -> None:
    event = ours(
        "runner_on_ok", "\r\nTASK [x]\r\nchanged: [a]", host="a", role="r", task="t", res={"censored": "x"}
    )
    assert isinstance(event, Ended)
    assert event.step.state == "changed"


def test_only_the_measured_download_comes_through_from_a_good_result() -> None:
    measured = ours(
        "runner_on_ok", host="a", role="packages", task="Measure the download", res={"stdout": "{}"}
    )
    other = ours("runner_on_ok", host="a", role="packages", task="Other", res={"stdout": "canary"})
    assert isinstance(measured, Ended)
    assert measured.data == "{}"
    assert "canary" not in repr(other)


def test_facts_and_arguments_are_not_even_copied() -> None:
    event = raw(
        "runner_on_ok", host="a", task="Gathering Facts", task_args="canary", res={"ansible_facts": "canary"}
    )
    assert "canary" not in repr(pick(event))


def test_events_that_say_nothing_new_are_left_out() -> None:
    for kind in ("playbook_on_task_start", "runner_on_async_poll", "runner_item_on_ok", "playbook_on_notify"):
        assert ours(kind, host="a", task="t", res={}) is None


def test_a_retry_a_warning_and_the_frame_of_the_playbook_are_told() -> None:
    res = {"attempts": 2, "retries": 4, "msg": "busy"}
    assert ours("runner_retry", host="a", role="r", task="t", res=res) == Retry(
        EPOCH, "a", "r", "t", 2, 4, "busy"
    )
    assert ours("error", "\x1b[31m[ERROR]: no\x1b[0m\r\n") == Text(EPOCH, "error", "[ERROR]: no")
    assert ours("playbook_on_start") == PlaybookBegan(EPOCH)
    assert ours("playbook_on_no_hosts_matched") == NoMachine(EPOCH)
    stats = ours("playbook_on_stats", failures={"a": 1}, dark={"b": 1}, ok={"c": 3})
    assert stats == Stats(EPOCH, frozenset("a"), frozenset("b"))


def test_reasons_come_from_where_modules_put_them() -> None:
    assert (
        reason({"argument_errors": ["a is missing", "b is not an int"]})
        == "- a is missing\n- b is not an int"
    )
    assert reason({"msg": "non-zero return code", "stderr": "no luck\n"}) == "non-zero return code\nno luck"
    loop = {"msg": "One or more items failed", "results": [{"rc": 0}, {"failed": True, "msg": "third one"}]}
    assert reason(loop) == "third one"
    assert reason({"reason": "cannot include"}) == "cannot include"


def test_text_of_machines_cannot_steer_the_terminal() -> None:
    assert clean("\x1b]0;title\x07\x1b[2Jred\u202etxt\x00\r\n  ok ") == "redtxt\n  ok"
    assert len(clean("x" * 9999)) < 2100


def step(machine: str, role: str, task: str, state: str, at: float = 1.0, **more: Any) -> Ended:
    return Ended(at, machine, Step(role, task, state, 0.0, more.pop("message", "")), **more)


def outcome_of(*events: Event, interrupted: bool = False) -> Outcome:
    lanes = Lanes(["a"])
    for event in events:
        lanes.take(event)
    (outcome,) = lanes.outcomes(interrupted=interrupted)
    return outcome


MARK = step("a", "", "Reached the end", "ok", 9.0)
FAILURE = step("a", "base", "Set the name", "failed", message="no")


def test_only_the_final_mark_makes_a_machine_well() -> None:
    assert outcome_of(step("a", "base", "t", "changed"), MARK, Stats(9.0)) == Outcome(
        "a", State.OK, changed=1, ok=2, seconds=8.0, changes=(Step("base", "t", "changed"),)
    )
    assert outcome_of(step("a", "base", "t", "ok"), Stats(9.0)).state is State.UNFINISHED
    assert outcome_of(Stats(9.0)).state is State.UNFINISHED


def test_a_role_cannot_set_the_final_mark() -> None:
    assert outcome_of(step("a", "base", "Reached the end", "ok"), Stats(9.0)).state is State.UNFINISHED


def test_a_final_mark_does_not_hide_what_the_statistics_say() -> None:
    assert outcome_of(MARK, Stats(9.0, failed=frozenset("a"))).state is State.FAILED
    assert outcome_of(MARK, Stats(9.0, unreachable=frozenset("a"))).state is State.UNREACHABLE


def test_a_rescued_failure_is_none() -> None:
    assert outcome_of(FAILURE, step("a", "base", "repair", "ok"), MARK, Stats(9.0)).state is State.OK


def test_a_failure_tells_where_and_why() -> None:
    outcome = outcome_of(FAILURE, Stats(9.0, failed=frozenset("a")))
    assert (outcome.state, outcome.role, outcome.task, outcome.message) == (
        State.FAILED,
        "base",
        "Set the name",
        "no",
    )


def test_a_hidden_reason_is_said_to_be_hidden() -> None:
    event = step("a", "base", "t", "failed")
    assert "hidden" in outcome_of(event, Stats(9.0, failed=frozenset("a"))).message


def test_a_machine_that_was_cut_says_where_it_was() -> None:
    began = Began(1.0, "a", "desktop", "Set the panel", "ansible.builtin.copy")
    outcome = outcome_of(began, interrupted=True)
    assert (outcome.state, outcome.role, outcome.task) == (State.INTERRUPTED, "desktop", "Set the panel")
    assert outcome_of(interrupted=True).message == "Not begun."


def test_a_machine_cut_while_it_installs_must_stay_on() -> None:
    began = Began(1.0, "a", "packages", "Install", "ansible.builtin.apt")
    assert "leave it switched on" in outcome_of(began, interrupted=True).message
    copying = Began(1.0, "a", "desktop", "Copy", "ansible.builtin.copy")
    assert "leave it switched on" not in outcome_of(copying, interrupted=True).message


def test_an_interruption_does_not_hide_failures_and_machines_that_had_finished() -> None:
    assert outcome_of(FAILURE, interrupted=True).state is State.FAILED
    assert outcome_of(MARK, interrupted=True).state is State.OK
    lost = step("a", "base", "t", "unreachable", message="timed out")
    assert outcome_of(lost, interrupted=True).state is State.UNREACHABLE


def test_what_ansible_said_in_place_of_working_is_kept() -> None:
    lanes = Lanes(["a"])
    lanes.take(Text(1.0, "verbose", "Using /etc/ansible.cfg"))
    assert lanes.error == "Using /etc/ansible.cfg"
    lanes.take(Text(1.0, "error", "no such module"))
    assert lanes.error == "no such module"


def test_files_of_other_roles_called_by_packages_belong_to_packages() -> None:
    lanes = Lanes(["a"], ("base", "packages", "desktop"))
    validate = "ansible.builtin.validate_argument_spec"
    seen = []
    for role, action in [
        ("", "gather_facts"),
        ("base", validate),
        ("base", "copy"),
        ("packages", validate),
        ("desktop", "set_fact"),
        ("packages", "apt"),
        ("desktop", validate),
        ("", "debug"),
    ]:
        lanes.take(Began(1.0, "a", role, "t", action))
        seen.append(lanes.lanes["a"].role)
    assert seen == ["", "base", "base", "packages", "packages", "packages", "desktop", ""]


def test_who_is_at_work_is_known_when_a_stop_is_asked_for() -> None:
    lanes = Lanes(["a", "b", "c"])
    for event in (
        Began(1.0, "a", "r", "t"),
        Began(1.0, "b", "r", "t"),
        step("b", "r", "t", "ok"),
        Stopping(2.0),
    ):
        lanes.take(event)
    assert lanes.working == ("a",)


def test_a_change_whose_result_was_too_long_to_travel_is_seen_from_the_printed_line() -> None:
    event = ours("runner_on_ok", "\r\nTASK [x]\r\nchanged: [a]", host="a", role="r", task="t", res={})
    assert isinstance(event, Ended)
    assert event.step.state == "changed"


def test_what_a_role_says_is_kept_for_people() -> None:
    said = ours(
        "runner_on_ok",
        host="a",
        role="base",
        task="Say it",
        task_action="ansible.builtin.debug",
        res={"msg": "The clock of a was wrong.", "changed": False},
    )
    lanes = Lanes(["a"], ("base",))
    assert isinstance(said, Ended)
    lanes.take(said)
    assert lanes.outcomes()[0].notes == ("The clock of a was wrong.",)


def test_what_was_installed_is_known_once_the_transaction_has_gone_well() -> None:
    lanes = Lanes(["a"], ("packages",))
    measured = Step("packages", "Measure the download", "ok")
    lanes.take(Ended(EPOCH, "a", measured, data='{"packages": 9, "bytes": 1, "names": ["vlc"]}'))
    assert lanes.outcomes()[0].installed == ()
    lanes.take(Ended(EPOCH, "a", Step("packages", "Install all the packages at once", "changed")))
    assert lanes.outcomes()[0].installed == ("vlc",)
