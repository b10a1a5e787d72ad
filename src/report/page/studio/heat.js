// The drawing of a map: cells with their border, or a curve; the same in words and as a table.
const HEAT = { side: 560, left: 76, bottom: 58, top: 8 };

// From little to much, in one hue.
const grade = (share) => diverge(0.04 + 0.96 * share);

const borderAt = () => (byId("map-border").value === "" ? null : Number(byId("map-border").value));
// Whether the interval of a cell leaves the value out.
const isClear = (cell, value) => cell.half_width !== null && Math.abs(cell.mean - value) > cell.half_width;

function drawMap() {
  const place = byId("heat"), there = sheet.cells.filter((cell) => cell.mean !== null);
  place.textContent = "";
  place.classList.remove("stale");
  if (!there.length) return;
  const { side, left, bottom, top } = HEAT;
  const root = svg("svg", { viewBox: `0 0 ${left + side + 90} ${side + bottom + top}`, role: "group", "aria-label": `${sheet.outcome} by ${sheet.axes.map((axis) => axis.path).join(" and ")}` }, place);
  const crossed = sheet.axes.length === 1 ? drawCurve(root, there) : drawCells(root, there);
  ticks(root, 0, sheet.axes[0].ends, sheet.axes[0].path);
  drawTable(there);
  if (sheet.over) byId("map-status").textContent = `${count(there.length, "cell")}. ${crossed}${whichMatters(there)}`;
}

const placeOf = (value, [low, high]) => ((value - low) / (high - low)) * HEAT.side;

// Round numbers along an axis, and its name; a mark where the value is now.
function ticks(root, k, ends, name) {
  const { side, left, top } = HEAT, across = k === 0, rough = (ends[1] - ends[0]) / 5, ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * ten).find((one) => one >= rough * 0.999);
  for (let number = Math.ceil(ends[0] / step - 1e-9); number * step <= ends[1] + 1e-9 * step; number++) {
    const text = plain(number * step), far = placeOf(number * step, ends);
    svg("text", across ? { x: left + far, y: top + side + 18, "text-anchor": "middle" } : { x: left - 8, y: top + side - far + 4, "text-anchor": "end" }, root, text);
  }
  svg("text", across ? { x: left + side / 2, y: top + side + 42, "text-anchor": "middle" } : { x: 16, y: top + side / 2, "text-anchor": "middle", transform: `rotate(-90 16 ${top + side / 2})` }, root, name);
  const axis = sheet.axes[k];
  if (!axis || axis.path !== name) return;
  const now = draft.changes.get(pathOf(axis)) ?? axis.value, far = placeOf(now, ends);
  const mark = svg("path", { d: across ? `M${left + far} ${top + side}l-5 9h10z` : `M${left} ${top + side - far}l-9 -5v10z`, fill: "var(--ink)" }, root);
  svg("title", {}, mark, `now ${plain(now)}`);
}

function drawCells(root, there) {
  const { side, left, top } = HEAT, { size, axes } = sheet, step = side / size;
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
    const box = svg("rect", { x: left + x * step, y: top + side - (y + 1) * step, width: step + 0.5, height: step + 0.5, fill: grade(share(cell.mean)), "fill-opacity": own ? 1 : 0.6 }, root);
    if (own) opens(box, own);
  }
  for (let k = 0; k <= 4; k++) {
    svg("rect", { x: left + side + 16, y: top + (200 * (4 - k)) / 5, width: 18, height: 40, fill: grade(k / 4) }, root);
    svg("text", { x: left + side + 40, y: top + (200 * (4 - k)) / 5 + 25 }, root, plain(low + ((high - low) * k) / 4));
  }
  ticks(root, 1, axes[1].ends, axes[1].path);
  return drawBorder(root, (x, y) => at.get([x, y].join()));
}

// A cell says its values, and shows its runs when it is clicked.
function opens(shape, cell) {
  const text = sheet.axes.map((axis, k) => `${axis.path} ${plain(cell.values[k])}`).join(", ");
  svg("title", {}, shape, `${text}: ${plain(cell.mean)}${cell.half_width === null ? "" : ` ± ${plain(cell.half_width)}`}. Click to see its runs.`);
  shape.dataset.cell = cell.at.join();
  shape.style.cursor = "pointer";
  shape.onclick = () => openCell(cell);
}

// The border between cells on different sides of the value: a line where the intervals of both leave the value out, dots where
// chance may have decided. Returns what it shows in words.
function drawBorder(root, cellAt) {
  const { side, left, top } = HEAT, { size } = sheet, step = side / size, value = borderAt();
  if (value === null) return "";
  const lines = { clear: "", unsure: "" }, pieces = { clear: 0, unsure: 0 };
  const piece = (one, other, path) => {
    if (!one || !other || one.mean >= value === other.mean >= value) return;
    const kind = isClear(one, value) && isClear(other, value) ? "clear" : "unsure";
    lines[kind] += path;
    pieces[kind]++;
  };
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
    const here = cellAt(x, y), px = left + (x + 1) * step, py = top + side - (y + 1) * step;
    piece(here, cellAt(x + 1, y), `M${px} ${py}V${py + step}`);
    piece(here, cellAt(x, y + 1), `M${px - step} ${py}H${px}`);
  }
  svg("path", { d: lines.clear, stroke: "var(--ink)", "stroke-width": 2.5, fill: "none", class: "border" }, root);
  svg("path", { d: lines.unsure, stroke: "var(--ink)", "stroke-width": 1.5, "stroke-dasharray": "2 4", fill: "none", class: "border" }, root);
  const all = pieces.clear + pieces.unsure;
  if (!all) return `The outcome does not cross ${plain(value)}. `;
  if (!pieces.unsure) return `The border at ${plain(value)} is clear everywhere. `;
  return `The border at ${plain(value)} has ${count(all, "piece")}; ${pieces.unsure} of them, dotted, may be chance: more replicates tell. `;
}

