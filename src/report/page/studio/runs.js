// The runs of the draft: begun soon after a change, drawn while they grow.
const runs = { id: 0, asked: 0, timer: null, held: false, baseline: null, seen: null, done: null, stop: null, moved: null, recorded: [] };
// A slider that moves gives many values; runs begin when it has rested this long (milliseconds).
const REST = 25;

function changed() {
  problem("");
  clearTimeout(runs.timer);
  if (runs.held) return status("Held. Let go to run what you changed.");
  runs.moved = performance.now();
  document.documentElement.dataset.ready = "no";
  runs.timer = setTimeout(begin, REST);
}

// What is going on. A screen reader says how it ended, and not every step to it.
function status(text, goesOn = false) {
  byId("status").setAttribute("aria-busy", String(goesOn));
  byId("status").textContent = text;
}

// Begins the runs of the draft. Answers to older questions are given up.
async function begin() {
  const asked = ++runs.asked;
  if (runs.stop) runs.stop.abort();
  runs.stop = new AbortController();
  const { signal } = runs.stop, began = runs.moved ?? performance.now(), what = drafted();
  try {
    const job = await ask("jobs", { page: PAGE, draft: what, keep: runs.baseline?.id ?? null }, { signal });
    if (asked !== runs.asked) return;
    Object.assign(runs, { id: job.id, done: null });
    Object.assign(document.documentElement.dataset, { ready: "no", first: "" });
    let seen = { version: 0, over: false };
    while (!seen.over) {
      const shown = Array.from(document.querySelectorAll("#drift-measures input"), (box, at) => (box.checked ? shared.data?.measures[at]?.name : null)).filter(Boolean);
      seen = await ask(`jobs/${job.id}?after=${seen.version}&shown=${shown.join(",") || "governance"}`, undefined, { signal });
      if (asked !== runs.asked) return;
      draw(seen, performance.now() - began);
      // A frame between two answers, so that controls stay at hand.
      await new Promise((done) => setTimeout(done, 0));
    }
    if (runs.baseline) await compare(signal);
    await reasons(job.id, seen, signal);
    if (asked !== runs.asked) return;
    await past(job.id, signal);
    runs.done = what;
    const again = focusIn(byId("tries"));
    tried(what, seen);
    again();
    mapChoices();
    await takeAway(what);
    newFigures();
    document.documentElement.dataset.ready = "yes";
  } catch (error) {
    if (error.name !== "AbortError" && error.status !== 410) problem(error.message);
  }
}

function draw(seen, took) {
  runs.seen = seen;
  const done = seen.over ? `${count(seen.ended, "run")} in ${(took / 1000).toFixed(1)} s` : `${seen.ended} of ${count(seen.replicates, "run")} …`;
  status(seen.failed ? `${done}. ${seen.failed}` : done, !seen.over);
  byId("notes").textContent = seen.notes.join(" ");
  if (seen.data) {
    if (!seen.over) shared.contrast = null;
    showData(seen.data, !seen.over);
    // The time from the last move of a control to the first curves, and to the last (milliseconds).
    const times = document.documentElement.dataset;
    times.first ||= String(Math.round(performance.now() - runs.moved));
    times.last = String(Math.round(performance.now() - runs.moved));
  }
  drawOutcomes();
}

// The reasons behind decisions take longer, so they come last.
async function reasons(id, seen, signal) {
  const full = await ask(`jobs/${id}?why=true`, undefined, { signal });
  if (full.data?.why) {
    seen.data = full.data;
    showData(full.data);
  }
}

// The record of history, in worlds that it has.
async function past(id, signal) {
  try {
    shared.past = await ask(`jobs/${id}/past`, undefined, { signal });
  } catch (error) {
    if (error.name === "AbortError" || error.status === 410) throw error;
    // Not that of an earlier scenario.
    shared.past = {};
    byId("notes").textContent += ` ${error.message}`;
  }
  if (Object.keys(shared.past).length) showData(runs.seen.data);
}

