// Governance drift: the chosen states and measures, as medians with bands or as single runs. Values by pointer or arrow
// keys.
function driftPart(data) {
  const charts = byId("drift-charts"), values = byId("drift-values"), note = byId("drift-note");
  const show = byId("drift-show"), runs = byId("drift-runs");
  // More bands than these would overlap. Then only one state has bands.
  const MOST_BANDS = 3;
  const runsWanted = address.getAll("runs").map(Number);
  runs.textContent = "";
  data.runs.forEach((run, at) => option(runs, at, `run ${run}`, runsWanted.length ? runsWanted.includes(run) : at < 3));
  show.querySelector("[value=bands]").textContent = data.runs_all < 2 ? "the single run" : "median and bands over runs";
  if (address.get("show") === "runs") show.value = "runs";
  const wanted = (key, names, otherwise) => {
    const known = address.getAll(key).filter((name) => names.includes(name));
    return (at) => (known.length ? known.includes(names[at]) : otherwise(at));
  };
  const labels = data.measures.map((one) => one.label);
  const stateBoxes = boxes("states", data.states, wanted("states", data.states, (at) => data.foremost.includes(at)));
  const measureBoxes = boxes("measures", labels, wanted("measures", labels, (at) => at === 0));
  let focus = data.states.indexOf(address.get("focus"));
  let panels = [], writeValues = null;

  // Boxes with the same names stay, so that the one in use keeps the focus.
  function boxes(key, names, chosen) {
    const place = byId(`drift-${key}`), there = Array.from(place.querySelectorAll("input"));
    const same = there.length === names.length && there.every((box, at) => box.value === names[at]);
    if (!same) place.querySelectorAll("label").forEach((label) => label.remove());
    return names.map((name, at) => {
      const box = same ? there[at] : html("input", html("label", place));
      if (!same) {
        box.type = "checkbox";
        box.value = name;
        box.parentElement.append(name);
      }
      // Until others are chosen, those that matter most in the runs so far are shown.
      if (!same || !address.getAll(key).length) box.checked = chosen(at);
      box.onchange = () => {
        keep(key, ticked(key === "states" ? stateBoxes : measureBoxes).map((one) => names[one]));
        draw();
      };
      return box;
    });
  }
  function ticked(all) {
    return all.flatMap((box, at) => (box.checked ? [at] : []));
  }

  // The lines of a measure: a median with its bands for each state, or a line for each state and run.
  function linesOf(measure, states) {
    const single = show.value === "runs";
    // A measure that was chosen a moment ago comes with the next data.
    if (!data.bands[measure].length) return [];
    const shown = Array.from(runs.selectedOptions, (one) => Number(one.value)).filter((run) => data.values[measure][run]);
    return states.flatMap((state, n) => {
      const colour = COLOURS[n % COLOURS.length];
      if (!single) {
        const bands = data.bands[measure][state].map(undo);
        const dash = DASHES[Math.floor(n / COLOURS.length) % DASHES.length];
        return [{ state, name: data.states[state], series: bands[2], bands, colour, dash, banded: states.length <= MOST_BANDS || state === focus }];
      }
      return shown.map((run, at) => ({
        state,
        name: `${data.states[state]}, run ${data.runs[run]}`,
        series: undo(data.values[measure][run][state]),
        colour,
        dash: DASHES[at % DASHES.length],
      }));
    });
  }

  function draw() {
    byId("drift-runs-label").hidden = show.value !== "runs";
    const states = ticked(stateBoxes);
    if (!states.includes(focus)) focus = states[0] ?? -1;
    charts.textContent = "";
    const marks = data.marks.filter((mark) => mark.states.some((state) => states.includes(state)));
    // All charts are placed before any is drawn, because a chart is as wide as its place.
    const placed = ticked(measureBoxes).map((measure) => {
      const box = html("div", charts);
      const about = data.measures[measure];
      const head = html("h3", box, about.label);
      const place = html("div", box);
      imageButtons(head, `drift-${about.name}`, () => place.querySelector("svg"));
      const below = html("div", box);
      return { about, lines: linesOf(measure, states), place, below, measure };
    });
    panels = placed.map(({ about, lines, place }) => ({ about, lines, chart: lineChart(data, place, about, lines, marks, recordOf(about, lines)) }));
    for (const { about, lines, measure, below } of placed) differences(about, lines, measure, below);
    const banded = show.value === "bands" && data.runs_all > 1 && states.length > 0;
    note.textContent = !banded
      ? ""
      : states.length <= MOST_BANDS
        ? "The dark band covers half of the runs, the light band nine tenths."
        : `The bands cover half and nine tenths of the runs. They are drawn for ${data.states[focus]} only, because the bands of more than ${MOST_BANDS} states would overlap. Choose another state in the table.`;
    const known = data.measures.filter((one) => shared.past[one.name]).map((one) => one.label);
    if (charts.querySelector("[data-record]")) note.textContent += " Points are the record of history.";
    else if (known.length) note.textContent += ` History's record can be shown beside ${known.join(" and ")}.`;
    writeValues = valuesTable();
    read();
  }

  // The record of history of the states that are shown, in worlds that it has. Rounds are numbered from 0.
  function recordOf(about, lines) {
    const of = shared.past[about.name] ?? {};
    const shown = new Map(lines.map((line) => [data.states[line.state], line.colour]));
    return Array.from(shown).filter(([name]) => of[name]).map(([name, colour]) => ({ name, colour, series: data.rounds.map((round) => of[name][round] ?? MISSING) }));
  }

  // Under a curve its difference from the baseline under the same chance, with its interval.
  function differences(about, lines, measure, place) {
    const contrast = shared.contrast;
    if (!contrast) return;
    const at = new Map(contrast.rounds.map((round, k) => [round, k]));
    const apart = lines.filter((line) => line.bands).flatMap((line) => {
      const curve = contrast.curves[measure][contrast.states.indexOf(line.name)];
      if (!curve) return [];
      const here = (of) => data.rounds.map((round) => (at.has(round) ? of(at.get(round)) : MISSING));
      const end = (sign) => here((k) => (curve[0][k] === MISSING || curve[1][k] === MISSING ? MISSING : curve[0][k] + sign * curve[1][k]));
      const [low, mean, high] = [end(-1), here((k) => curve[0][k]), end(1)];
      return [{ ...line, series: mean, bands: [low, low, mean, high, high] }];
    });
    if (!apart.length) return;
    html("h4", place, `${about.label}: difference from the baseline, with its 95 % interval`);
    lineChart(data, html("div", place), { ...about, low: null, high: null, unit: "difference", label: `Difference of ${about.label}`, short: true }, apart, []);
  }

  // The table of values: one row per line and one column per measure. Returns the function that writes those of a round.
  function valuesTable() {
    values.textContent = "";
    if (!panels.length || !panels[0].lines.length) {
      html("p", values, panels.length ? "Choose a state, and a run where single runs are shown." : "Choose a measure.");
      return () => {};
    }
    const box = html("div", values);
    box.className = "fits";
    const table = html("table", box);
    const caption = html("caption", table);
    const head = html("tr", html("thead", table));
    html("th", head, show.value === "runs" ? "state and run" : "state").scope = "col";
    for (const { about } of panels) html("th", head, about.label).scope = "col";
    const body = html("tbody", table);
    const many = show.value === "bands" && data.runs_all > 1 && panels[0].lines.length > MOST_BANDS;
    const cells = panels[0].lines.flatMap((line, n) => {
      const row = html("tr", body);
      nameOf(line, html("th", row), many);
      return panels.map(({ lines }) => {
        const cell = html("td", row);
        return { ...lines[n], cell, value: html("b", cell), range: html("small") };
      });
    });
    if (show.value === "bands" && data.runs_all > 1) html("p", values, "The median, and the range of the middle half of the runs.").className = "note";
    const apart = shared.contrast ? html("p", values) : null;
    return (at) => {
      write(caption, when(data, at));
      if (apart) write(apart, differencesSaid(at));
      for (const { cell, value, range, series, bands } of cells) {
        write(value, said(series[at]));
        if (!bands || data.runs_all < 2 || series[at] === MISSING) range.remove();
        else {
          write(range, ` ${said(bands[1][at])} to ${said(bands[3][at])}`);
          if (!range.parentNode) cell.append(range);
        }
      }
    };
  }

  // The differences from the baseline in a round, in words.
  function differencesSaid(at) {
    const { rounds, states, curves } = shared.contrast, round = rounds.indexOf(data.rounds[at]);
    const all = panels.flatMap(({ about, lines }) => {
      const measure = data.measures.indexOf(about), names = Array.from(new Set(lines.map((line) => data.states[line.state])));
      const known = names.map((name) => [name, curves[measure][states.indexOf(name)]]).filter(([, curve]) => (curve?.[0][round] ?? MISSING) !== MISSING);
      const list = known.map(([name, [mean, half]]) => `${name} ${said(mean[round], true)} ± ${said(half[round])}`).join(", ");
      return list ? [`${about.label}: ${list}`] : [];
    });
    return all.length ? `Difference from the baseline, with its 95 % interval. ${all.join(". ")}.` : "";
  }

  // The name of a line with its colour. Among many lines it is a button that gives its state the bands.
  function nameOf(line, name, many) {
    name.scope = "row";
    const swatch = svg("svg", { viewBox: "0 0 26 8", width: 26, height: 8, "aria-hidden": "true" }, name);
    svg("line", { x1: 0, x2: 26, y1: 4, y2: 4, stroke: line.colour, "stroke-width": 3, "stroke-dasharray": line.dash }, swatch);
    if (!many) return name.append(line.name);
    const button = html("button", name, line.name);
    button.type = "button";
    button.setAttribute("aria-pressed", String(line.state === focus));
    button.addEventListener("click", () => {
      focus = line.state;
      keep("focus", data.states[focus]);
      draw();
    });
  }

  function read() {
    for (const { chart } of panels) chart.point(shared.round);
    writeValues(shared.round);
  }

  function follow(event) {
    const chart = panels.find((panel) => panel.chart.element.contains(event.target));
    if (chart) look(chart.chart.round(event.clientX), read);
  }
  charts.onpointermove = follow;
  charts.onpointerdown = follow;
  charts.onkeydown = (event) => {
    const last = data.years.length - 1;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10, Home: -last, End: last }[event.key];
    if (!step || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    look(Math.min(last, Math.max(0, shared.round + step)), read);
  };
  show.onchange = () => { keep("show", show.value); draw(); };
  runs.onchange = () => { keep("runs", Array.from(runs.selectedOptions, (one) => data.runs[one.value])); draw(); };
  byId("drift-get").textContent = "";
  saveButton(byId("drift-get"), "Download CSV", () => {
    const parts = show.value === "runs" ? ["value"] : ["p5", "p25", "median", "p75", "p95"];
    const rows = [["round", "year", "line", "measure", ...parts]];
    for (const { about, lines } of panels) {
      for (const { name, series, bands } of lines) {
        series.forEach((value, at) => {
          const cells = (bands ?? [series]).map((part) => (part[at] === MISSING ? "" : part[at] / 1000));
          if (value !== MISSING) rows.push([data.rounds[at], data.years[at], name, about.name, ...cells]);
        });
      }
    }
    save("drift.csv", "text/csv", csv(rows));
  });
  shared.parts.set("drift", read);
  window.onresize = draw;
  draw();
}
