# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be known, and mended, before apt may be trusted on a machine.

Runs on the machine, read from standard input: ``python3 - VERB JSON``.  Prints
one JSON document.  One look costs one round trip, where one task per question
would cost ten.  Standard library only.
"""

import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

SOURCES = "/etc/apt/sources.list.d/debian.sources"
STAMP = Path("/var/lib/salle/package-lists")
SIGNED = "-----BEGIN PGP SIGNED MESSAGE"
DAY = 86400
PATIENCE = 600
"""How long to wait for another package manager, in seconds: a first boot's updates take minutes."""
TIME_DAEMONS = ("chrony", "ntpsec", "openntpd")
UNFINISHED = {"half-installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"}
CALM = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "a"}
BRISK = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20"]
KEEP = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"]


def run(*words):
    """Run a program to its end; its output is in English, its questions answer themselves."""
    return subprocess.run(
        words, env=CALM, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
    )


def read(path):
    """The text of a file; empty when there is none."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


# --- dpkg -------------------------------------------------------------------------------------


def unfinished():
    """Packages that an interruption left half-way; dpkg(1) calls the states by these names.

    ``dpkg --audit`` alone is not enough: it also complains of packages that nobody can mend
    (a third party's package without checksums), and those do not stop apt.
    """
    journal = [file.name for file in Path("/var/lib/dpkg/updates").glob("*") if file.name.isdigit()]
    if not journal and not run("dpkg", "--audit").stdout.strip():
        return []
    states = run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Eflag} ${db:Status-Status}\n").stdout
    broken = [
        line.split()[0]
        for line in states.splitlines()
        if len(line.split()) == 3 and (line.split()[2] in UNFINISHED or line.split()[1] != "ok")
    ]
    return sorted(broken) or (["dpkg"] if journal else [])


def holder(path):
    """Who holds a lock: ``name (pid)``; empty when nobody does. /proc/locks: see proc_locks(5)."""
    try:
        inode = str(Path(path).stat().st_ino)
    except OSError:
        return ""
    for line in read("/proc/locks").splitlines():
        fields = line.split()
        if len(fields) > 5 and fields[5].rsplit(":", 1)[-1] == inode and "->" not in fields:
            return "{} ({})".format(read(f"/proc/{fields[4]}/comm").strip() or "?", fields[4])
    return ""


def wait_for(path):
    """Wait until nobody holds the lock; who held it first, and who still does."""
    first = last = holder(path)
    deadline = time.monotonic() + PATIENCE
    while last and time.monotonic() < deadline:
        time.sleep(2)
        last = holder(path)
    return first, last


def repair(_):
    """Finish what was interrupted, keeping the configuration files as they are."""
    waited, held = wait_for("/var/lib/dpkg/lock-frontend")
    before = [] if held else unfinished()
    said = []
    if before:
        said.append(run("dpkg", "--force-confdef", "--force-confold", "--configure", "-a"))
    if before and unfinished():
        said.append(run("apt-get", "-y", *KEEP, "--fix-broken", "install"))
    again = unfinished() if before else []
    if again and again != ["dpkg"]:
        said.append(run("apt-get", "-y", *KEEP, "--reinstall", "install", *again))
    left = unfinished() if before else []
    lines = [line for done in said for line in (done.stdout + done.stderr).splitlines()]
    return {
        "repaired": sorted(set(before) - set(left)),
        "left": left,
        "waited": waited,
        "held": held,
        "said": lines[-15:],
    }


# --- package sources --------------------------------------------------------------------------


def source_files():
    """Every file apt takes sources from, as sources.list(5) says."""
    folder = Path("/etc/apt/sources.list.d")
    return ["/etc/apt/sources.list", *sorted(map(str, [*folder.glob("*.list"), *folder.glob("*.sources")]))]


def is_debians(file, uris, suite, wanted):
    """Whether an entry names Debian's own archive, which our file names too.

    apt refuses one archive named twice with different keys. In sources.list itself, written by the
    installer, any host will do (a mirror near by); elsewhere only Debian's hosts and our mirrors.
    """
    if suite.removesuffix("-updates").removesuffix("-security") != wanted["codename"]:
        return False
    for uri in uris:
        host, path = urlsplit(uri).hostname or "", urlsplit(uri).path.rstrip("/")
        ours = uri.rstrip("/") in [mirror.rstrip("/") for mirror in wanted["mirrors"]]
        theirs = path in ("/debian", "/debian-security")
        known = host == "debian.org" or host.endswith(".debian.org") or file == "/etc/apt/sources.list"
        if ours or (theirs and known):
            return True
    return False


ONE_LINE = re.compile(r"^\s*deb(-src)?\s+(?:\[[^\]]*\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)")


def without_debian(file, text, wanted):
    """The text of a source file with Debian's own entries, and CD-ROMs, turned into comments."""
    if file.endswith(".sources"):
        parts = re.split(r"(\n[ \t]*\n)", text)
        return "".join(comment(part) if names_debian(file, part, wanted) else part for part in parts)
    return "".join(
        comment(line) if line_names_debian(file, line, wanted) else line for line in text.splitlines(True)
    )


def line_names_debian(file, line, wanted):
    """Whether a line of the old format names Debian's archive or a CD-ROM."""
    entry = ONE_LINE.match(line)
    if re.match(r"^\s*deb(-src)?\s+(\[[^\]]*\]\s+)?cdrom:", line):
        return True
    return bool(entry) and is_debians(file, [entry["uri"]], entry["suite"], wanted)


def names_debian(file, paragraph, wanted):
    """Whether a paragraph of the deb822 format names Debian's archive."""
    fields = dict(re.findall(r"^(URIs|Suites):[ \t]*(.*)$", paragraph, re.MULTILINE))
    suites = fields.get("Suites", "").split()
    return any(is_debians(file, fields.get("URIs", "").split(), suite, wanted) for suite in suites)


def comment(text):
    """The same lines, as comments."""
    return re.sub(r"(?m)^(?=[^#\n])", "# ", text)


def strays(wanted):
    """Files that name Debian's archive beside ours: what they shall say, where the old text is kept."""
    found = []
    for file in source_files():
        text = read(file)
        rest = without_debian(file, text, wanted)
        if file != SOURCES and rest != text:
            aside = f"/etc/apt/{Path(file).name}.before-salle"
            found.append({"path": file, "aside": aside, "content": wanted["note"] + "\n" + rest})
    return found


def fingerprint():
    """What apt's sources say at this moment, in short."""
    digest = hashlib.sha256()
    for file in source_files():
        digest.update(f"{file}\n{read(file)}\n".encode())
    return digest.hexdigest()


def lists_are_due():
    """Whether the package lists must be fetched again.

    Our own stamp, written after a fetch that succeeded: apt's files look fresh after a fetch that
    failed, and after the clock went back.
    """
    when, _, what = read(STAMP).strip().partition(" ")
    age = time.time() - float(when or 0)
    return (
        not 0 <= age < DAY or what != fingerprint() or not any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    )


def reach(wanted):
    """Fetch the head of the archive, as apt would, before anything is changed."""
    url = wanted.get("url") or first_release_file()
    with tempfile.TemporaryDirectory() as folder:
        shutil.chown(folder, "_apt")  # apt fetches as this user
        target = f"{folder}/InRelease"
        done = run("/usr/lib/apt/apt-helper", *BRISK, "download-file", url, target) if url else None
        said = (done.stdout + done.stderr).strip().splitlines() if done else []
        head = read(target)
    ok = not done or (done.returncode == 0 and head.startswith(SIGNED))
    said = [] if ok else complaints(said)
    if not ok and (done.returncode == 0 or answers_otherwise(url)):
        said.insert(0, "the answer is not a package mirror's")
    return {"ok": ok, "url": url, "said": said}


def answers_otherwise(url):
    """Whether something answers there, but not a package mirror: a captive portal's page.

    apt says many things of a portal, "Undetermined Error" among them.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        return False
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 http only, see above
            return not answer.read(len(SIGNED)).decode("utf-8", "replace").startswith(SIGNED)
    except (OSError, ValueError, http.client.HTTPException):
        return False


def first_release_file():
    """The first list that apt itself would fetch; empty when it names none."""
    uris = re.findall(r"^'([^']+/InRelease)'", run("apt-get", "--print-uris", "update").stdout, re.MULTILINE)
    return uris[0] if uris else ""


def complaints(lines):
    """The lines in which apt complains; all of them when none does."""
    bad = [line for line in lines if re.match(r"\s*(E:|W:|Err:)", line)]
    return (bad or lines)[-8:]


def refresh(_):
    """Fetch the package lists. A source that cannot be read is an error, as is a refused connection."""
    deadline = time.monotonic() + PATIENCE
    waited = ""
    while True:
        waited, held = wait_for("/var/lib/apt/lists/lock")
        done = run("apt-get", "--quiet", "--error-on=any", "update")
        locked = "Could not get lock" in done.stderr and time.monotonic() < deadline
        if done.returncode == 0 or held or not locked:
            break
        time.sleep(2)
    if done.returncode == 0:
        STAMP.parent.mkdir(parents=True, exist_ok=True)
        STAMP.write_text(f"{int(time.time())} {fingerprint()}\n", "utf-8")
    said = [] if done.returncode == 0 else complaints((done.stdout + done.stderr).splitlines())
    return {"ok": done.returncode == 0, "waited": waited, "said": said}


# --- the look ---------------------------------------------------------------------------------


def installed(*packages):
    """Those of the packages that are installed."""
    lines = run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages).stdout.splitlines()
    return [line.split()[0] for line in lines if line.endswith(" installed")]


def look(wanted):
    """Everything the tasks need to know, at once."""
    owned = wanted["owned"]
    change = owned and read(SOURCES) != wanted["sources"]
    return {
        "epoch": time.time(),
        "container": run("systemd-detect-virt", "--container", "--quiet").returncode == 0,
        "unfinished": unfinished(),
        "sources_change": change,
        "strays": strays(wanted) if owned else [],
        "lists_due": lists_are_due() or change,
        "time_daemon": (installed(*TIME_DAEMONS) or [""])[0],
        "python_apt": bool(installed("python3-apt")),
    }


if __name__ == "__main__":
    verbs = {"look": look, "repair": repair, "reach": reach, "refresh": refresh}
    print(json.dumps(verbs[sys.argv[1]](json.loads(sys.argv[2]))))
