// SPDX-FileCopyrightText: 2026 The salle authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a part of the page anew when the server says something else about it.
"use strict";
for (const place of document.querySelectorAll("[data-live]")) {
  let shown = null;
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.live);
        const told = answer.ok ? await answer.text() : shown;
        if (told !== null && told !== shown) {
          place.innerHTML = told; // our own server's, escaped there
          shown = told;
        }
      } catch {
        // the server was away for a moment; the next look finds it
      }
    }
    setTimeout(look, 1000);
  };
  look();
}
