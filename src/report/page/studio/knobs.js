// The controls of a scenario, made from the definition that the server gives.
// `named` are the states and events of the scenario without changes: others were added, and their values are what makes them.
const knobs = { drawn: new Map(), of: null, base: null, named: { states: new Set(), events: new Set() } };

function isAdded(path) {
  return path[0] in knobs.named && !knobs.named[path[0]].has(path[1]);
}

// Sets a value, or takes the change back where it is that of the scenario.
function change(path, value, original) {
  const key = keyOf(path);
  if (value === original && !isAdded(path)) draft.changes.delete(key);
  else draft.changes.set(key, value);
  moved();
  changed();
}

function slider(parent, about) {
  const { path, label, low, high, ends, value, step } = about;
  const box = html("div", parent);
  box.className = "knob";
  box.dataset.words = `${label} ${path.join(".")} ${about.meaning}`.toLowerCase();
  const head = html("label", box);
  html("span", head, label);
  const typed = html("input", head);
  Object.assign(typed, { type: "number", min: low, max: high, step: "any" });
  typed.setAttribute("aria-label", `${label}, as a number`);
  const range = html("input", head);
  const within = ends ?? [low, high];
  Object.assign(range, { type: "range", min: within[0], max: within[1], step: step ?? niceStep(within) });
  // A label names the first of its controls only.
  range.setAttribute("aria-label", label);
  range.setAttribute("aria-describedby", `${path.join("-")}-about`);
  const said = html("p", box, `${about.meaning}. ${low} to ${high}${about.unit ? ` (${about.unit})` : ""}${about.default === undefined ? "" : `; default ${about.default}`}${about.origin ? `. Set by ${about.origin}` : ""}`);
  said.id = `${path.join("-")}-about`;
  said.className = "note";
  const show = () => {
    const now = draft.changes.get(keyOf(path)) ?? value;
    typed.value = Number(now.toPrecision(8));
    range.value = now;
    range.setAttribute("aria-valuetext", typed.value);
    box.classList.toggle("moved", draft.changes.has(keyOf(path)));
  };
  range.oninput = () => change(path, Number(range.value), value);
  typed.onchange = () => {
    const wanted = Number(typed.value);
    if (typed.value !== "" && wanted >= low && wanted <= high) change(path, wanted, value);
    else {
      problem(`${label}: ${typed.value || "nothing"} is not possible; give a number from ${low} to ${high}.`);
      show();
    }
  };
  knobs.drawn.set(keyOf(path), { label, show, value });
  show();
  return box;
}

// A step of about a hundredth of the range.
function niceStep([low, high]) {
  const rough = (high - low) / 100 || 0.01, ten = 10 ** Math.floor(Math.log10(rough));
  return Number((([1, 2, 5, 10].find((k) => k * ten >= rough * 0.999) ?? 10) * ten).toPrecision(3));
}

function toggle(parent, { path, label, meaning, on }) {
  const box = html("div", parent);
  box.className = "knob switch";
  box.dataset.words = `${label} ${path.join(".")} ${meaning}`.toLowerCase();
  const head = html("label", box);
  const tick = html("input", head);
  tick.type = "checkbox";
  html("span", head, label);
  html("p", box, meaning).className = "note";
  const show = () => {
    tick.checked = draft.changes.get(keyOf(path)) ?? on;
    box.classList.toggle("moved", draft.changes.has(keyOf(path)));
  };
  tick.onchange = () => change(path, tick.checked, on);
  knobs.drawn.set(keyOf(path), { label, show, value: on });
  show();
  return box;
}

function group(title, open = false) {
  const details = html("details", byId("knobs"));
  details.open = open;
  html("summary", details, title);
  return details;
}

// Makes all controls of a scenario.
function drawKnobs(controls) {
  knobs.of = controls;
  knobs.drawn.clear();
  const again = focusIn(byId("knobs")), scrolled = ["controls", "knobs"].map((id) => [byId(id), byId(id).scrollTop]);
  const opened = new Set(Array.from(document.querySelectorAll("#knobs details[open] > summary"), (one) => one.textContent));
  byId("knobs").textContent = "";
  eventKnobs(controls);
  stateKnobs(controls);
  const switches = group("Mechanisms on and off");
  explain(switches.querySelector("summary"), WORDS.mechanisms);
  for (const one of controls.switches) {
    const claims = one.claims ? ` (${one.claims})` : "";
    toggle(switches, { path: ["parameters", "switches", one.name], label: one.label, meaning: `${one.meaning}${claims}`, on: one.on });
  }
  let place = null, title = null;
  for (const one of controls.parameters) {
    if (one.group !== title) place = group((title = one.group));
    slider(place, { ...one, path: ["parameters", ...one.path.split(".")] });
  }
  for (const details of document.querySelectorAll("#knobs details")) details.open = opened.has(details.querySelector("summary").textContent);
  find();
  again(byId("search"));
  for (const [place, top] of scrolled) place.scrollTop = top;
}

