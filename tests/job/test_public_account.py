# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people leave on the public account is gone for whoever comes next, whatever happens in between.

Sessions are opened and closed by the machine's own LightDM and desktop, on Debian 13 and 12 at once.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

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
IDLE = "/etc/xdg/autostart/salle-idle-logout.desktop"


class Public:
    """The account on both machines: what is done there is done at once."""

    def __init__(self, job: Job) -> None:
        self.sessions = [PublicSession(job.room, machine) for machine in MACHINES]

    def each(self, do: Callable[[PublicSession], None]) -> None:
        """Do this on each machine; what failed is raised once all are done."""
        with ThreadPoolExecutor(len(self.sessions)) as pool:
            done = [pool.submit(do, session) for session in self.sessions]
        for one in done:
            one.result()


@pytest.fixture
def public(job: Job) -> Iterator[Public]:
    """The account, with somebody else's file beside; the machines are whole at the end."""
    there = Public(job)

    def put_beside(session: PublicSession) -> None:
        session.do(f"install -d -o salle -m 755 /home/salle/kept; echo hers >{KEPT}; chown salle {KEPT}")
        session.do("echo hers >/var/tmp/salles-own; chown salle /var/tmp/salles-own")

    def still_there(session: PublicSession) -> None:
        assert session.do(f"cat {KEPT} /var/tmp/salles-own") == "hers\nhers\n"
        session.do("rm -rf /home/salle/kept /var/tmp/salles-own /root/traces.sh")

    there.each(put_beside)
    yield there
    there.each(still_there)


def no_trace(public: PublicSession) -> None:
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


def test_no_trace_of_a_session_is_left_in_the_next(public: Public) -> None:
    public.each(no_trace)


def killed_reset(public: PublicSession) -> None:
    public.log_in()
    public.as_them("mkdir ~/many; cd ~/many; seq 60000 | xargs touch; echo secret >~/diary")
    public.as_them("xfce4-session-logout --logout --fast")
    public.do(f"timeout 60 sh -c 'until pkill -KILL -f \"{RESETTING}\"; do sleep 0.02; done'")
    assert public.wait(lambda: public.over)
    assert public.do(f"cat {STAMP} 2>/dev/null || true") == ""
    public.log_in()
    assert public.do("find /home/public /home/.salle-public -name diary") == ""


def test_a_reset_that_is_killed_is_done_before_the_next_session(public: Public) -> None:
    public.each(killed_reset)


def no_session_without_reset(public: PublicSession) -> None:
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


def test_no_session_opens_while_the_account_cannot_be_made_as_new(public: Public) -> None:
    public.each(no_session_without_reset)


def full_disk(public: PublicSession) -> None:
    """No room for what is in files on one machine, for further files on the other."""
    limit = dict(zip(MACHINES, ("size=30m", "size=200m,nr_inodes=600"), strict=True))[public.machine]
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


def test_a_full_disk_is_no_hindrance(public: Public) -> None:
    public.each(full_disk)


def cut_in_a_reset(public: PublicSession) -> None:
    public.log_in()
    public.as_them("mkdir ~/many; cd ~/many; seq 60000 | xargs touch; echo secret >~/diary")
    public.as_them("xfce4-session-logout --logout --fast")
    public.do(f"timeout 60 sh -c 'until pgrep -f \"{RESETTING}\"; do sleep 0.02; done'")
    public.room.cut_power(public.machine)


def as_new_after_the_cut(public: PublicSession) -> None:
    assert public.wait(lambda: public.open)
    assert public.do("find /home -name diary -o -name many") == ""
    assert public.do("systemctl show salle-public-reset.service -p Result --value").strip() == "success"


def test_a_power_cut_in_the_middle_of_a_reset_leaves_nothing(job: Job, public: Public) -> None:
    public.each(cut_in_a_reset)
    job.room.power_on(MACHINES)
    public.each(as_new_after_the_cut)


def test_a_session_where_nobody_is_ends_after_a_warning(job: Job) -> None:
    """The site's minutes are a quarter of one here; that they reach the session is a check of the role."""
    session = PublicSession(job.room, MACHINES[0])
    session.do("apt-get -qq install -y --no-install-recommends xdotool </dev/null")
    before = session.do(f"cat {IDLE}")

    def warned() -> bool:
        return bool(session.as_them("xdotool search --onlyvisible --name 'toujours là' || true").strip())

    session.do(f"sed -i 's/^\\(Exec=.*\\) 600 60$/\\1 0.25 10/' {IDLE}")
    try:
        assert session.do(f"cat {IDLE}") != before
        session.log_in()
        session.as_them("echo secret >~/diary")
        assert session.wait(warned, 45)
        session.as_them("xdotool mousemove_relative 30 30")
        assert session.wait(lambda: not warned(), 5)
        assert not session.wait(lambda: session.over, 13), "somebody who is there was sent away"
        assert session.wait(lambda: session.over, 60)
        assert session.do("find /home -name diary") == ""
    finally:
        session.do(f"sed -i 's/ 0.25 10$/ 600 60/' {IDLE}")
    assert session.do(f"cat {IDLE}") == before
