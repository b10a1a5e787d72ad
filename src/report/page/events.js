// What happened in a round, in words.

// The state of the world, and the chosen state's governance and the postures of others toward it.
function tellState(data, rel, round, chosen) {
  const text = byId("round-state");
  text.textContent = "";
  const [disputes, crises, wars] = data.open[round];
  text.append(`${count(data.present[round], "state")}, mean governance ${said(rel.world[round])}; `);
  text.append(`open: ${count(disputes, "dispute")}, ${crises === 1 ? "1 crisis" : `${crises} crises`}, ${count(wars, "war")}. `);
  if (chosen === null) return;
  if (rel.governance[chosen][round] === MISSING) return text.append(`${data.states[chosen]} is not in the world.`);
  text.append(`${data.states[chosen]}: governance `);
  html("b", text, said(rel.governance[chosen][round])).id = "chosen-governance";
  const toward = rel.pairs.flatMap(([a, b], pair) => {
    const side = a === chosen ? "posture_a" : b === chosen ? "posture_b" : null;
    return side && rel[side][pair][round] !== MISSING ? [[a === chosen ? b : a, rel[side][pair][round]]] : [];
  }).sort((one, other) => one[1] - other[1]);
  const list = (some) => some.map(([state, posture]) => `${data.states[state]} ${said(posture, true)}`).join(", ");
  const hostile = toward.filter(([, posture]) => posture < 0).slice(0, 3);
  const warm = toward.filter(([, posture]) => posture > 0).slice(-3).reverse();
  text.append(hostile.length ? `; most hostile toward ${list(hostile)}` : "; hostile toward no state");
  text.append(warm.length ? `; warmest toward ${list(warm)}.` : "; warm toward no state.");
}

// The events, of the chosen state alone if there is one. An event whose reasons are known opens them.
function tellEvents(data, round, chosen) {
  const events = byId("round-events");
  events.textContent = "";
  const since = round > 0 ? data.rounds[round - 1] + 1 : data.rounds[round];
  write(byId("round-span"), since < data.rounds[round] ? `What happened in rounds ${since} to ${data.rounds[round]}` : "What happened");
  // Events name any state of the world, by its index among all states.
  const wanted = chosen === null ? null : data.shown[chosen];
  for (const event of data.events[round]) {
    if (typeof event === "number") {
      html("li", events, `and ${event} more`);
      continue;
    }
    const [kind, a, b, what] = event;
    if (wanted !== null && a !== wanted && b !== wanted) continue;
    const words = data.kinds[kind].replaceAll("_", " ");
    const line = `${words}: ${data.everybody[a]}${b === null ? "" : ` – ${data.everybody[b]}`}${what ? ` (${what})` : ""}`;
    const open = shared.why && shared.why(data.shown.indexOf(a), b === null ? -1 : data.shown.indexOf(b));
    if (open) {
      const button = html("button", html("li", events), line);
      button.type = "button";
      button.title = "Why";
      button.addEventListener("click", open);
    } else html("li", events, line);
  }
  if (!events.children.length) html("li", events, "no events of the kinds listed here");
}
