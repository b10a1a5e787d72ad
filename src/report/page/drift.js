// Governance drift: chosen states and measures, medians with bands or single runs; values by pointer or arrow keys.
function driftPart(data) {
  const charts = byId("drift-charts"), values = byId("drift-values");
  const show = byId("drift-show"), runs = byId("drift-runs");
  data.runs.forEach((run, at) => option(runs, at, `run ${run}`, at < 3));
  if (data.runs_all < 2) show.querySelector("[value=bands]").textContent = "the one run";
  const stateBoxes = boxes("drift-states", data.states, (state) => data.foremost.includes(state));
  const measureBoxes = boxes("drift-measures", data.measures.map((one) => one.label), (at) => at === 0);
  let at = data.years.length - 1;
  let panels = [];

  function boxes(id, names, chosen) {
    return names.map((name, k) => {
      const label = html("label", byId(id));
      const box = html("input", label);
      box.type = "checkbox";
      box.checked = chosen(k);
      box.addEventListener("change", draw);
      label.append(name);
      return box;
    });
  }
  const ticked = (all) => all.flatMap((box, k) => (box.checked ? [k] : []));

  // The lines of a measure: a median with its bands for each state, or a line for each state and run.
  function linesOf(measure, states) {
    const single = show.value === "runs";
    const shown = Array.from(runs.selectedOptions, (one) => Number(one.value));
    return states.flatMap((state, n) => {
      const colour = COLOURS[n % COLOURS.length];
      if (!single) {
        const bands = data.bands[measure][state].map(undo);
        return [{ name: data.states[state], series: bands[2], bands, colour, dash: DASHES[Math.floor(n / COLOURS.length) % DASHES.length] }];
      }
      return shown.map((run, k) => ({
        name: `${data.states[state]}, run ${data.runs[run]}`,
        series: undo(data.values[measure][run][state]),
        colour,
        dash: DASHES[k % DASHES.length],
      }));
    });
  }

  function draw() {
    byId("drift-runs-label").hidden = show.value !== "runs";
    const states = ticked(stateBoxes);
    charts.textContent = "";
    const marks = data.marks.filter((mark) => mark.states.some((state) => states.includes(state)));
    // All have their place before any is drawn, since a chart is as wide as its place.
    const placed = ticked(measureBoxes).map((measure) => {
      const box = html("div", charts);
      html("h3", box, data.measures[measure].label);
      return { about: data.measures[measure], lines: linesOf(measure, states), place: html("div", box) };
    });
    panels = placed.map(({ about, lines, place }) => ({ about, lines, chart: lineChart(data, place, about, lines, marks) }));
    read();
  }

  function read() {
    values.textContent = "";
    html("p", values, `${when(data, at)}:`);
    for (const { about, lines, chart } of panels) {
      chart.point(at);
      const line = html("p", values, `${about.label}: `);
      if (!lines.length) line.append("choose a state, and a run where single runs are shown");
      lines.forEach(({ name, series, bands }, n) => {
        line.append(`${n ? "; " : ""}${name} `);
        html("b", line, said(series[at]));
        if (bands && data.runs_all > 1 && series[at] !== MISSING) line.append(` (half of the runs ${said(bands[1][at])} to ${said(bands[3][at])})`);
      });
    }
    if (!panels.length) html("p", values, "choose a measure");
  }

  function follow(event) {
    const chart = panels.find((panel) => panel.chart.element.contains(event.target));
    if (!chart) return;
    at = chart.chart.round(event.clientX);
    read();
  }
  charts.addEventListener("pointermove", follow);
  charts.addEventListener("pointerdown", follow);
  charts.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === "Home") at = 0;
    else if (event.key === "End") at = data.years.length - 1;
    else if (step) at = Math.min(data.years.length - 1, Math.max(0, at + step));
    else return;
    event.preventDefault();
    read();
  });
  for (const control of [show, runs]) control.addEventListener("change", draw);
  window.addEventListener("resize", draw);
  draw();
}
