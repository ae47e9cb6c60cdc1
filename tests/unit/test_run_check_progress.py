# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown while the checks run."""

import io
import re

import pytest
from rich.console import Console
from salle.run.check_progress import LiveCheckProgress, PlainCheckProgress, check_progress
from salle.verify.results import MachineVerdict

NAMES = ("poste-01", "poste-02", "poste-03")


def shown(progress: LiveCheckProgress) -> str:
    """What the bars say now, without the time."""
    console = Console(file=io.StringIO(), width=100)
    console.print(progress._progress.get_renderable())
    text = console.file.getvalue()
    return re.sub(r" +", " ", re.sub(r"[━╸╺]+|\d:\d\d:\d\d", "", text))


def bars(height: int) -> LiveCheckProgress:
    console = Console(file=io.StringIO(), force_terminal=True, width=100, height=height)
    return LiveCheckProgress(NAMES, console)


def test_each_machine_has_a_bar_with_its_number_of_checks() -> None:
    progress = bars(height=20)
    progress.ran("poste-02", 3, 9)
    assert "poste-02 checks 3/9" in shown(progress)
    assert "poste-01 checks" in shown(progress)


def test_a_room_higher_than_the_terminal_has_one_bar() -> None:
    progress = bars(height=5)
    progress.ran("poste-01", 3, 9)
    progress.ran("poste-03", 4, 10)
    assert "3 machines checks 7/19" in shown(progress)
    assert "poste-01" not in shown(progress)


def test_a_machine_that_gives_no_answer_holds_up_no_bar() -> None:
    progress = bars(height=20)
    progress.ran("poste-01", 3, 9)
    progress.answered(MachineVerdict("poste-01", problem="it was switched off"))
    progress.answered(MachineVerdict("poste-02", problem="it was off"))
    assert "poste-01 checks 9/9" in shown(progress)


def test_plain_lines_tell_the_beginning_and_each_answer() -> None:
    lines: list[str] = []
    with PlainCheckProgress(NAMES, lines.append) as progress:
        progress.ran("poste-01", 1, 9)
        progress.answered(MachineVerdict("poste-01", seconds=7.2))
    assert lines == ["Checking 3 machines.", "poste-01  checked in 7 s"]


def test_a_pipe_gets_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with check_progress(NAMES, to_stderr=True):
        pass
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Checking 3 machines.\n")
