// The studio from its first moment: the scenarios, the controls of the first, its runs.

// Asks for the controls of the draft and draws them, then runs it.
async function refresh(run = changed) {
  try {
    if (knobs.base !== draft.scenario) {
      const base = await ask("controls", { scenario: draft.scenario, changes: [] });
      const names = (all) => new Set(all.map((one) => one.name));
      knobs.named = { states: names(base.states), events: names(base.events) };
      knobs.base = draft.scenario;
    }
    const bare = { ...drafted(), changes: drafted().changes.filter(([path]) => isWorld(path)) };
    const controls = await ask("controls", { ...bare, replicates: null, rounds: null, seed: null });
    byId("title").textContent = controls.title;
    byId("question").textContent = controls.question;
    document.title = `${controls.title}: takvin studio`;
    byId("scenario-choice").value = draft.scenario;
    for (const [id, name, own] of [["replicates", "replicates", controls.replicates], ["rounds-asked", "rounds", controls.rounds], ["seed", "seed", controls.seed]]) {
      byId(id).value = draft[name] ?? own;
      byId(id).onchange = () => {
        const value = Number(byId(id).value);
        if (byId(id).value === "" || !Number.isInteger(value) || value < Number(byId(id).min) || (byId(id).max && value > Number(byId(id).max))) {
          problem(`${name}: give a whole number from ${byId(id).min}${byId(id).max ? ` to ${byId(id).max}` : ""}.`);
          byId(id).value = draft[name] ?? own;
          return;
        }
        draft[name] = value === own ? null : value;
        moved();
        changed();
      };
    }
    drawKnobs(controls);
    moved();
    await run();
  } catch (error) {
    problem(error.message);
  }
}

// An outcome of one's own: a name and an expression.
function ownOutcome() {
  const name = byId("own-name").value.trim(), expression = byId("own-expression").value.trim();
  if (!/^[a-z_][a-z0-9_]*$/i.test(name) || !expression) return problem("Give a name of letters, digits and _, and an expression such as mean(world.polarisation, last 20).");
  draft.changes.set(keyOf(["outcomes", name]), expression);
  moved();
  changed();
}

// Changes that make other controls: states and events that were added.
function isWorld(path) {
  return path[0] === "reach" || isAdded(path);
}

(async () => {
  beginShared();
  tablesPart();
  liveImages();
  imageButtons(byId("heat-get"), "map-of-outcomes", () => byId("heat").querySelector("svg"));
  figuresPart();
  wordsPart();
  try {
    const { opened, runs: recorded, scenarios } = await ask("scenarios");
    const choice = byId("scenario-choice");
    runs.recorded = recorded;
    for (const name of recorded) option(choice, name, `${name} (recorded)`);
    for (const one of scenarios) option(choice, one.name, one.shipped ? one.name : `${one.name} (yours)`).title = one.question;
    choice.onchange = () => {
      restore(asItIs(choice.value));
      if (runs.baseline) pin();
      refresh();
    };
    byId("pin").onclick = pin;
    byId("search").oninput = () => {
      find();
      byId("knobs").scrollTop = 0;
    };
    for (const id of ["map-x", "map-y", "map-outcome", "map-cells", "map-replicates"]) byId(id).addEventListener("change", staleMap);
    byId("own-add").onclick = ownOutcome;
    byId("map-begin").onclick = beginMap;
    byId("map-stop").onclick = stopMap;
    byId("map-border").oninput = drawMap;
    byId("pause").onclick = () => {
      runs.held = !runs.held;
      byId("pause").classList.toggle("on", runs.held);
      byId("pause").textContent = runs.held ? "Let go" : "Hold";
      changed();
    };
    byId("reset-all").onclick = () => {
      draft.changes.clear();
      refresh();
    };
    stayOpen();
    // Of several the first is the baseline of the last.
    for (const name of opened.slice(0, -1)) {
      restore(asItIs(name));
      await refresh(begin);
      if (!runs.baseline) pin();
    }
    restore(asItIs(opened[opened.length - 1]));
    await refresh();
  } catch (error) {
    problem(error.message);
  }
})();
