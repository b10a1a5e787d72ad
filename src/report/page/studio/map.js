// Two sliders, one map: the mean of an outcome over two parameters, from coarse to fine.
const sheet = { id: 0, asked: 0, cells: [], size: 0, axes: [] };

// The choices: numeric controls that are drawn, and the outcomes.
function mapChoices() {
  for (const [id, otherwise] of [["map-x", "feedback.threat"], ["map-y", "feedback.governance_to_policy"]]) {
    const select = byId(id), before = select.value || keyOf(["parameters", ...otherwise.split(".")]);
    select.textContent = "";
    for (const one of knobs.of.parameters) option(select, keyOf(["parameters", ...one.path.split(".")]), one.path, keyOf(["parameters", ...one.path.split(".")]) === before);
  }
  const outcomes = byId("map-outcome"), before = outcomes.value || "governance_end";
  outcomes.textContent = "";
  for (const one of runs.seen?.outcomes ?? []) option(outcomes, one.name, one.name.replaceAll("_", " "), one.name === before);
}

async function beginMap() {
  const asked = ++sheet.asked, cells = Number(byId("map-cells").value);
  const known = (id) => knobs.of.parameters.find((one) => keyOf(["parameters", ...one.path.split(".")]) === byId(id).value);
  sheet.axes = ["map-x", "map-y"].map(known);
  sheet.size = cells;
  sheet.cells = [];
  const axes = sheet.axes.map((one) => ({ path: ["parameters", ...one.path.split(".")], low: one.ends[0], high: one.ends[1] }));
  try {
    problem("");
    const map = { draft: { ...drafted(), replicates: null }, axes, outcome: byId("map-outcome").value, cells, replicates: Number(byId("map-replicates").value) };
    const { id } = await ask("maps", { page: PAGE, map });
    byId("map-stop").disabled = false;
    let seen = { version: 0, over: false };
    while (!seen.over && asked === sheet.asked) {
      seen = await ask(`maps/${PAGE}/${id}?after=${seen.version}`);
      if (asked !== sheet.asked) return;
      sheet.cells = seen.cells;
      byId("map-status").textContent = seen.over ? `${cells * cells} cells. ${whichMatters()}` : `${seen.cells.length} of ${cells * cells} cells …`;
      drawMap();
    }
    byId("map-stop").disabled = true;
  } catch (error) {
    if (error.status !== 410) problem(error.message);
  }
}

function stopMap() {
  sheet.asked++;
  ask(`maps/${PAGE}/0`, undefined, { method: "DELETE" }).catch(() => {});
  byId("map-stop").disabled = true;
  byId("map-status").textContent = `Stopped after ${count(sheet.cells.length, "cell")}.`;
}

