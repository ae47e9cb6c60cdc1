# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job on three practice machines, through the commands that a coordinator types.

One room for all tests of this folder, in the order in which a coordinator
meets them: a first deployment with one machine off; the machine is back, and
while it is finished people use the two others; a second deployment; things
broken and healed.
"""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from chromium_extension import id_of, new_key, pack
from practice_checks import PracticeChecks
from salle import paths
from salle.options import Settings
from salle.rehearsal.cache import cache_folder
from salle.rehearsal.opening import practice_room
from salle.rehearsal.requirements import prepare
from salle.rehearsal.room import Room
from salle.run.deploy import Wishes, carry_out, make_job, plan_for
from salle.run.ground import practice_ground
from salle.run.model import Outcome, State
from salle.site.load import load_site

NAME = """L'Été "numérique" <b>&{{ 7*7 }} 🐧"""
SECRET = "canari-du-coffre-4711"
MEDIATOR_PASSWORD = "canari-de-la-médiation: 4713"
ENVIRONMENT = "canari-de-l-environnement-4712"
VAULT_PASSWORD = "mot de passe du coffre"
RELEASES = ("trixie", "bookworm", "trixie")
ORDER = ("test_first_deployment", "test_public_account", "test_whole_room")
"""The files of tests that come first; the others follow by name."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of this folder in the order of the story."""
    here = [item for item in items if item.path.parent == Path(__file__).parent]
    places = iter(
        sorted(here, key=lambda one: ORDER.index(one.path.stem) if one.path.stem in ORDER else len(ORDER))
    )
    items[:] = [next(places) if item in here else item for item in items]


@dataclass
class Typed:
    """A command that was typed, and what came of it."""

    words: Sequence[str]
    code: int
    out: str
    err: str
    seconds: float


