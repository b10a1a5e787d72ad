// Round by round: the network of ties and disputes, the map of governance, and what happened.
function roundsPart(data) {
  const slider = byId("round"), play = byId("play"), speed = byId("speed"), from = byId("ties-from");
  const network = byId("network"), map = byId("map");
  const rel = data.relations;
  const governance = data.governance.map(undo), power = data.power.map(undo), world = undo(data.world);
  const columns = {};
  for (const name of ["posture_a", "posture_b", "ties", "stage", "allied"]) columns[name] = rel[name].map(undo);
  slider.max = data.rounds.length - 1;
  slider.value = shared.round;
  const wanted = data.states.indexOf(address.get("chosen"));
  let chosen = wanted < 0 ? null : wanted;
  const ties = Array.from(from.options, (one) => one.value);
  if (ties.includes(address.get("ties"))) from.value = address.get("ties");

  const SIZE = 620, CENTRE = SIZE / 2, RADIUS = 170;
  const angles = (() => {
    const gaps = data.order.filter((one, k) => k > 0 && one.bloc !== data.order[k - 1].bloc).length + 1;
    const step = (2 * Math.PI) / (data.order.length + 0.8 * gaps);
    let place = 0.4;
    return data.order.map((one, k) => {
      if (k > 0 && one.bloc !== data.order[k - 1].bloc) place += 0.8;
      return (place++ + 0.5) * step - Math.PI / 2;
    });
  })();
  const spot = {};
  data.order.forEach((one, k) => (spot[one.state] = { angle: angles[k], x: CENTRE + RADIUS * Math.cos(angles[k]), y: CENTRE + RADIUS * Math.sin(angles[k]) }));

  function colour(state, round) {
    const value = governance[state][round];
    return value === MISSING ? "none" : diverge((2 * value) / 1000 - 1);
  }

  function choose(state) {
    chosen = chosen === state ? null : state;
    keep("chosen", chosen === null ? [] : data.states[chosen]);
    draw();
  }

  function pressable(element, state) {
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-pressed", String(chosen === state));
    element.style.cursor = "pointer";
    element.addEventListener("click", () => { choose(state); focusAgain(element.id); });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(state); focusAgain(element.id); }
    });
  }

  // The control that was pressed is drawn again and keeps the focus.
  function focusAgain(id) {
    const again = byId(id);
    if (again) again.focus();
  }

  function drawNetwork(round) {
    network.textContent = "";
    const root = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "group", "aria-label": `Network in ${when(data, round)}` }, network);
    const least = Number(from.value) * 1000;
    const layers = [[], [], []];
    rel.pairs.forEach(([a, b], pair) => {
      if (!spot[a] || !spot[b] || governance[a][round] === MISSING || governance[b][round] === MISSING) return;
      if (chosen !== null && a !== chosen && b !== chosen) return;
      const ties = columns.ties[pair][round], stage = columns.stage[pair][round];
      // Bent toward the centre, so that lines between neighbours do not overlap.
      const bend = (axis) => 0.45 * ((spot[a][axis] + spot[b][axis]) / 2) + 0.55 * CENTRE;
      const line = { d: `M${spot[a].x} ${spot[a].y}Q${bend("x")} ${bend("y")} ${spot[b].x} ${spot[b].y}`, fill: "none" };
      if (ties !== MISSING && ties >= least) layers[0].push({ ...line, stroke: "#9aa0a8", "stroke-width": (0.5 + (2.5 * ties) / 1000).toFixed(2), "stroke-opacity": 0.6 });
      if (columns.allied[pair][round] === 1) layers[1].push({ ...line, stroke: "#0072B2", "stroke-width": 3 });
      if (stage > 0) {
        const style = [null, { stroke: "#D55E00", "stroke-width": 1.5, "stroke-dasharray": "5 4" }, { stroke: "#D55E00", "stroke-width": 2.5 }, { stroke: "#6b3410", "stroke-width": 6 }][stage];
        layers[2].push({ ...line, ...style, "data-stage": stage });
      }
    });
    layers.flat().forEach((line) => svg("path", line, root));
    const greatest = Math.max(1, ...data.order.map((one) => power[one.state][round] || 0));
    const crowded = Math.max(5, Math.min(16, (Math.PI * RADIUS) / data.order.length));
    for (const { state } of data.order) {
      if (governance[state][round] === MISSING) continue;
      const { x, y, angle } = spot[state];
      const node = svg("g", { id: `node-${state}`, "aria-label": `${data.states[state]}, governance ${said(governance[state][round])}` }, root);
      const size = Math.max(0.35, Math.sqrt((power[state][round] || 0) / greatest)) * crowded;
      svg("circle", { cx: x, cy: y, r: size.toFixed(1), fill: colour(state, round), stroke: "#1e2024", "stroke-width": chosen === state ? 3 : 1 }, node);
      const turn = (angle * 180) / Math.PI;
      const flip = Math.cos(angle) < 0;
      const reach = RADIUS + crowded + 5;
      const tx = CENTRE + reach * Math.cos(angle), ty = CENTRE + reach * Math.sin(angle);
      svg("text", {
        x: tx, y: ty, "text-anchor": flip ? "end" : "start", "dominant-baseline": "central",
        transform: `rotate(${flip ? turn + 180 : turn} ${tx} ${ty})`,
        style: `font-size:${Math.min(13, (2 * Math.PI * RADIUS) / data.order.length * 0.8).toFixed(1)}px`,
      }, node, data.states[state].length > 18 ? data.states[state].slice(0, 17) + "…" : data.states[state]);
      pressable(node, state);
    }
  }

  function drawMap(round) {
    map.textContent = "";
    const root = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "group", "aria-label": `Map of governance in ${when(data, round)}` }, map);
    for (const tile of data.map) {
      const there = governance[tile.state][round] !== MISSING;
      const cell = svg("g", { id: `tile-${tile.state}` }, root);
      const box = { x: tile.x * SIZE, y: tile.y * SIZE, width: tile.size * SIZE - 3, height: tile.size * SIZE - 3 };
      svg("rect", { ...box, fill: there ? colour(tile.state, round) : "#fff", stroke: chosen === tile.state ? "#1e2024" : "#c3c7cd", "stroke-width": chosen === tile.state ? 3 : 1, "stroke-dasharray": there ? "" : "3 3" }, cell);
      const dark = there && Math.abs((2 * governance[tile.state][round]) / 1000 - 1) > 0.6;
      const name = data.states[tile.state], size = Math.min(13, tile.size * SIZE / 5);
      const fits = Math.floor((tile.size * SIZE - 8) / (size * 0.55));
      const style = `font-size:${size}px;fill:${dark ? "#fff" : "#1e2024"}`;
      const place = { x: box.x + box.width / 2, "text-anchor": "middle" };
      if (size >= 6) {
        svg("text", { ...place, y: box.y + box.height * 0.45, style }, cell, name.length > fits ? name.slice(0, Math.max(1, fits - 1)) + "…" : name);
        if (there) svg("text", { ...place, y: box.y + box.height * 0.45 + size * 1.3, style }, cell, (governance[tile.state][round] / 1000).toFixed(2));
      }
      svg("title", {}, cell, `${name}: ${there ? said(governance[tile.state][round]) : "not in the world"}`);
      cell.setAttribute("aria-label", there ? `${name}, governance ${said(governance[tile.state][round])}` : `${name}, not in the world`);
      pressable(cell, tile.state);
    }
  }

  function tell(round) {
    const text = byId("round-state");
    text.textContent = "";
    const [disputes, crises, wars] = data.open[round];
    text.append(`${count(data.present[round], "state")}, mean governance ${said(world[round])}; `);
    text.append(`open: ${count(disputes, "dispute")}, ${crises === 1 ? "1 crisis" : `${crises} crises`}, ${count(wars, "war")}. `);
    if (chosen !== null && governance[chosen][round] !== MISSING) {
      text.append(`${data.states[chosen]}: governance `);
      html("b", text, said(governance[chosen][round])).id = "chosen-governance";
      const toward = rel.pairs.flatMap(([a, b], pair) => {
        const side = a === chosen ? "posture_a" : b === chosen ? "posture_b" : null;
        return side && columns[side][pair][round] !== MISSING ? [[a === chosen ? b : a, columns[side][pair][round]]] : [];
      }).sort((one, other) => one[1] - other[1]);
      const list = (some) => some.map(([state, posture]) => `${data.states[state]} ${said(posture, true)}`).join(", ");
      const hostile = toward.filter(([, posture]) => posture < 0).slice(0, 3);
      const warm = toward.filter(([, posture]) => posture > 0).slice(-3).reverse();
      text.append(hostile.length ? `; most hostile toward ${list(hostile)}` : "; hostile toward no state");
      text.append(warm.length ? `; warmest toward ${list(warm)}.` : "; warm toward no state.");
    } else if (chosen !== null) text.append(`${data.states[chosen]} is not in the world.`);
    const events = byId("round-events");
    events.textContent = "";
    const since = round > 0 ? data.rounds[round - 1] + 1 : data.rounds[round];
    byId("round-span").textContent = since < data.rounds[round] ? `What happened in rounds ${since} to ${data.rounds[round]}` : "What happened";
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

  function draw() {
    const round = shared.round;
    slider.value = round;
    byId("round-name").textContent = when(data, round);
    slider.setAttribute("aria-valuetext", when(data, round));
    drawNetwork(round);
    drawMap(round);
    tell(round);
  }

  function stop() {
    clearTimeout(shared.timer);
    shared.timer = null;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "Play";
  }
  play.onclick = () => {
    if (shared.timer) return stop();
    if (shared.round === data.rounds.length - 1) shared.round = 0;
    play.setAttribute("aria-pressed", "true");
    play.textContent = "Pause";
    // The data may be others by the next step.
    const step = () => {
      const last = shared.data.rounds.length - 1;
      look(Math.min(shared.round + 1, last), shared.parts.get("rounds"));
      if (shared.round >= last) stop();
      else shared.timer = setTimeout(step, 1000 / Number(speed.value));
    };
    shared.timer = setTimeout(step, 1000 / Number(speed.value));
    look(shared.round, draw);
  };
  slider.oninput = () => look(Number(slider.value), draw);
  const beside = (step) => () => look(Math.min(data.rounds.length - 1, Math.max(0, shared.round + step)), draw);
  byId("back").onclick = beside(-1);
  byId("step").onclick = beside(1);
  from.onchange = () => { keep("ties", from.value); draw(); };
  shared.parts.set("rounds", draw);
  draw();
}