function drawMap() {
  const place = byId("heat");
  place.textContent = "";
  const there = sheet.cells.filter((cell) => cell.mean !== null);
  if (!there.length) return;
  const SIDE = 560, LEFT = 76, BOTTOM = 58, TOP = 8, { size, axes } = sheet, step = SIDE / size;
  const root = svg("svg", { viewBox: `0 0 ${LEFT + SIDE + 90} ${SIDE + BOTTOM + TOP}`, role: "group", "aria-label": `Map of ${byId("map-outcome").value.replaceAll("_", " ")}` }, place);
  const means = there.map((cell) => cell.mean), low = Math.min(...means), high = Math.max(...means);
  const share = (mean) => (high > low ? (mean - low) / (high - low) : 0.5);
  const at = new Map(there.map((cell) => [cell.at.join(), cell]));
  // A cell that is not there yet has the colour of a coarser one.
  const nearest = (x, y) => {
    for (let coarse = 1; coarse <= 16; coarse *= 2) {
      const found = at.get([x - (x % coarse), y - (y % coarse)].join());
      if (found) return found;
    }
    return null;
  };
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
    const own = at.get([x, y].join()), cell = own ?? nearest(x, y);
    if (!cell) continue;
    const box = svg("rect", { x: LEFT + x * step, y: TOP + SIDE - (y + 1) * step, width: step + 0.5, height: step + 0.5, fill: diverge(2 * share(cell.mean) - 1), "fill-opacity": own ? 1 : 0.6 }, root);
    if (!own) continue;
    const text = axes.map((axis, k) => `${axis.path} ${plain(own.values[k])}`).join(", ");
    svg("title", {}, box, `${text}: ${plain(own.mean)}${own.half_width === null ? "" : ` ± ${plain(own.half_width)}`}. Click to see its runs.`);
    box.dataset.cell = own.at.join();
    box.style.cursor = "pointer";
    box.onclick = () => openCell(own);
  }
  // The border: where the outcome crosses the value asked for.
  const border = Number(byId("map-border").value);
  const over = (x, y) => { const cell = at.get([x, y].join()); return cell ? cell.mean >= border : null; };
  if (byId("map-border").value !== "") {
    let line = "";
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
      const here = over(x, y), right = over(x + 1, y), up = over(x, y + 1);
      const px = LEFT + (x + 1) * step, py = TOP + SIDE - (y + 1) * step;
      if (here !== null && right !== null && here !== right) line += `M${px} ${py}V${py + step}`;
      if (here !== null && up !== null && here !== up) line += `M${px - step} ${py}H${px}`;
    }
    svg("path", { d: line, stroke: "var(--ink)", "stroke-width": 2.5, fill: "none", class: "border" }, root);
  }
  for (let k = 0; k <= 4; k++) {
    const [x, y] = axes.map((axis) => plain(axis.ends[0] + ((axis.ends[1] - axis.ends[0]) * k) / 4));
    svg("text", { x: LEFT + (SIDE * k) / 4, y: TOP + SIDE + 18, "text-anchor": "middle" }, root, x);
    svg("text", { x: LEFT - 8, y: TOP + SIDE - (SIDE * k) / 4 + 4, "text-anchor": "end" }, root, y);
    svg("rect", { x: LEFT + SIDE + 16, y: TOP + (200 * (4 - k)) / 5, width: 18, height: 40, fill: diverge((2 * k) / 4 - 1) }, root);
    svg("text", { x: LEFT + SIDE + 40, y: TOP + (200 * (4 - k)) / 5 + 25 }, root, plain(low + ((high - low) * k) / 4));
  }
  svg("text", { x: LEFT + SIDE / 2, y: TOP + SIDE + 42, "text-anchor": "middle" }, root, axes[0].path);
  svg("text", { x: 16, y: TOP + SIDE / 2, "text-anchor": "middle", transform: `rotate(-90 16 ${TOP + SIDE / 2})` }, root, axes[1].path);
  mapTable(there);
}

// How far each parameter alone moves the outcome over its interval, and its share of the variance between cells: the
// first-order index on this grid. What is left is of both together, and of chance.
function whichMatters() {
  const { size, axes } = sheet, there = sheet.cells.filter((cell) => cell.mean !== null);
  if (there.length < size * size) return "";
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values) => mean(values.map((value) => (value - mean(values)) ** 2));
  const all = variance(there.map((cell) => cell.mean));
  if (all === 0) return "The outcome is the same in all of them.";
  const alone = axes.map((axis, k) => {
    const lines = Array.from({ length: size }, (_, at) => mean(there.filter((cell) => cell.at[k] === at).map((cell) => cell.mean)));
    const share = Math.round((100 * variance(lines)) / all);
    return { share, words: `${axis.path} moves it from ${plain(lines[0])} to ${plain(lines[size - 1])} and accounts for ${share} % of the variance between cells` };
  });
  alone.sort((one, other) => other.share - one.share);
  return `Alone, ${alone[0].words}; ${alone[1].words}. The rest is of both together, and of chance.`;
}

// The same as a table, for those who do not see the map.
function mapTable(there) {
  const table = byId("heat-table"), again = focusIn(table);
  table.textContent = "";
  const head = html("tr", html("thead", table));
  for (const name of [...sheet.axes.map((axis) => axis.path), "mean", "± 95 %", ""]) html("th", head, name).scope = "col";
  const body = html("tbody", table);
  for (const cell of there.slice().sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])) {
    const row = html("tr", body);
    for (const text of [...cell.values.map(plain), plain(cell.mean), plain(cell.half_width)]) html("td", row, text);
    const button = html("button", html("td", row), "Runs");
    button.type = "button";
    button.setAttribute("aria-label", `Runs of ${sheet.axes.map((axis, k) => `${axis.path} ${plain(cell.values[k])}`).join(", ")}`);
    button.onclick = () => openCell(cell);
  }
  again();
}

// The values of a cell become the draft.
function openCell(cell) {
  sheet.axes.forEach((axis, k) => draft.changes.set(keyOf(["parameters", ...axis.path.split(".")]), Number(cell.values[k].toPrecision(12))));
  moved();
  changed();
  byId("drift").scrollIntoView();
}