@dataclass
class Job:
    """The site, its room, and a terminal."""

    inventories: Path
    runs: Path
    room: Room
    site: str = "ete"
    typed: list[Typed] = field(default_factory=list)
    meanwhile: Future[Typed] | None = None
    """A command that works while other tests are run."""

    @property
    def password(self) -> Path:
        """The file that holds the vault's password."""
        return self.inventories.parent / "vault-password"

    def salle(self, *words: str, env: dict[str, str] | None = None, seconds: float = 1500) -> Typed:
        """Type ``salle`` and these words."""
        begun = time.monotonic()
        answer = subprocess.run(
            [sys.executable, "-P", "-m", "salle", *words],
            cwd=self.inventories.parent,
            env={
                **os.environ,
                "PYTHONPATH": str(paths.PACKAGE.parent),
                "SALLE_LANG": "en",
                "CANARY": ENVIRONMENT,
                "ANSIBLE_VAULT_PASSWORD_FILE": str(self.password),
                **(env or {}),
            },
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
        typed = Typed(words, answer.returncode, answer.stdout, answer.stderr, time.monotonic() - begun)
        self.typed.append(typed)
        print(f"$ salle {' '.join(words)}   [{typed.code}, {typed.seconds:.0f} s]")
        print(typed.out[-6000:], typed.err[-6000:], sep="\n")
        return typed

    def deploy(self, *words: str) -> Typed:
        return self.salle("deploy", self.site, "--practice", "--yes", *words)

    def begin(self, *words: str) -> None:
        """Type a command that works on while other tests are run."""
        pool = ThreadPoolExecutor(1)
        self.meanwhile = pool.submit(self.salle, *words)
        pool.shutdown(wait=False)

    def finish(self) -> Typed:
        """Wait until that command has ended."""
        assert self.meanwhile, "no command was begun"
        return self.meanwhile.result()

    def make_whole(self) -> None:
        """Deploy everything, unless a test did before: a file of tests is run alone."""
        if not self.typed and self.deploy().code != 0:
            pytest.fail("the room is not whole before anything is tried")

    def verify(self, *words: str) -> Typed:
        return self.salle("verify", self.site, "--practice", *words)

    def apply(self, *machines: str, tags: str = "") -> tuple[Outcome, ...]:
        """Deploy without the checks that follow, which take longer than a role; nothing of it is recorded.

        Args:
            machines: on these; none means all.
            tags: these roles, a comma between them; none means all.
        """
        limit, roles = ",".join(machines) or None, tuple(tags.split(",")) if tags else ()
        wishes = Wishes(limit, roles, yes=True, vault_password_file=self.password)
        ground, settings = practice_ground(self.room), Settings(plain=True)
        with self._vault():
            job = make_job(ground.site(load_site(self.inventories / self.site)), settings, wishes, ground)
            finished = carry_out(job, plan_for(job, "deploy", wishes, ground), settings, None, recorded=False)
        assert [one for one in finished.outcomes if one.state is not State.OK] == []
        return finished.outcomes

    def some_checks(self, *parts: str) -> PracticeChecks:
        """Some of the checks, run without the commands that are typed; see :class:`PracticeChecks`."""
        with self._vault():
            return PracticeChecks(load_site(self.inventories / self.site), self.room, *parts)

    @contextmanager
    def _vault(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(self.password))
            yield

    def break_(self, machine: str, command: str) -> None:
        """Do something to a machine, as root."""
        self.room.run_on(machine, f"sudo sh -ec {shlex.quote(command)}", seconds=300)

    @property
    def latest(self) -> Path:
        """The folder of the last run."""
        return (self.runs / "latest").resolve()

    def run(self) -> dict[str, Any]:
        return json.loads((self.latest / "run.json").read_text("utf-8"))

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """The last verdicts by machine."""
        kept = json.loads((self.latest / "verdicts.json").read_text("utf-8"))
        return {verdict["machine"]: verdict for verdict in kept}

    def checks(self, verdict: str) -> dict[str, set[str]]:
        """Machine -> ids of the checks that have this verdict in the last run."""
        return {
            name: {one["check"] for one in machine["results"] if one["verdict"] == verdict}
            for name, machine in self.verdicts().items()
        }


def make_site(folder: Path) -> Path:
    """The shipped demo under a name full of traps, with a vault."""
    site = folder / "inventories" / "ete"
    shutil.copytree(paths.shipped_inventories() / "demo", site)
    told = site / "group_vars" / "all" / "site.yml"
    text, count = re.subn(
        r"(?m)^site_name:.*$",
        lambda _: f"site_name: {json.dumps(NAME, ensure_ascii=False)}",
        told.read_text("utf-8"),
    )
    assert count == 1
    told.write_text(text, "utf-8")
    give_chromium(site)
    give_another_desktop(site)
    (folder / "vault-password").write_text(VAULT_PASSWORD, "utf-8")
    write_vault(site, site_contact=SECRET, accounts_mediator_password=MEDIATOR_PASSWORD)
    accounts = site / "group_vars" / "all" / "accounts.yml"
    accounts.write_text("---\naccounts_mediator: true\naccounts_idle_logout: 600\n", "utf-8")
    return site


def write_vault(site: Path, **secrets: str) -> None:
    """Put these variables into the site's vault, in place of what it held."""
    vault, password = site / "group_vars" / "all" / "vault.yml", site.parents[1] / "vault-password"
    vault.write_text(json.dumps(secrets), "utf-8")
    program = Path(sys.executable).with_name("ansible-vault")
    words = [program, "encrypt", "--vault-password-file", password, vault]
    subprocess.run(words, check=True, capture_output=True)


def give_another_desktop(site: Path) -> None:
    """The third machine gets another desktop than Xfce: one that was worked on last, if any.

    The sessions of the public account on the two others are Xfce's, and they have all the applications.
    """
    with (site / "host_vars" / "poste-03.yml").open("a", encoding="utf-8") as told:
        told.write(f"desktop_environment: {another_desktop(changed_files())}\n")
        told.write("software_profiles: [accessibilite]\n")


def another_desktop(changed: Sequence[str]) -> str:
    """The desktop that these files of the project are about; the usual one when they are about none.

    The whole matrix takes too long for each change (tests/room/matrix).
    """
    others = other_desktops()
    about = [path for path in changed if path.startswith(("roles/desktop/", "roles/wallpaper/"))]
    named = [name for name in others for path in about if name in path]
    return named[0] if named else others[0]


def other_desktops() -> list[str]:
    """Every desktop that a site may ask for, but the usual one."""
    told = yaml.safe_load((paths.roles() / "desktop/meta/argument_specs.yml").read_text("utf-8"))
    choices = told["argument_specs"]["main"]["options"]["desktop_environment"]["choices"]
    return [name for name in choices if name != "xfce"]


def changed_files() -> list[str]:
    """What the last commit and the work since then touch; nothing where git cannot tell."""
    told = subprocess.run(
        ["git", "-c", "safe.directory=*", "diff", "--name-only", "HEAD~1"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
    )
    return told.stdout.splitlines() if told.returncode == 0 else []


def give_chromium(site: Path) -> None:
    """The third machine gets Chromium as well, with a blocker that is made here."""
    key = new_key()
    blocker = pack(key)
    (site / "files" / "blocker.crx").write_bytes(blocker)
    told = site / "host_vars" / "poste-03.yml"
    told.parent.mkdir(exist_ok=True)
    told.write_text(
        "---\nbrowser_engines: [firefox, chromium]\nbrowser_chromium_blocker: file\n"
        f"browser_chromium_blocker_file: {{file: blocker.crx, id: {id_of(key)}, "
        f'sha256: "{hashlib.sha256(blocker).hexdigest()}"}}\n',
        "utf-8",
    )


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    """Three machines, Debian 13, 12 and 13; the third is off at first."""
    folder = tmp_path_factory.mktemp("job")
    site = load_site(make_site(folder))
    prepare(cache_folder(), len(RELEASES), RELEASES, print)
    with practice_room(site, machines=3, releases=RELEASES, say=print) as room:
        room.keep()  # for the commands that are typed; the room is removed at the end all the same
        there = Job(folder / "inventories", folder / "runs" / "ete", room)
        yield there
        if there.meanwhile:
            wait([there.meanwhile])
