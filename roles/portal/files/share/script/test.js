// SPDX-FileCopyrightText: 2026 The salle authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Does this browser talk to the tracker? Tried, not assumed; again every few seconds, for a blocker that
// is still getting ready.
"use strict";
const place = document.getElementById("test");
const attempt = () => {
  const picture = new Image();
  const tell = (text, kind) => {
    if (place.textContent !== text) {
      place.textContent = text;
      place.className = `verdict ${kind}`;
    }
    setTimeout(attempt, 3000);
  };
  picture.onload = () => tell(place.dataset.reached, "followed");
  picture.onerror = () => tell(place.dataset.blocked, "nothing");
  picture.src = `${place.dataset.test}?${Date.now()}`;
};
attempt();
