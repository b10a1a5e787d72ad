// What was tried, to go back to; and what can be taken away.
const tries = [];

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
  byId("undo").disabled = tries.length < 2;
  byId("undo").onclick = () => goBack(tries[now - 1] ?? tries[tries.length - 2]);
}

// A draft that was tried is run again; under the same chance it gives the same.
async function goBack(one) {
  restore(one.draft);
  await refresh();
}

async function takeAway(what) {
  const { text, command } = await ask("save", { draft: what, name: null });
  byId("command").textContent = command ?? "Save the scenario first: options of the command line cannot say all of these changes.";
  byId("text").textContent = text;
  byId("save").onclick = async () => {
    byId("saved").textContent = "";
    try {
      const saved = await ask("save", { draft: drafted(), name: byId("save-name").value.trim() });
      byId("saved").textContent = `Saved as ${saved.file}`;
      byId("command").textContent = saved.command;
    } catch (error) {
      problem(error.message);
    }
  };
}
