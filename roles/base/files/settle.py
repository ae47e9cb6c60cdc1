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

TIMERS = ("apt-daily.timer", "apt-daily-upgrade.timer")
CACHED_KEYMAP = "/etc/console-setup/cached_UTF-8_del.kmap.gz"


def run(*words):
    """Run a program to its end; its output is in English."""
    return subprocess.run(
        words, env={**os.environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def read(path):
    """The text of a file; empty when there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def hosts(name):
    """/etc/hosts with the machine's own name at 127.0.1.1 (Debian reference, 5.1.1), the rest kept.

    Without that line sudo waits for a name server at every call.
    """
    text = read("/etc/hosts") or "127.0.0.1\tlocalhost\n"
    line = "127.0.1.1\t%s" % name
    if re.search(r"(?m)^127\.0\.1\.1\s", text):
        first = iter([line])
        text = re.sub(r"(?m)^127\.0\.1\.1\s.*\n?", lambda _: next(first, "") and line + "\n", text)
        return text
    return re.sub(r"(?m)^(127\.0\.0\.1\s.*)$", lambda found: found[0] + "\n" + line, text, count=1)


def locale_gen(locale):
    """/etc/locale.gen with the locale in use, the rest kept; locale.gen(5)."""
    wanted = "%s %s" % (locale, locale.partition(".")[2] or "UTF-8")
    text = read("/etc/locale.gen")
    if re.search(r"(?m)^%s\s*$" % re.escape(wanted), text):
        return text
    commented = r"(?m)^#\s*%s\s*$" % re.escape(wanted)
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
    return {
        "name_differs": read("/etc/hostname").strip() != wanted["name"] or os.uname().nodename != wanted["name"],
        "hosts": hosts(wanted["name"]),
        "locale_gen": locale_gen(wanted["locale"]),
        "locale_missing": not has_locale(wanted["locale"]),
        "zone_differs": os.path.realpath("/etc/localtime") != os.path.realpath("/usr/share/zoneinfo/" + wanted["zone"]),
        "zone_exists": os.path.isfile("/usr/share/zoneinfo/" + wanted["zone"]),
        "keymap_stale": keymap_is_stale(),
        "timers_off": timers_off(),
        "timesyncd_off": run("systemctl", "is-enabled", "systemd-timesyncd").stdout.strip() == "disabled",
    }


if __name__ == "__main__":
    print(json.dumps(look(json.loads(sys.argv[1]))))
