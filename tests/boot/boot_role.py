# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role played by real Ansible, and its checks run, on a Linux that lies on a disk and was not started.

An SSH server for one connection, inside that Linux, answers instead of one on a network.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from boot_disk import Disk, said
from salle import paths
from salle.site.model import Machine, Site
from salle.site.promise import promises
from salle.verify.remote import Connection, verify

NAME = "poste-01"


@dataclass(frozen=True)
class Played:
    """A run of the role: how many tasks changed something, and all it said."""

    changed: int
    output: str


class Role:
    """The role, ready to be played on a disk's Linux."""

    def __init__(self, disk: Disk) -> None:
        self.disk, self.folder = disk, disk.folder / "control"
        self.folder.mkdir()
        key = self.folder / "key"
        said(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)])
        disk.write("/root/.ssh/authorized_keys", key.with_suffix(".pub").read_text())
        disk.run("chmod 700 /root /root/.ssh; ssh-keygen -A; mkdir -p /run/sshd")
        host_key = (disk.root / "etc/ssh/ssh_host_ed25519_key.pub").read_text().split()
        (self.folder / "known_hosts").write_text(f"{NAME} {host_key[0]} {host_key[1]}\n")
        server = ["chroot", str(disk.root), "/usr/sbin/sshd", "-i", "-e", "-o", "UsePAM=no"]
        self.connection = {
            "ansible_host": NAME,
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(key),
            "ansible_ssh_common_args": shlex.join(
                [
                    "-o",
                    f"UserKnownHostsFile={self.folder}/known_hosts",
                    "-o",
                    f"ProxyCommand={shlex.join(server)}",
                ]
            ),
        }

    def play(self, *words: str, **variables: Any) -> Played:
        """Play the role with these variables; ``words`` are options of ansible-playbook."""
        play = {
            "name": "Try",
            "hosts": "all",
            "gather_facts": False,
            "roles": [{"role": "multiboot"}],
        }
        hosts = {"all": {"hosts": {NAME: {**self.connection, **variables}}}}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]))
        (self.folder / "hosts.yml").write_text(yaml.safe_dump(hosts))
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("ansible-playbook")),
                *("-i", str(self.folder / "hosts.yml"), "--diff", *words, str(self.folder / "play.yml")),
            ],
            env={
                **os.environ,
                "ANSIBLE_CONFIG": str(paths.playbooks() / "ansible.cfg"),
                "ANSIBLE_NOCOLOR": "1",
            },
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        print(done.stdout[-8000:], done.stderr[-3000:], sep="\n")
        told = re.search(rf"{NAME}\s*: ok=\d+\s+changed=(\d+)\s+unreachable=0\s+failed=0", done.stdout)
        assert told, "the role failed"
        return Played(int(told[1]), done.stdout)

    def verdicts(self, **variables: Any) -> dict[str, str]:
        """The checks of the role, run in that Linux: id -> verdict."""
        machine = Machine(NAME, NAME, NAME, "", ("all",), dict(variables))
        site = Site("essai", self.folder, self.folder / "hosts.yml", (machine,), dict(variables))
        promise = json.loads(json.dumps(promises(site)[NAME]))
        connection = Connection(self.folder / "known_hosts", {NAME: self.connection})
        (verdict,) = verify(site, [machine], {NAME: promise}, connection, roles=["multiboot"])
        for result in verdict.results:
            print(result.verdict, result.check, result.expected, result.found)
        assert not verdict.problem or verdict.problem.endswith("no check at all"), verdict.problem
        return {result.check: str(result.verdict) for result in verdict.results}
