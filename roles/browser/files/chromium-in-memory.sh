# Made by salle, role browser: change the site, not this file.
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# /usr/bin/chromium reads this before it starts. What Chromium writes is kept in the memory of this
# login session, and removed when its last window is closed; logging out or a power cut removes it too.
# The first Chromium of a session waits here for its own end; the others hand over to it.
# This file may not leave: sourced by /bin/sh, with the arguments of /usr/bin/chromium.

salle_memory=${XDG_RUNTIME_DIR-}
if [ ! -d "$salle_memory" ] || [ ! -w "$salle_memory" ]; then
  # no login session: memory still, in a folder of this person's own
  salle_memory=/dev/shm/salle-$(id -u)
  mkdir -m 700 "$salle_memory" 2>/dev/null
  if [ -L "$salle_memory" ] || [ ! -O "$salle_memory" ]; then
    echo "chromium: $salle_memory belongs to somebody else" >&2
    exit 1
  fi
fi
salle_profile=$salle_memory/salle-chromium
export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --user-data-dir=$salle_profile"

salle_forget() { # renamed first: who starts meanwhile finds a fresh one
  [ ! -e "$salle_profile" ] || mv "$salle_profile" "$salle_profile.old.$$"
  for _ in 1 2 3; do rm -rf "$salle_profile".old.* 2>/dev/null && break; done
}

if [ "${SALLE_CHROMIUM-}" = 1 ]; then
  unset SALLE_CHROMIUM # else a program that Chromium opens would pass it on
elif exec 9>"$salle_profile.lock" && flock -n 9; then
  # Chromium inherits the lock, and keeps it should this shell be killed
  salle_forget
  mkdir -m 700 "$salle_profile" "$salle_profile/Dictionaries"
  for salle_dictionary in /usr/share/salle/chromium/dictionaries/*.bdic; do
    [ ! -e "$salle_dictionary" ] || ln -s "$salle_dictionary" "$salle_profile/Dictionaries/"
  done
  SALLE_CHROMIUM=1 /usr/bin/chromium "$@" &
  salle_chromium=$!
  trap 'kill -TERM "$salle_chromium" 2>/dev/null' TERM HUP INT
  salle_code=0
  while kill -0 "$salle_chromium" 2>/dev/null; do
    wait "$salle_chromium"
    salle_code=$?
  done
  salle_forget
  exit "$salle_code"
fi
