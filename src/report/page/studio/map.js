// An outcome over one parameter or two: the choices, and the asking. `heat.js` draws what comes.
// `draft` is what the cells were run of.
const sheet = { id: 0, asked: 0, cells: [], size: 0, axes: [], outcome: "", over: false, draft: null, replicates: 0 };

const pathOf = (parameter) => keyOf(["parameters", ...parameter.path.split(".")]);
const OF_A_STATE = "state:";

// The choices: numeric controls that are drawn, the outcomes, and the governance of a single state.
function mapChoices() {
  for (const [id, otherwise] of [["map-x", "feedback.threat"], ["map-y", "feedback.governance_to_policy"]]) {
    const select = byId(id), before = select.options.length ? select.value : keyOf(["parameters", ...otherwise.split(".")]);
    select.textContent = "";
    if (id === "map-y") option(select, "", "nothing: a curve", before === "");
    for (const one of knobs.of.parameters) option(select, pathOf(one), one.path, pathOf(one) === before);
  }
  const outcomes = byId("map-outcome"), before = outcomes.value || "governance_end";
  outcomes.textContent = "";
  for (const one of runs.seen?.outcomes ?? []) option(outcomes, one.name, one.name.replaceAll("_", " "), one.name === before);
  const states = html("optgroup", outcomes);
  states.label = "one state, mean of the last 10 rounds";
  for (const name of knobs.of.names) option(states, OF_A_STATE + name, `governance of ${name}`, OF_A_STATE + name === before);
}

// The draft of the map: that of the page, with an outcome for a single state where one is chosen.
function mapDraft() {
  const all = { ...drafted(), replicates: null }, wanted = byId("map-outcome").value;
  if (!wanted.startsWith(OF_A_STATE)) return { draft: all, outcome: wanted, words: wanted.replaceAll("_", " ") };
  const state = wanted.slice(OF_A_STATE.length);
  all.changes.push([["outcomes", "of_the_state"], `mean(states.${JSON.stringify(state)}.governance, last 10)`]);
  return { draft: all, outcome: "of_the_state", words: `governance of ${state}` };
}

async function beginMap() {
  const asked = ++sheet.asked, size = Number(byId("map-cells").value), { draft, outcome, words } = mapDraft();
  const known = (id) => knobs.of.parameters.find((one) => pathOf(one) === byId(id).value);
  const axes = ["map-x", "map-y"].map(known).filter(Boolean), all = size ** axes.length;
  Object.assign(sheet, { axes, size, cells: [], outcome: words, over: false, draft: drafted(), replicates: Number(byId("map-replicates").value) });
  try {
    problem("");
    const ends = axes.map((one) => ({ path: JSON.parse(pathOf(one)), low: one.ends[0], high: one.ends[1] }));
    const map = { draft, axes: ends, outcome, cells: size, replicates: Number(byId("map-replicates").value) };
    const { id } = await ask("maps", { page: PAGE, map });
    if (asked !== sheet.asked) return void dropMap(id);
    sheet.id = id;
    byId("map-stop").disabled = false;
    let seen = { version: 0, over: false };
    while (!seen.over && asked === sheet.asked) {
      seen = await ask(`maps/${PAGE}/${id}?after=${seen.version}`);
      if (asked !== sheet.asked) return;
      Object.assign(sheet, { cells: seen.cells, over: seen.over });
      if (!seen.over) byId("map-status").textContent = `${seen.cells.length} of ${count(all, "cell")} …`;
      drawMap();
    }
    byId("map-stop").disabled = true;
  } catch (error) {
    if (error.status !== 410) problem(error.message);
  }
}

function dropMap(id) {
  ask(`maps/${PAGE}/${id}`, undefined, { method: "DELETE" }).catch(() => {});
}

function stopMap() {
  sheet.asked++;
  dropMap(sheet.id);
  byId("map-stop").disabled = true;
  byId("map-status").textContent = `Stopped after ${count(sheet.cells.length, "cell")}.`;
}

// What is drawn is of an earlier choice until the map is filled again.
function staleMap() {
  if (!sheet.cells.length) return;
  byId("heat").classList.add("stale");
  byId("map-status").textContent = `This is ${sheet.outcome}. Fill the map again for what you chose.`;
}

// What the map was filled of, with the values of a cell, becomes the draft.
async function openCell(cell) {
  restore(sheet.draft);
  sheet.axes.forEach((axis, k) => draft.changes.set(pathOf(axis), Number(cell.values[k].toPrecision(12))));
  await refresh();
  byId("drift").scrollIntoView();
}
