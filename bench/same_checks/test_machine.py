# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that any backend of testinfra can run: what ``bench/verify`` runs in three ways.

They ask a bare Debian for ordinary things.  Some do not hold, so that equal verdicts say something.
"""

import re

import pytest

PACKAGES = re.findall(
    r"\S+",
    """
adduser apt base-files base-passwd bash bsdutils ca-certificates coreutils cron dash dbus debconf
debian-archive-keyring debianutils diffutils dpkg e2fsprogs findutils gpgv grep gzip hostname ifupdown
init-system-helpers iproute2 iputils-ping kmod less libacl1 libattr1 libbz2-1.0 libc-bin libc6 libcap2
libcom-err2 libcrypt1 libgcc-s1 liblz4-1 liblzma5 libmd0 libmount1 libpam-modules libpam-runtime
libselinux1 libsystemd0 libudev1 libuuid1 libzstd1 login logrotate mawk mount nano ncurses-base
ncurses-bin netbase openssh-client openssh-server passwd perl-base procps python3 python3-minimal sed sudo
systemd systemd-sysv sysvinit-utils tar tzdata udev util-linux vim-tiny zlib1g not-there-1 not-there-2
not-there-3
""",
)
FILES = [
    ("/etc/passwd", "root", 0o644),
    ("/etc/group", "root", 0o644),
    ("/etc/shadow", "root", 0o640),
    ("/etc/hosts", "root", 0o644),
    ("/etc/hostname", "root", 0o644),
    ("/etc/fstab", "root", 0o644),
    ("/etc/os-release", "root", 0o644),
    ("/etc/issue", "root", 0o644),
    ("/etc/profile", "root", 0o644),
    ("/etc/bash.bashrc", "root", 0o644),
    ("/etc/shells", "root", 0o644),
    ("/etc/nsswitch.conf", "root", 0o644),
    ("/etc/pam.d/login", "root", 0o644),
    ("/etc/pam.d/sshd", "root", 0o644),
    ("/etc/ssh/sshd_config", "root", 0o644),
    ("/etc/login.defs", "root", 0o644),
    ("/etc/host.conf", "root", 0o644),
    ("/etc/ld.so.conf", "root", 0o644),
    ("/etc/machine-id", "root", 0o444),
    ("/etc/sudoers", "root", 0o440),
    ("/usr/bin/bash", "root", 0o755),
    ("/usr/bin/passwd", "root", 0o4755),
    ("/usr/bin/su", "root", 0o4755),
    ("/usr/bin/env", "root", 0o755),
    ("/usr/bin/python3", "root", 0o777),
    ("/var/log", "root", 0o755),
    ("/var/tmp", "root", 0o1777),
    ("/tmp", "root", 0o1777),
    ("/root", "root", 0o700),
    ("/not/there", "root", 0o644),
]
LINES = [
    ("/etc/passwd", "^root:"),
    ("/etc/passwd", "^nobody:"),
    ("/etc/passwd", "^camille:"),
    ("/etc/group", "^sudo:"),
    ("/etc/group", "^adm:"),
    ("/etc/shells", "/bin/bash"),
    ("/etc/shells", "/bin/fish"),
    ("/etc/nsswitch.conf", "^hosts:"),
    ("/etc/os-release", "^ID=debian"),
    ("/etc/os-release", "^ID=mint"),
    ("/etc/login.defs", "^UID_MIN"),
    ("/etc/login.defs", "^ENCRYPT_METHOD"),
    ("/etc/ssh/sshd_config", "Include"),
    ("/etc/ssh/sshd_config", "^PermitRootLogin yes"),
    ("/etc/pam.d/sshd", "common-auth"),
    ("/etc/profile", "PATH"),
    ("/etc/host.conf", "multi on"),
    ("/etc/ld.so.conf", "^include"),
]
SERVICES = ["ssh", "systemd-journald", "systemd-logind", "dbus", "cups", "not-there"]
USERS = ["root", "daemon", "bin", "nobody", "www-data", "salle", "camille"]
GROUPS = ["root", "adm", "sudo", "audio", "video", "users", "camille"]
COMMANDS = ["true", "test -d /etc", "uname -s | grep Linux", "python3 --version", "getent hosts localhost",
            "id -u salle", "false", "test -e /not/there"]  # fmt: skip


@pytest.mark.parametrize("name", PACKAGES)
def test_package(host, name):
    assert host.package(name).is_installed


@pytest.mark.parametrize(("path", "owner", "mode"), FILES)
def test_file(host, path, owner, mode):
    file = host.file(path)
    assert file.exists
    assert (file.user, file.mode) == (owner, mode)


@pytest.mark.parametrize(("path", "pattern"), LINES)
def test_line(host, path, pattern):
    assert host.file(path).contains(pattern)


@pytest.mark.parametrize("name", SERVICES)
def test_service(host, name):
    assert host.service(name).is_running


@pytest.mark.parametrize("name", USERS)
def test_user(host, name):
    assert host.user(name).exists


@pytest.mark.parametrize("name", GROUPS)
def test_group(host, name):
    assert host.group(name).exists


@pytest.mark.parametrize("words", COMMANDS)
def test_command(host, words):
    assert host.run(words).rc == 0
