// What was tried, to go back to; and what can be taken away.
const tries = [];
// The drafts that were shown, one after the other.
const visited = [];

function tried(what, seen) {
  const same = tries.findIndex((one) => JSON.stringify(one.draft) === JSON.stringify(what));
  const one = { draft: what, words: inWords(what), outcomes: seen.outcomes };
  if (same < 0) tries.push(one);
  else tries[same] = one;
  const now = same < 0 ? tries.length - 1 : same;
  const list = byId("tries");
  list.textContent = "";
  tries.forEach((each, at) => {
    const line = html("li", list);
    if (at === now) line.setAttribute("aria-current", "true");
    const button = html("button", line, `${each.draft.scenario}: ${each.words}`);
    button.type = "button";
    button.onclick = () => goBack(each);
    const of = (name) => each.outcomes.find((outcome) => outcome.name === name);
    const shown = ["governance_end", "war_rate"].map(of).filter((outcome) => outcome?.mean !== null && outcome);
    html("span", line, shown.map((outcome) => ` · ${outcome.name.replaceAll("_", " ")} ${plain(outcome.mean)}`).join("")).className = "note";
  });
  const key = JSON.stringify(what);
  if (visited[visited.length - 1] !== key) visited.push(key);
  byId("undo").disabled = visited.length < 2;
  byId("undo").onclick = () => {
    visited.pop();
    goBack({ draft: JSON.parse(visited.pop()) });
  };
}

// A draft that was tried is run again; under the same chance it gives the same.
async function goBack(one) {
  restore(one.draft);
  await refresh();
}

// The tables that every run has; pairs are those of the first run.
const TABLES = ["runs", "states", "world", "events", "pairs"];

async function takeAway(what) {
  const recorded = isRecorded(what), place = byId("tables-away");
  byId("tables-note").textContent = recorded ? `The tables of these runs are in ${what.scenario}.` : "The tables of these runs, as takvin run writes them; pairs are those of the first run, as with --pairs=1:";
  place.textContent = "";
  for (const name of recorded ? [] : TABLES) {
    saveButton(place, `${name}.csv`, () => fetched(`${name}.csv`, "text/csv", `jobs/${runs.id}/tables/${name}`));
  }
  byId("report").onclick = () => fetched("report.html", "text/html", `jobs/${runs.id}/report`, reportOf(what));
  const { text, command } = await ask("save", { draft: what, name: null });
  const none = recorded ? "One command does not repeat these runs: they are not finished, continue from a checkpoint, or were made by another version of the model or another scenario." : "Save the scenario first: options of the command line cannot say all of these changes.";
  byId("command").textContent = command ?? none;
  byId("text").textContent = text;
  byId("save").onclick = async () => {
    byId("saved").textContent = "";
    try {
      const saved = await ask("save", { draft: drafted(), name: byId("save-name").value.trim() });
      problem("");
      byId("saved").textContent = `Saved as ${saved.file}`;
      byId("command").textContent = saved.command;
    } catch (error) {
      problem(error.message);
    }
  };
}

// Saves what the server answers.
async function fetched(name, type, path, body) {
  try {
    const answer = await reach(path, body);
    save(name, type, await answer.arrayBuffer());
  } catch (error) {
    problem(error.message);
  }
}

// Runs of a directory in which nothing was changed.
function isRecorded(what) {
  return runs.recorded.includes(what.scenario) && inWords(what) === AS_IT_IS;
}

// What a report holds of what was tried: outcomes that are always of interest, and those of one's own.
function reportOf(what) {
  const always = ["governance_end", "dispute_rate", "war_rate"];
  const own = (one) => one.draft.changes.filter(([path]) => path[0] === "outcomes").map(([path]) => path[1]);
  const of = (one) => one.outcomes.filter(({ name }) => always.includes(name) || own(one).includes(name)).map(({ name, mean, half_width }) => [name, mean, half_width]);
  const same = (one) => JSON.stringify(one.draft) === JSON.stringify(what);
  const tried = tries.map((one) => ({ draft: one.draft, words: one.words, outcomes: of(one), now: same(one) }));
  return { tried, against: runs.baseline?.id ?? null, baseline: runs.baseline?.words ?? null, states: address.getAll("states") };
}
