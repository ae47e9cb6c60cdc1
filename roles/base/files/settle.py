# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a machine's name, language, time and updates is not yet as promised.

Runs on the machine, read from standard input: ``python3 - JSON``.  Prints one
JSON document.  Standard library only.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TIMERS = ("apt-daily.timer", "apt-daily-upgrade.timer")
CACHED_KEYMAP = "/etc/console-setup/cached_UTF-8_del.kmap.gz"


def run(*words):
    """Run a program to its end, in English; one that is missing fails with 127, as in a shell."""
    english = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(words, env=english, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 127, "", "")


def read(path):
    """The text of a file; empty when there is none."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def hosts(name):
    """/etc/hosts with the machine's own name at 127.0.1.1 (Debian reference, 5.1.1), the rest kept.

    Without that line sudo waits for a name server at every call.
    """
    text = read("/etc/hosts") or "127.0.0.1\tlocalhost\n"
    line = f"127.0.1.1\t{name}"
    if re.search(r"(?m)^127\.0\.1\.1\s", text):
        first = iter([line])
        return re.sub(r"(?m)^127\.0\.1\.1\s.*\n?", lambda _: next(first, "") and line + "\n", text)
    return re.sub(r"(?m)^(127\.0\.0\.1\s.*)$", lambda found: found[0] + "\n" + line, text, count=1)


def locale_gen(locale):
    """/etc/locale.gen with the locale in use, the rest kept; locale.gen(5)."""
    wanted = "{} {}".format(locale, locale.partition(".")[2] or "UTF-8")
    text = read("/etc/locale.gen")
    if re.search(rf"(?m)^{re.escape(wanted)}\s*$", text):
        return text
    commented = rf"(?m)^#\s*{re.escape(wanted)}\s*$"
    if re.search(commented, text):
        return re.sub(commented, wanted, text, count=1)
    return text + ("" if not text or text.endswith("\n") else "\n") + wanted + "\n"


def has_locale(locale):
    """Whether the C library has the locale; it writes UTF-8 as utf8."""
    plain = [name.lower().replace("-", "") for name in run("locale", "-a").stdout.split()]
    return locale.lower().replace("-", "") in plain


def keymap_is_stale():
    """Whether the console's keymap, loaded at start, is not what /etc/default/keyboard asks for."""
    with tempfile.NamedTemporaryFile() as fresh:
        done = run("setupcon", "--keyboard-only", "--save-keyboard", fresh.name)
        if done.returncode != 0:
            return False
        try:
            with gzip.open(fresh.name) as wanted, gzip.open(CACHED_KEYMAP) as cached:
                return wanted.read() != cached.read()
        except (OSError, EOFError):
            return True


def timers_off():
    """The timers of the daily updates that do not run."""
    return [
        timer
        for timer in TIMERS
        if run("systemctl", "is-enabled", timer).stdout.strip() not in ("enabled", "static")
        or run("systemctl", "is-active", "--quiet", timer).returncode != 0
    ]


def look(wanted):
    """Everything the tasks need to know, at once."""
    name, zone = wanted["name"], Path("/usr/share/zoneinfo", wanted["zone"])
    return {
        "name_differs": read("/etc/hostname").strip() != name or os.uname().nodename != name,
        "hosts": hosts(name),
        "locale_gen": locale_gen(wanted["locale"]),
        "locale_missing": not has_locale(wanted["locale"]),
        "zone_differs": Path("/etc/localtime").resolve() != zone.resolve(),
        "zone_exists": zone.is_file(),
        "keymap_stale": keymap_is_stale(),
        "timers_off": timers_off(),
        "timesyncd_off": run("systemctl", "is-enabled", "systemd-timesyncd").stdout.strip() == "disabled",
    }


if __name__ == "__main__":
    print(json.dumps(look(json.loads(sys.argv[1]))))
