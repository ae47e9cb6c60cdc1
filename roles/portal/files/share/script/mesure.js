// SPDX-FileCopyrightText: 2026 The salle authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The tracker's script: a few lines on a page of somebody else, and the tracker hears of every reading.
"use strict";
(() => {
  const own = new URL(document.currentScript.src);
  const point = new URL("/point.gif", own);
  point.searchParams.set("vue", own.searchParams.get("vue"));
  point.searchParams.set("ecran", `${screen.width}x${screen.height}`);
  new Image().src = point;
})();
