// What the parts share: the round looked at and the choices, which the address stores.
const shared = { round: 0, parts: [], why: null, pending: false };
const address = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

// Stores a choice in the address: a text or a list of texts.
function keep(name, value) {
  address.delete(name);
  for (const one of Array.isArray(value) ? value : [value]) address.append(name, one);
  try {
    history.replaceState(null, "", `#${address}`);
  } catch {
    // A page inside another page cannot change its address.
  }
}

// Shows a round in every part: at once in the part where it was chosen, then in the others.
function look(round, source = null) {
  shared.round = round;
  if (source) source();
  if (shared.pending) return;
  shared.pending = true;
  // A timer is used because frames are not drawn while the page is hidden.
  setTimeout(() => {
    shared.pending = false;
    keep("round", shared.data.rounds[shared.round]);
    for (const draw of shared.parts) draw();
  }, 16);
}

// Applies the choices of the address.
function beginShared(data) {
  shared.data = data;
  const wanted = data.rounds.indexOf(Number(address.get("round") ?? NaN));
  shared.round = wanted < 0 ? data.rounds.length - 1 : wanted;
  for (const link of document.querySelectorAll("nav a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      keep("at", link.hash.slice(1));
      byId(link.hash.slice(1)).scrollIntoView();
    });
  }
  // Another address was typed or chosen from the history.
  window.addEventListener("hashchange", () => {
    if (location.hash.includes("=")) location.reload();
  });
}
