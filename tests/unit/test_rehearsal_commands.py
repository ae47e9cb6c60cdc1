# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs a practice room starts, word for word."""

from dataclasses import replace
from pathlib import Path

import pytest
from salle.rehearsal import image
from salle.rehearsal.cache import settings
from salle.rehearsal.image import Recipe
from salle.rehearsal.machine import PracticeMachine, nspawn_argv
from salle.rehearsal.mirrors import Mirrors, choose

MACHINE = PracticeMachine("poste-01", "salle3-1", "trixie", "10.87.3.11", Path("/c/room/machines/1"))


def test_the_image_is_made_by_this_command() -> None:
    recipe = Recipe("bookworm", hooks=("true",))
    assert recipe.argv(Path("/c/images/x/root"), "http://10.87.0.1:3143") == [
        "mmdebstrap",
        "--mode=root",
        "--format=directory",
        "--variant=minbase",
        "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg",
        "--include=systemd,systemd-sysv,dbus,openssh-server,python3,python3-apt,sudo,iproute2,"
        "ca-certificates,locales",
        '--aptopt=Acquire::http::Proxy "http://10.87.0.1:3143"',
        "--customize-hook=true",
        "bookworm",
        "/c/images/x/root",
        "deb http://deb.debian.org/debian bookworm main",
        "deb http://deb.debian.org/debian bookworm-updates main",
        "deb http://deb.debian.org/debian-security bookworm-security main",
    ]


def test_the_making_takes_its_proxy_and_its_host_keys_out_of_the_image() -> None:
    hooks = " ".join(Recipe("trixie").hooks)
    assert "/etc/apt/apt.conf.d/99mmdebstrap" in hooks
    assert "/etc/ssh/ssh_host_" in hooks


def test_another_recipe_is_another_image() -> None:
    recipe = Recipe("trixie")
    assert recipe.name == Recipe("trixie").name
    others = [
        Recipe("bookworm"),
        replace(recipe, packages=(*recipe.packages, "nano")),
        replace(recipe, hooks=recipe.hooks[1:]),
        replace(recipe, variant="standard"),
    ]
    assert len({recipe.name, *(other.name for other in others)}) == 5


def test_the_proxy_does_not_make_another_image() -> None:
    """The cache listens on another port from one rehearsal to the next."""
    recipe = Recipe("trixie")
    assert recipe.argv(Path("/x"), "http://a") != recipe.argv(Path("/x"), "http://b")
    assert "http://" not in recipe.name


@pytest.mark.parametrize(
    ("written", "fresh"),
    [
        ('{"made": 1000000}', True),
        ('{"made": 1}', False),
        ('{"made": 9000000}', False),
        ('{"made": "yesterday"}', False),
        ("{", False),
        ("[]", False),
        (None, False),
    ],
)
def test_an_image_is_used_when_it_is_whole_and_young(
    tmp_path: Path, written: str | None, fresh: bool
) -> None:
    if written is not None:
        (tmp_path / "made.json").write_text(written)
    assert image.is_fresh(tmp_path, now=1000000 + (image.DAYS - 1) * 86400) is fresh


def test_a_machine_is_started_by_this_command() -> None:
    assert nspawn_argv(MACHINE, "salle3", own_scope=False) == [
        "systemd-nspawn",
        "--quiet",
        "--register=no",
        "--keep-unit",
        "--settings=no",
        "--link-journal=no",
        "--resolv-conf=off",
        "--timezone=off",
        "--directory=/c/room/machines/1/root",
        "--boot",
        "--network-bridge=salle3",
        "--machine=salle3-1",
        "--hostname=debian",
        "--console=pipe",
    ]


def test_where_systemd_runs_a_machine_gets_a_scope_of_its_own() -> None:
    assert "--keep-unit" not in nspawn_argv(MACHINE, "salle3", own_scope=True)


def test_the_package_cache_answers_debian_s_names_from_our_own_mirror_on_the_bridge_only() -> None:
    mirrors = Mirrors(
        "http://mirror.example/debian", "http://mirror.example/debian-security", "http://proxy:8080"
    )
    assert settings(Path("/c/packages"), Path("/c/logs"), "10.87.0.1", 3143, mirrors).splitlines() == [
        "CacheDir: /c/packages",
        "LogDir: /c/logs",
        "BindAddress: 10.87.0.1",
        "Port: 3143",
        "ForeGround: 1",
        "ExThreshold: 30",
        "Remap-debian: http://deb.debian.org/debian http://ftp.debian.org/debian ; http://mirror.example/debian",
        "Remap-security: http://deb.debian.org/debian-security http://security.debian.org/debian-security"
        " ; http://mirror.example/debian-security",
        "Proxy: http://proxy:8080",
    ]


def test_our_own_mirrors_are_told_by_their_last_folder() -> None:
    listed = [
        "https://deb.example.net/node_20.x/",
        "http://ftp.fr.debian.org/debian/",
        "http://security.debian.org/debian-security/",
        "http://other.example/debian/",
        "cdrom:[Debian]/debian/",
    ]
    chosen = choose(listed, "DIRECT")
    assert chosen == Mirrors(
        "http://ftp.fr.debian.org/debian", "http://security.debian.org/debian-security", ""
    )


def test_without_a_debian_mirror_the_public_one_is_used() -> None:
    """A coordinator's computer with Ubuntu or Mint has none."""
    chosen = choose(["http://archive.ubuntu.com/ubuntu/", "http://security.ubuntu.com/ubuntu/"])
    assert chosen == Mirrors("http://deb.debian.org/debian", "http://deb.debian.org/debian-security", "")