// Means with their intervals over one parameter. Returns where they cross the value, in words.
function drawCurve(root, there) {
  const { side, left, top } = HEAT, ends = sheet.axes[0].ends, value = borderAt();
  const cells = there.slice().sort((a, b) => a.at[0] - b.at[0]);
  const limits = cells.flatMap((cell) => [cell.mean - (cell.half_width ?? 0), cell.mean + (cell.half_width ?? 0)]).concat(value ?? []);
  const [low, high] = [Math.min(...limits), Math.max(...limits)], span = high - low || 1, range = [low - 0.05 * span, high + 0.05 * span];
  const x = (cell) => left + placeOf(cell.values[0], ends), y = (mean) => top + side - placeOf(mean, range);
  ticks(root, 1, range, sheet.outcome);
  const edge = (sign) => (cell) => `${x(cell)},${y(cell.mean + sign * (cell.half_width ?? 0))}`;
  svg("polygon", { points: cells.map(edge(1)).concat(cells.slice().reverse().map(edge(-1))).join(" "), fill: "var(--high)", "fill-opacity": 0.18 }, root);
  svg("polyline", { points: cells.map((cell) => `${x(cell)},${y(cell.mean)}`).join(" "), fill: "none", stroke: "var(--high)", "stroke-width": 2.2 }, root);
  for (const cell of cells) opens(svg("circle", { cx: x(cell), cy: y(cell.mean), r: 6, fill: "var(--high)" }, root), cell);
  if (value === null) return "";
  svg("line", { x1: left, x2: left + side, y1: y(value), y2: y(value), stroke: "var(--ink)", "stroke-dasharray": "4 4", class: "border" }, root);
  const crossings = cells.slice(1).flatMap((next, at) => {
    const before = cells[at];
    if (before.mean >= value === next.mean >= value) return [];
    const where = before.values[0] + ((value - before.mean) / (next.mean - before.mean)) * (next.values[0] - before.values[0]);
    return [`${plain(where)}${isClear(before, value) && isClear(next, value) ? "" : " (may be chance)"}`];
  });
  const clear = (above) => cells.filter((cell) => isClear(cell, value) && cell.mean > value === above).map((cell) => cell.values[0]);
  const said = (above) => {
    const found = clear(above), side = above ? "above" : "below";
    return found.length ? ` Clearly ${side} it at ${count(found.length, "value")}, from ${plain(found[0])} to ${plain(found[found.length - 1])}.` : ` Clearly ${side} it nowhere.`;
  };
  return `The band is the 95 % interval of the mean. The mean of ${sheet.outcome} ${crossings.length ? `crosses ${plain(value)} at ${crossings.join(", ")}` : `does not cross ${plain(value)}`}.${said(false)}${said(true)} `;
}

// How far each parameter alone moves the outcome over its interval, and its share of the variance between cells: the
// first-order index on this grid. What is left is of both together, and of chance.
function whichMatters(there) {
  const { size, axes } = sheet;
  if (axes.length < 2 || there.length < size * size) return "";
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values) => mean(values.map((value) => (value - mean(values)) ** 2));
  const all = variance(there.map((cell) => cell.mean));
  if (all === 0) return "The outcome is the same in all of them.";
  const alone = axes.map((axis, k) => {
    const lines = Array.from({ length: size }, (_, at) => mean(there.filter((cell) => cell.at[k] === at).map((cell) => cell.mean)));
    const share = Math.round((100 * variance(lines)) / all);
    return { share, words: `${axis.path} (${plain(axis.ends[0])} to ${plain(axis.ends[1])}) moves ${sheet.outcome} between ${plain(Math.min(...lines))} and ${plain(Math.max(...lines))} and accounts for ${share} % of the variance between cells` };
  });
  alone.sort((one, other) => other.share - one.share);
  // The variance of a mean of a few runs, by Student's t: what chance alone would give each.
  const t = { 4: 3.182, 10: 2.262, 20: 2.093 }[sheet.replicates];
  const noise = t ? mean(there.map((cell) => ((cell.half_width ?? 0) / t) ** 2)) / size : null;
  const byChance = noise === null ? "" : ` Of either, about ${Math.round((100 * noise) / all)} % would come of chance alone.`;
  return `Over these ranges, alone, ${alone[0].words}; ${alone[1].words}. The rest is of both together, and of chance.${byChance}`;
}

// The same as a table, for those who do not see the map.
function drawTable(there) {
  const table = byId("heat-table"), again = focusIn(table);
  table.textContent = "";
  const head = html("tr", html("thead", table));
  for (const name of [...sheet.axes.map((axis) => axis.path), "mean", "± 95 %", ""]) html("th", head, name).scope = "col";
  const body = html("tbody", table);
  for (const cell of there.slice().sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])) {
    const row = html("tr", body), values = cell.values.map(plain);
    for (const text of [...values, plain(cell.mean), plain(cell.half_width)]) html("td", row, text);
    const button = html("button", html("td", row), "Runs");
    button.type = "button";
    button.setAttribute("aria-label", `Runs of ${sheet.axes.map((axis, k) => `${axis.path} ${values[k]}`).join(", ")}`);
    button.onclick = () => openCell(cell);
  }
  again();
}
