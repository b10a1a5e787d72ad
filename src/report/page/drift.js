// Governance drift: chosen states, one measure, medians with bands or single runs; values by pointer or arrow keys.
function driftPart(data) {
  const chart = byId("drift-chart"), values = byId("drift-values");
  const measure = byId("drift-measure"), show = byId("drift-show"), runs = byId("drift-runs");
  data.measures.forEach((one, at) => option(measure, at, one.label, at === 0));
  data.runs.forEach((run, at) => option(runs, at, `run ${run}`, at < 3));
  const boxes = data.states.map((name, state) => {
    const label = html("label", byId("drift-states"));
    const box = html("input", label);
    box.type = "checkbox";
    box.checked = data.foremost.includes(state);
    box.addEventListener("change", draw);
    label.append(name);
    return box;
  });
  if (data.runs.length < 2) show.querySelector("[value=bands]").textContent = "the one run";
  let at = data.years.length - 1;
  let lines = [];

  // As wide as there is room, so that letters keep their size on a narrow screen.
  let WIDTH = 900;
  const HEIGHT = 420, LEFT = 56, RIGHT = 130, TOP = 12, BOTTOM = 44;
  const first = data.years[0], last = data.years[data.years.length - 1];
  const x = (year) => LEFT + ((year - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  let low = 0, high = 1;
  const y = (value) => HEIGHT - BOTTOM - ((value / 1000 - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);

  function path(series) {
    let text = "", open = false;
    series.forEach((value, round) => {
      if (value === MISSING) open = false;
      else {
        text += `${open ? "L" : "M"}${x(data.years[round]).toFixed(1)} ${y(value).toFixed(1)}`;
        open = true;
      }
    });
    return text;
  }

  function band(root, lower, upper, colour, opacity) {
    let piece = [];
    const close = () => {
      if (piece.length > 1) {
        const there = piece.map((k) => `${x(data.years[k]).toFixed(1)},${y(upper[k]).toFixed(1)}`);
        const back = piece.slice().reverse().map((k) => `${x(data.years[k]).toFixed(1)},${y(lower[k]).toFixed(1)}`);
        svg("polygon", { points: there.concat(back).join(" "), fill: colour, "fill-opacity": opacity }, root);
      }
      piece = [];
    };
    lower.forEach((value, k) => (value === MISSING ? close() : piece.push(k)));
    close();
  }

  function axes(root, chosen) {
    const about = data.measures[measure.value];
    let ends = [about.low, about.high];
    if (about.low === null) {
      const all = lines.flatMap((line) => line.series.concat(line.bands ? line.bands[0].concat(line.bands[3]) : []));
      const there = all.filter((value) => value !== MISSING);
      ends = there.length ? [Math.min(0, ...there.map((v) => v / 1000)), Math.max(...there.map((v) => v / 1000)) * 1.05] : [0, 1];
      if (ends[1] <= ends[0]) ends[1] = ends[0] + 1;
    }
    [low, high] = ends;
    for (let k = 0; k <= 5; k++) {
      const value = low + ((high - low) * k) / 5;
      const height = y(value * 1000);
      svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: height, y2: height, stroke: "#e4e6ea" }, root);
      svg("text", { x: LEFT - 8, y: height + 4, "text-anchor": "end" }, root, Math.abs(high) >= 100 ? value.toFixed(0) : value.toFixed(1).replace("-", "−"));
    }
    const steps = Math.min(Math.floor((WIDTH - LEFT - RIGHT) / 90), data.years.length - 1) || 1;
    for (let k = 0; k <= steps; k++) {
      const round = Math.round(((data.years.length - 1) * k) / steps);
      svg("text", { x: x(data.years[round]), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle" }, root, data.years[round]);
    }
    svg("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, root, data.clock);
    svg("text", { x: 14, y: HEIGHT / 2, "text-anchor": "middle", transform: `rotate(-90 14 ${HEIGHT / 2})` }, root, about.unit);
    for (const mark of data.marks.filter((one) => one.states.some((state) => chosen.includes(state)))) {
      const place = x(mark.year);
      const line = svg("line", { x1: place, x2: place, y1: TOP, y2: HEIGHT - BOTTOM, stroke: "#5a5f68", "stroke-dasharray": "3 4" }, root);
      svg("title", {}, line, `${mark.name} (${mark.year})`);
    }
  }

  function draw() {
    WIDTH = Math.max(340, Math.min(1140, chart.clientWidth || 900));
    const chosen = boxes.flatMap((box, state) => (box.checked ? [state] : []));
    const single = show.value === "runs";
    byId("drift-runs-label").hidden = !single;
    const shown = Array.from(runs.selectedOptions, (one) => Number(one.value));
    const kind = Number(measure.value);
    lines = chosen.flatMap((state, n) => {
      const style = { colour: COLOURS[n % COLOURS.length], dash: DASHES[Math.floor(n / COLOURS.length) % DASHES.length] };
      if (!single) {
        const bands = data.bands[kind][state].map(undo);
        return [{ name: data.states[state], series: bands[2], bands, ...style }];
      }
      return shown.map((run, k) => ({
        name: `${data.states[state]}, run ${data.runs[run]}`,
        series: undo(data.values[kind][run][state]),
        colour: style.colour,
        dash: DASHES[k % DASHES.length],
      }));
    });
    chart.textContent = "";
    const root = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${data.measures[kind].label} of chosen states over time` }, chart);
    axes(root, chosen);
    for (const line of lines) {
      if (line.bands && data.runs_all > 1 && lines.length <= 6) {
        band(root, line.bands[0], line.bands[4], line.colour, 0.13);
        band(root, line.bands[1], line.bands[3], line.colour, 0.22);
      }
    }
    for (const line of lines) {
      svg("path", { d: path(line.series), fill: "none", stroke: line.colour, "stroke-width": 2.2, "stroke-dasharray": line.dash, "data-series": line.name }, root);
    }
    names(root);
    svg("line", { id: "drift-cursor", y1: TOP, y2: HEIGHT - BOTTOM, stroke: "#1e2024" }, root);
    read();
  }

  // Names at the right ends, moved apart.
  function names(root) {
    const ends = lines
      .map((line) => ({ line, value: line.series.findLast((value) => value !== MISSING) }))
      .filter((end) => end.value !== undefined)
      .map((end) => ({ ...end, place: y(end.value) }))
      .sort((a, b) => a.place - b.place);
    const room = Math.min(16, (HEIGHT - TOP - BOTTOM) / Math.max(1, ends.length));
    let floor = TOP;
    ends.forEach((end) => (floor = end.place = Math.max(end.place, floor + room)));
    let ceiling = HEIGHT - BOTTOM;
    ends.slice().reverse().forEach((end) => (ceiling = (end.place = Math.min(end.place, ceiling)) - room));
    for (const { line, place } of ends) {
      const text = line.name.length > 20 ? line.name.slice(0, 19) + "…" : line.name;
      svg("text", { x: WIDTH - RIGHT + 6, y: place + 4, style: `fill:${line.colour};font-size:${Math.min(13, room)}px` }, root, text);
    }
  }

  function read() {
    const cursor = byId("drift-cursor");
    cursor.setAttribute("x1", x(data.years[at]));
    cursor.setAttribute("x2", x(data.years[at]));
    values.textContent = "";
    values.append(`${when(data, at)}: `);
    if (!lines.length) values.append("choose a state, and a run where single runs are shown");
    lines.forEach((line, n) => {
      if (n) values.append("; ");
      values.append(`${line.name} `);
      const bold = html("b", values, said(line.series[at]));
      bold.dataset.value = line.name;
      if (line.bands && data.runs_all > 1 && line.series[at] !== MISSING) {
        values.append(` (half of the runs ${said(line.bands[1][at])} to ${said(line.bands[3][at])})`);
      }
    });
  }

  function follow(event) {
    const box = chart.getBoundingClientRect();
    const year = first + (((event.clientX - box.left) / box.width) * WIDTH - LEFT) / (WIDTH - LEFT - RIGHT) * (last - first);
    at = data.years.reduce((best, one, k) => (Math.abs(one - year) < Math.abs(data.years[best] - year) ? k : best), 0);
    read();
  }
  chart.addEventListener("pointermove", follow);
  chart.addEventListener("pointerdown", follow);
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === "Home") at = 0;
    else if (event.key === "End") at = data.years.length - 1;
    else if (step) at = Math.min(data.years.length - 1, Math.max(0, at + step));
    else return;
    event.preventDefault();
    read();
  });
  for (const control of [measure, show, runs]) control.addEventListener("change", draw);
  window.addEventListener("resize", draw);
  draw();
}