// Baseline: runs that stay. What is changed next is compared with them.
async function compare(signal) {
  let found;
  try {
    found = await ask(`jobs/${runs.id}/against/${runs.baseline.id}`, undefined, { signal });
  } catch (error) {
    if (error.status !== 410 || signal.aborted) throw error;
    pin();
    return problem("The runs of the baseline are gone. Pin these, or others.");
  }
  shared.contrast = found;
  showData(runs.seen.data);
  drawOutcomes();
}

function pin() {
  if (runs.baseline) {
    runs.baseline = shared.contrast = null;
  } else if (document.documentElement.dataset.ready === "yes") {
    // What was changed since then is not in these runs.
    runs.baseline = { id: runs.id, words: `${runs.done.scenario}, ${inWords(runs.done)}` };
  } else return problem("Wait until the runs are done, then pin them.");
  byId("pin").classList.toggle("on", Boolean(runs.baseline));
  byId("pin").textContent = runs.baseline ? "Remove the baseline" : "Pin as baseline";
  byId("pinned").textContent = runs.baseline ? `Baseline: ${runs.baseline.words}` : "";
  if (runs.seen?.data) showData(runs.seen.data);
  drawOutcomes();
  newFigures();
}

const plain = (value) => (value === null || value === undefined ? "–" : Number(value.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 4 }).replace("-", "−"));

// Outcomes as means with 95 % intervals; beside a baseline their differences, the clearest first.
function drawOutcomes() {
  const table = byId("outcomes-table"), seen = runs.seen, again = focusIn(table);
  table.textContent = "";
  if (!seen) return;
  const contrast = shared.contrast;
  byId("outcomes-of").textContent = contrast ? `beside the baseline, ${count(contrast.pairs, "replicate")}` : `mean of ${count(seen.ended, "run")}`;
  withTerms(byId("outcomes-note"), contrast
    ? `${contrast.apart ? `${contrast.apart} Differences between {replicates} of the same number,` : "Differences under the {same chance}, {replicates|replicate} by replicate,"} with {95 % interval|95 % intervals}; the clearest first. Bold: the interval does not include zero; of outcomes that do not differ, about 1 in 20 is bold by chance. Not listed, because the same in every replicate: ${count(contrast.alike, "outcome")}.`
    : "Means with {95 % interval|95 % intervals}. Pin these runs as a {baseline} and change something to see the difference.");
  const head = html("tr", html("thead", table));
  for (const name of contrast ? ["outcome", "baseline", "now", "difference", "± 95 %", "unit"] : ["outcome", "mean", "± 95 %", "unit"]) {
    const cell = html("th", head, name);
    cell.scope = "col";
    explain(cell, WORDS[name]);
  }
  const body = html("tbody", table);
  // An outcome of one's own that the baseline lacks has its mean alone.
  const own = new Set(Array.from(draft.changes.keys(), (key) => JSON.parse(key)).filter(([table]) => table === "outcomes").map(([, name]) => name));
  const alone = () => seen.outcomes.filter((one) => own.has(one.name) && !contrast.outcomes.some((there) => there.name === one.name));
  const beside = () => [...alone().map((one) => ({ ...one, now: one.mean, half_width: null })), ...contrast.outcomes];
  const first = (all) => [...all.filter((one) => own.has(one.name)), ...all.filter((one) => !own.has(one.name))];
  for (const one of contrast ? beside() : first(seen.outcomes.filter((each) => each.mean !== null))) {
    const row = html("tr", body);
    if (one.clear) row.className = "clear";
    const name = html("th", row, one.name.replaceAll("_", " "));
    name.scope = "row";
    explain(name, one.meaning);
    row.dataset.outcome = one.name;
    const cells = contrast ? [plain(one.baseline), plain(one.now), plain(one.difference), plain(one.half_width), one.unit] : [plain(one.mean) + (one.missing ? ` (${count(seen.ended - one.missing, "run")})` : ""), plain(one.half_width), one.unit];
    for (const cell of cells) html("td", row, cell);
  }
  moveAmong(table);
  again();
}