// What a further event can do: its words, and the keys that say it.
const DEEDS = [
  ["confronts", { do: "policy", act: "confront" }, "toward"],
  ["cooperates with", { do: "policy", act: "cooperate" }, "toward"],
  ["abstains toward", { do: "policy", act: "abstain" }, "toward"],
  ["is allied with", { do: "form_alliance" }, "with"],
  ["has no alliance with", { do: "break_alliance" }, "with"],
];

// A list in which several can be chosen by one click each.
function manyOf(place, words, id, names) {
  const box = html("fieldset", place);
  box.className = "choices";
  box.id = id;
  html("legend", box, words);
  for (const name of names) {
    const label = html("label", box), tick = html("input", label);
    Object.assign(tick, { type: "checkbox", value: name });
    label.append(name);
  }
  return () => Array.from(box.querySelectorAll("input:checked"), (one) => one.value);
}

// A further event: what a state does toward others, held for some rounds.
function newEvent(group, controls) {
  const place = searchable(group, `add an event ${DEEDS.map(([words]) => words).join(" ")} alliances have be confront cooperate`);
  html("h3", place, "Add an event");
  const field = (words, id) => {
    const select = html("select", Object.assign(html("label", place, `${words} `), { className: "field" }));
    select.id = id;
    return select;
  };
  const state = field("State", "event-state"), deed = field("Event", "event-deed");
  for (const name of controls.names) option(state, name, name);
  DEEDS.forEach(([words], at) => option(deed, at, words));
  const chosen = manyOf(place, "Toward", "event-toward", controls.names);
  const add = html("button", place, "Add");
  add.type = "button";
  add.id = "add-event";
  add.onclick = () => {
    const others = chosen().filter((name) => name !== state.value);
    if (!others.length) return problem("Choose the states toward which the event is meant.");
    problem("");
    const [words, keys, key] = DEEDS[Number(deed.value)];
    const plainName = `${state.value} ${words}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    let name = plainName;
    for (let number = 2; controls.events.some((event) => event.name === name); number++) name = `${plainName}-${number}`;
    const all = { ...keys, state: state.value, [key]: others, at: 1, for: draft.rounds ?? controls.rounds };
    for (const [one, value] of Object.entries(all)) draft.changes.set(keyOf(["events", name, one]), value);
    moved();
    refresh();
  };
}

// Starting values: a state is chosen, and its values are drawn.
function stateKnobs(controls) {
  const place = group("States at the start");
  newState(place, controls);
  html("h3", place, "Starting values");
  if (!controls.states.length) {
    html("p", place, "The states of this world are drawn by its generator; see the file of the scenario.").className = "note";
  } else {
    const chosen = html("label", place);
    chosen.className = "field";
    chosen.append("State ");
    const select = html("select", chosen);
    select.id = "start-state";
    controls.states.forEach((state, at) => option(select, at, state.name));
    const values = html("div", place);
    const draw = () => {
      values.textContent = "";
      const state = controls.states[Number(select.value)];
      controls.variables.forEach((variable, at) => {
        if (state.values[at] === null) return;
        slider(values, { ...variable, ends: usual(variable, state.values[at]), path: ["states", state.name, variable.name], value: state.values[at] });
      });
      find();
    };
    select.onchange = draw;
    const wanted = controls.states.findIndex((state) => state.name === address.get("start"));
    if (wanted >= 0) select.value = wanted;
    draw();
  }
}

// The ends of a slider: the whole range, or four times the value where the range has hardly an end.
function usual({ low, high }, value) {
  return high > 1000 ? [low, 4 * Math.max(1, value)] : [low, high];
}

// A further state, with default values that can be dragged once it is there.
function newState(group, controls) {
  const place = searchable(group, "add a new state");
  html("h3", place, "Add a state");
  const name = html("input", Object.assign(html("label", place, "Name "), { className: "field" }));
  name.id = "new-state";
  name.maxLength = 40;
  const near = controls.has_neighbours ? manyOf(place, "Neighbours", "new-neighbours", controls.names) : null;
  const add = html("button", place, "Add");
  add.type = "button";
  add.id = "add-state";
  add.onclick = () => {
    const wanted = name.value.trim();
    if (!wanted) return problem("Give the new state a name.");
    if (controls.names.includes(wanted)) return problem(`${wanted} is in the world already.`);
    if (near && !near().length) return problem(`Choose the neighbours of ${wanted}.`);
    problem("");
    draft.changes.set(keyOf(["states", wanted, "system"]), 0.5);
    draft.changes.set(keyOf(["states", wanted, "governance"]), 0.5);
    // It begins in the middle of the others.
    for (const [at, name] of controls.middle ? [[0, "x"], [1, "y"]] : []) draft.changes.set(keyOf(["states", wanted, name]), Number(controls.middle[at].toFixed(3)));
    if (near) {
      const key = keyOf(["reach", "neighbours_add"]);
      const lists = draft.changes.get(key) ?? [];
      draft.changes.set(key, [...lists, [wanted, ...near()]]);
    }
    keep("start", wanted);
    keep("states", [wanted]);
    moved();
    refresh();
  };
}

// Takes a change back; of something that was added, all of it.
function takeBack(path) {
  const whole = isAdded(path);
  for (const key of Array.from(draft.changes.keys())) {
    const other = JSON.parse(key);
    if (key === keyOf(path) || (whole && other[0] === path[0] && other[1] === path[1])) draft.changes.delete(key);
    else if (whole && path[0] === "states" && other[1] === "neighbours_add") {
      const rest = draft.changes.get(key).filter(([name]) => name !== path[1]);
      if (rest.length) draft.changes.set(key, rest);
      else draft.changes.delete(key);
    }
  }
}

// A place that is found by its words.
function searchable(parent, words) {
  const place = html("div", parent);
  place.dataset.words = words;
  return place;
}

// Controls whose words have what is looked for. Their groups open.
function find() {
  const wanted = byId("search").value.trim().toLowerCase();
  for (const details of document.querySelectorAll("#knobs details")) {
    let any = !wanted;
    for (const box of details.querySelectorAll("[data-words]")) {
      const there = !wanted || wanted.split(/\s+/).every((word) => box.dataset.words.includes(word));
      box.hidden = !there;
      any ||= there;
    }
    details.hidden = !any;
    if (wanted && any) details.open = true;
  }
}

// What was added, in words.
function addedSaid([table, name]) {
  const value = (...path) => draft.changes.get(keyOf(path));
  if (table === "states") {
    const near = (value("reach", "neighbours_add") ?? []).find(([one]) => one === name)?.slice(1) ?? [];
    return `${name} (a new state in the middle of every scale${near.length ? `, neighbours ${near.join(", ")}` : ""})`;
  }
  const deed = DEEDS.find(([, keys]) => Object.entries(keys).every(([key, is]) => value(table, name, key) === is));
  return deed ? `${value(table, name, "state")} ${deed[0]} ${value(table, name, deed[2]).join(", ")} (added)` : `${name} (added)`;
}

// The list of what was changed, each with its way back.
function moved() {
  const list = byId("changes"), again = focusIn(byId("changed"));
  list.textContent = "";
  const added = new Set();
  for (const [key, value] of draft.changes) {
    const path = JSON.parse(key), known = knobs.drawn.get(key), whole = isAdded(path);
    // What was added is one change, however many values it has.
    const thing = path.slice(0, 2).join(".");
    if (path[0] === "reach" || (whole && added.has(thing))) continue;
    added.add(thing);
    const line = html("li", list);
    html("span", line, whole ? addedSaid(path) : `${path.filter((part) => part !== "parameters").join(".")} = ${shown(value)}${known ? ` (was ${shown(known.value)})` : ""}`);
    const back = html("button", line, "Reset");
    back.type = "button";
    back.setAttribute("aria-label", `Reset ${path.join(".")}`);
    back.onclick = () => {
      takeBack(path);
      moved();
      if (known && !whole) changed();
      else refresh();
    };
  }
  byId("unchanged").hidden = draft.changes.size > 0;
  byId("reset-all").hidden = draft.changes.size === 0;
  again(byId("search"));
  for (const knob of knobs.drawn.values()) knob.show();
  if (timeline.axis) timeline.axis();
}
