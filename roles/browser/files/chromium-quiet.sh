# Made by salle, role browser: change the site, not this file.
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Chromium asks Google what each form on a page is for, whatever the policy AutofillSettings says (seen with
# 156). The policies that stopped it are deprecated, so it is switched off here.
export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --disable-features=AutofillServerCommunication"
