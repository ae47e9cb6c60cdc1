# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people leave on the public account is gone for whoever comes next, whatever happens in between.

Sessions are opened and closed by the machine's own LightDM and desktop. That nothing is left is tried on
Debian 13 and 12, each fault on one of them; by hand all were tried on both.
"""

from collections.abc import Iterator

import pytest
from public_session import PublicSession

from .conftest import Job

MACHINES = ("poste-01", "poste-02")
"""Debian 13 and Debian 12."""
RESET = "/usr/lib/salle/public/reset.py"
RESETTING = "/usr/lib/salle/public/[r]eset.py stop"
"""Finds the reset by its command line, and not the command that looks for it."""
STAMP = "/run/salle/public-ready"
HIDE_HOMES = "mkdir -p /run/homes && mount --bind /home /run/homes && mount --make-private /run/homes"
SHOW_SALLES = "mkdir /home/salle && mount --bind /run/homes/salle /home/salle"
"""The account that we come in by keeps its home."""
KEPT = "/home/salle/kept/theirs"


@pytest.fixture
def public(job: Job, request: pytest.FixtureRequest) -> Iterator[PublicSession]:
    """The account on a machine, with somebody else's file beside; the machine is whole at the end."""
    session = PublicSession(job.room, request.param)
    session.do(f"install -d -o salle -m 755 /home/salle/kept; echo hers >{KEPT}; chown salle {KEPT}")
    session.do("echo hers >/var/tmp/salles-own; chown salle /var/tmp/salles-own")
    yield session
    assert session.do(f"cat {KEPT} /var/tmp/salles-own") == "hers\nhers\n"
    session.do("rm -rf /home/salle/kept /var/tmp/salles-own /root/traces.sh")


def on(*machines: str) -> pytest.MarkDecorator:
    """On which machines a test is run."""
    return pytest.mark.parametrize("public", machines, indirect=True)


@on(*MACHINES)
def test_no_trace_of_a_session_is_left_in_the_next(public: PublicSession) -> None:
    public.log_in()
    left = public.leave_traces()
    there = public.traces()
    assert len(left) >= 30
    seconds = public.log_out()
    public.log_in()
    print(
        f"{public.machine}: {len(left)} kinds of traces, 100 000 files; as new {seconds:.1f} s after logout"
    )
    print(public.do("journalctl -b -o cat --no-pager | grep 'public is as new' | tail -3"))
    assert len(there) >= 30, there
    assert public.traces() == []


@on(MACHINES[1])
def test_a_reset_that_is_killed_is_done_before_the_next_session(public: PublicSession) -> None:
    public.log_in()
    public.as_them("mkdir ~/many; cd ~/many; seq 60000 | xargs touch; echo secret >~/diary")
    public.as_them("xfce4-session-logout --logout --fast")
    public.do(f"timeout 60 sh -c 'until pkill -KILL -f \"{RESETTING}\"; do sleep 0.02; done'")
    assert public.wait(lambda: public.over)
    assert public.do(f"cat {STAMP} 2>/dev/null || true") == ""
    public.log_in()
    assert public.do("find /home/public /home/.salle-public -name diary") == ""


@on(MACHINES[0])
def test_no_session_opens_while_the_account_cannot_be_made_as_new(public: PublicSession) -> None:
    public.log_in()
    public.as_them("echo secret >~/diary")
    public.do(f"mount --bind /bin/false {RESET}")
    try:
        public.log_out()
        public.start_display_manager()
        greeter = "loginctl --no-legend | grep lightdm || true"
        assert public.wait(lambda: "lightdm" in public.do(greeter), 60)
        assert not public.wait(lambda: public.open, 10)
        assert "diary" in public.do("ls /home/public")
        assert public.do("pgrep -u public || true") == ""
    finally:
        public.do(f"umount {RESET}")
    public.log_in()
    assert public.do("find /home -name diary") == ""


@pytest.mark.parametrize(
    ("public", "limit"),
    [(MACHINES[0], "size=30m"), (MACHINES[1], "size=200m,nr_inodes=600")],
    indirect=["public"],
)
def test_a_full_disk_is_no_hindrance(public: PublicSession, limit: str) -> None:
    public.log_in()
    public.log_out()
    public.do(f"{HIDE_HOMES} && mount -t tmpfs -o mode=755,{limit} none /home && {SHOW_SALLES}")
    try:
        public.log_in()
        public.as_them(
            "echo secret >~/diary; (seq 1000 | xargs touch; cat /dev/zero >~/fat) 2>/dev/null; true"
        )
        kilobytes, files = map(int, public.do("df --output=avail,iavail /home | tail -1").split())
        assert kilobytes < 100 or files == 0
        public.log_out()
        public.log_in()
        assert public.do("find /home -name diary -o -name fat") == ""
        public.log_out()
    finally:
        public.do("umount --recursive --lazy /home; umount /run/homes; systemctl restart salle-public-reset")


@on(MACHINES[1])
def test_a_power_cut_in_the_middle_of_a_reset_leaves_nothing(public: PublicSession) -> None:
    public.log_in()
    public.as_them("mkdir ~/many; cd ~/many; seq 60000 | xargs touch; echo secret >~/diary")
    public.as_them("xfce4-session-logout --logout --fast")
    public.do(f"timeout 60 sh -c 'until pgrep -f \"{RESETTING}\"; do sleep 0.02; done'")
    public.room.cut_power(public.machine)
    public.room.power_on([public.machine])
    assert public.wait(lambda: public.open)
    assert public.do("find /home -name diary -o -name many") == ""
    assert public.do("systemctl show salle-public-reset.service -p Result --value").strip() == "success"


def test_a_session_where_nobody_is_ends_after_a_warning(job: Job) -> None:
    machine = MACHINES[0]
    said = job.inventories / job.site / "host_vars" / f"{machine}.yml"
    before = said.read_text("utf-8") if said.exists() else ""
    said.parent.mkdir(exist_ok=True)
    said.write_text(f"{before or '---'}\naccounts_idle_logout: 1\naccounts_idle_warning: 20\n", "utf-8")
    session = PublicSession(job.room, machine)
    session.do("apt-get -qq install -y --no-install-recommends xdotool </dev/null")

    def warned() -> bool:
        return bool(session.as_them("xdotool search --onlyvisible --name 'toujours là' || true").strip())

    try:
        job.apply(machine, tags="accounts")
        session.log_in()
        session.as_them("echo secret >~/diary")
        assert not warned()
        assert session.wait(warned, 90)
        session.as_them("xdotool mousemove_relative 30 30")
        assert session.wait(lambda: not warned(), 5)
        assert not session.wait(lambda: session.over, 30), "somebody who is there was sent away"
        assert session.wait(lambda: session.over, 90)
        assert session.do("find /home -name diary") == ""
    finally:
        said.write_text(before, "utf-8") if before else said.unlink()
        job.apply(machine, tags="accounts")
