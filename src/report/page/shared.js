// What the parts share: the round looked at and the choices, which the address stores.
// A part draws what there is each time that it is given data: once in a report, again and again while runs grow.
const shared = { round: 0, parts: new Map(), why: null, pending: false, source: null, writing: null, contrast: null, past: {} };
const address = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

// Stores a choice in the address: a text or a list of texts.
function keep(name, value) {
  address.delete(name);
  for (const one of Array.isArray(value) ? value : [value]) address.append(name, one);
  shared.writing ??= setTimeout(writeAddress, 100);
}

// Writes the address at most ten times a second, because browsers refuse one that changes with every frame.
function writeAddress() {
  shared.writing = null;
  try {
    history.replaceState(null, "", `#${address}`);
  } catch {
    // A page inside another page cannot change its address.
  }
}

// Shows a round in every part: at once in the part where it was chosen, then in the others.
function look(round, source = null) {
  shared.round = round;
  shared.source = source;
  if (source) source();
  if (shared.pending) return;
  shared.pending = true;
  // A timer is used because frames are not drawn while the page is hidden.
  setTimeout(() => {
    shared.pending = false;
    keep("round", shared.data.rounds[shared.round]);
    for (const draw of shared.parts.values()) if (draw !== shared.source) draw();
  }, 16);
}

// Gives all parts data. The round looked at stays, and is the last one if no other was chosen. Of runs that still grow only
// the curves are drawn.
function showData(data, growing = false) {
  shared.data = data;
  const chosen = address.get("round");
  const wanted = chosen === null ? -1 : data.rounds.indexOf(Number(chosen));
  shared.round = wanted < 0 ? data.rounds.length - 1 : wanted;
  // Curves are of all runs, single rounds of one.
  for (const place of document.querySelectorAll(".which")) place.textContent = data.runs_all > 1 ? `run ${data.runs[0]}, one of ${data.runs_all}; the others may differ` : `run ${data.runs[0]}`;
  // "Why" comes before the rounds, because their events open it.
  for (const [id, part, has] of [["drift", driftPart, true], ["why", whyPart, data.why], ["rounds", roundsPart, data.relations]]) {
    const section = byId(id);
    if (!section || (growing && id !== "drift")) continue;
    section.hidden = !has;
    if (has) part(data);
    else shared.parts.delete(id);
    // Reasons of other data do not open.
    if (!has && id === "why") shared.why = null;
  }
}

// Applies the choices of the address.
function beginShared() {
  for (const link of document.querySelectorAll("nav a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      keep("at", link.hash.slice(1));
      const section = byId(link.hash.slice(1));
      section.scrollIntoView();
      // The tab key goes on from there.
      section.tabIndex = -1;
      section.focus({ preventScroll: true });
    });
  }
  // Another address was typed or chosen from the history.
  window.addEventListener("hashchange", () => {
    clearTimeout(shared.writing);
    if (location.hash.includes("=")) location.reload();
  });
}
