// The draft: the scenario chosen and what was changed in it.
const draft = { scenario: "", changes: new Map(), replicates: null, rounds: null, seed: null };

const keyOf = (path) => JSON.stringify(path);

// As the server reads it.
function drafted() {
  const changes = Array.from(draft.changes, ([key, value]) => [JSON.parse(key), value]);
  const { scenario, replicates, rounds, seed } = draft;
  return { scenario, changes, replicates, rounds, seed };
}

function restore(from) {
  draft.scenario = from.scenario;
  draft.changes = new Map(from.changes.map(([path, value]) => [keyOf(path), value]));
  Object.assign(draft, { replicates: from.replicates, rounds: from.rounds, seed: from.seed });
}

const AS_IT_IS = "as the scenario has it";

// A scenario without changes.
function asItIs(scenario) {
  return { scenario, changes: [], replicates: null, rounds: null, seed: null };
}

// What was changed, in words.
function inWords(from) {
  const parts = from.changes.map(([path, value]) => `${path.filter((key) => key !== "parameters").join(".")} = ${shown(value)}`);
  for (const [name, value] of [["replicates", from.replicates], ["rounds", from.rounds], ["seed", from.seed]]) {
    if (value !== null) parts.push(`${name} = ${value}`);
  }
  return parts.length ? parts.join(", ") : AS_IT_IS;
}

function shown(value) {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "string" ? value : JSON.stringify(value);
}
