// The network of ties, alliances and disputes. Its shapes are made once for the data. A round changes what differs from
// the round before and leaves the rest, so that a moved slider is followed at once.
const PICTURE = 620;

// The colour of a state's governance.
function governanceColour(value) {
  return value === MISSING ? "none" : diverge((2 * value) / 1000 - 1);
}

// The places of states on a circle, with a gap between blocs.
function circleOf(order) {
  const CENTRE = PICTURE / 2, RADIUS = 170;
  const gaps = order.filter((one, k) => k > 0 && one.bloc !== order[k - 1].bloc).length + 1;
  const step = (2 * Math.PI) / (order.length + 0.8 * gaps);
  const spots = {};
  let place = 0.4;
  order.forEach((one, k) => {
    if (k > 0 && one.bloc !== order[k - 1].bloc) place += 0.8;
    const angle = (place++ + 0.5) * step - Math.PI / 2;
    spots[one.state] = { angle, x: CENTRE + RADIUS * Math.cos(angle), y: CENTRE + RADIUS * Math.sin(angle) };
  });
  // The greatest radius of a circle that leaves room for its neighbours, and the greatest size of letters.
  const crowded = Math.max(5, Math.min(16, (Math.PI * RADIUS) / order.length));
  const letters = Math.min(13, ((2 * Math.PI * RADIUS) / order.length) * 0.8).toFixed(1);
  // Bent toward the centre, so that lines between neighbours do not overlap.
  const line = (a, b) => {
    const [from, to] = [spots[a], spots[b]];
    const bend = (axis) => 0.45 * ((from[axis] + to[axis]) / 2) + 0.55 * CENTRE;
    return `M${from.x} ${from.y}Q${bend("x")} ${bend("y")} ${to.x} ${to.y}`;
  };
  const label = ({ angle }) => {
    const turn = (angle * 180) / Math.PI, flip = Math.cos(angle) < 0, reach = RADIUS + crowded + 5;
    const x = CENTRE + reach * Math.cos(angle), y = CENTRE + reach * Math.sin(angle);
    const transform = `rotate(${flip ? turn + 180 : turn} ${x} ${y})`;
    return { x, y, "text-anchor": flip ? "end" : "start", "dominant-baseline": "central", transform, style: `font-size:${letters}px` };
  };
  return { spots, crowded, line, label };
}

// The line of a pair in each layer: ties, alliances, disputes. Null where nothing is drawn.
function lineStyles(rel) {
  const ALLIED = { stroke: "#0072B2", "stroke-width": 3 };
  const STAGES = [
    null,
    { stroke: "#D55E00", "stroke-width": 1.5, "stroke-dasharray": "5 4", "data-stage": 1 },
    { stroke: "#D55E00", "stroke-width": 2.5, "stroke-dasharray": null, "data-stage": 2 },
    { stroke: "#6b3410", "stroke-width": 6, "stroke-dasharray": null, "data-stage": 3 },
  ];
  const tie = (pair, round, least) => {
    const ties = rel.ties[pair][round];
    if (ties === MISSING || ties < least) return null;
    return { stroke: "#9aa0a8", "stroke-width": (0.5 + (2.5 * ties) / 1000).toFixed(2), "stroke-opacity": 0.6 };
  };
  const allied = (pair, round) => (rel.allied[pair][round] === 1 ? ALLIED : null);
  const dispute = (pair, round) => STAGES[rel.stage[pair][round] ?? 0];
  return [tie, allied, dispute];
}

// Makes the network and returns the function that draws a round of it.
function networkOf(data, rel, place, pressable) {
  const { spots, crowded, line, label } = circleOf(data.order);
  place.textContent = "";
  const root = svg("svg", { viewBox: `0 0 ${PICTURE} ${PICTURE}`, role: "group" }, place);
  const nodes = data.order.map(({ state }) => {
    const { x, y } = spots[state], name = data.states[state];
    const group = svg("g", { id: `node-${state}` });
    const circle = svg("circle", { cx: x, cy: y, stroke: "#1e2024" }, group);
    svg("text", label(spots[state]), group, name.length > 18 ? name.slice(0, 17) + "…" : name);
    pressable(group, state);
    return { state, group, circle };
  });
  // A line is made when it is first needed, because most pairs never have one.
  const pairs = rel.pairs.map(([a, b], pair) => ({ a, b, pair, lines: [null, null, null] })).filter(({ a, b }) => spots[a] && spots[b]);
  const styles = lineStyles(rel);

  return (round, chosen, least) => {
    put(root, "aria-label", `Network in ${when(data, round)}`);
    const there = (state) => rel.governance[state][round] !== MISSING;
    const greatest = Math.max(1, ...nodes.map(({ state }) => rel.power[state][round] || 0));
    // From the last shape to the first, so that a new one is put before the one that follows it.
    let next = null;
    const show = (shape) => {
      if (!shape.parentNode) root.insertBefore(shape, next);
      next = shape;
    };
    for (let k = nodes.length - 1; k >= 0; k--) {
      const { state, group, circle } = nodes[k], value = rel.governance[state][round];
      if (!there(state)) {
        group.remove();
        continue;
      }
      put(group, "aria-label", `${data.states[state]}, governance ${said(value)}`);
      put(group, "aria-pressed", chosen === state);
      put(circle, "r", (Math.max(0.35, Math.sqrt((rel.power[state][round] || 0) / greatest)) * crowded).toFixed(1));
      put(circle, "fill", governanceColour(value));
      put(circle, "stroke-width", chosen === state ? 3 : 1);
      show(group);
    }
    for (let layer = styles.length - 1; layer >= 0; layer--) {
      for (let k = pairs.length - 1; k >= 0; k--) {
        const { a, b, pair, lines } = pairs[k];
        const seen = there(a) && there(b) && (chosen === null || a === chosen || b === chosen);
        const style = seen ? styles[layer](pair, round, least) : null;
        if (!style) {
          if (lines[layer]) lines[layer].remove();
          continue;
        }
        const path = (lines[layer] ??= svg("path", { d: line(a, b), fill: "none" }));
        for (const name in style) put(path, name, style[name]);
        show(path);
      }
    }
  };
}
