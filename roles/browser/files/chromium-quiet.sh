# Made by salle, role browser: change the site, not this file.
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# /usr/bin/chromium reads this before it starts, after the file "extensions" of Debian.

# Debian's file names all extensions that packages brought. One with an old manifest, such as Debian's uBlock
# Origin, opens a window with an error at each start, before any other: only the others are named.
salle_flags=${CHROMIUM_FLAGS%% --load-extension=*}
if [ "$salle_flags" != "$CHROMIUM_FLAGS" ]; then
  salle_extensions=
  for salle_manifest in /usr/share/chromium/extensions/*/manifest.json; do
    if grep -qs '"manifest_version": *3' "$salle_manifest"; then
      salle_extensions="$salle_extensions,${salle_manifest%/manifest.json}"
    fi
  done
  CHROMIUM_FLAGS="$salle_flags${salle_extensions:+ --load-extension=${salle_extensions#,}}"
fi

# Chromium asks Google what each form on a page is for, whatever the policy AutofillSettings says (seen with
# 156). The policies that stopped it are deprecated, so it is switched off here.
export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --disable-features=AutofillServerCommunication"
