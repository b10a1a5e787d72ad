// Events on a time line: one axis, and for each event a bar from its beginning to its end.
// Places on the line are rounds, because the keys of an event can be rounds, years or a length.
const timeline = { axis: null };
// The value of the end of an event that lasts as long as the run.
const TO_THE_END = "the end of the run";

function eventKnobs(controls) {
  const place = group("Events"), clock = clockOf(controls);
  timeline.axis = null;
  if (controls.events.some((event) => event.start)) {
    html("p", place, "Drag a bar to move an event, and its right end to change how long it lasts. Arrow keys move it; with Shift they move its end.").className = "note";
    const axis = html("div", place);
    axis.className = "axis";
    axis.setAttribute("aria-hidden", "true");
    timeline.axis = () => drawTicks(axis, clock, true);
  }
  const begins = (event) => (event.start ? roundOf(clock, ...event.start) : 0);
  for (const event of controls.events.slice().sort((a, b) => begins(a) - begins(b))) eventRow(place, event, clock);
  if (timeline.axis) timeline.axis();
  newEvent(place, controls);
}

// Rounds and years of a scenario. The number of rounds can be changed while the controls stay.
function clockOf(controls) {
  const { start_year, round_years } = controls;
  const yearOf = (round) => Number((start_year + round * round_years).toPrecision(10));
  const keys = controls.events.flatMap((event) => event.start?.[0] ?? []);
  return {
    yearOf,
    ofYear: (year) => Math.floor((year - start_year) / round_years + 1e-9),
    last: () => draft.rounds ?? controls.rounds,
    inYears: start_year !== 0 || keys.some((key) => key.includes("year")),
  };
}

const roundOf = (clock, key, value) => (key.includes("year") ? clock.ofYear(value) : value);

function named(clock, round) {
  return clock.inYears ? String(clock.yearOf(round)) : `round ${round}`;
}

// Beginning and end of an event as rounds, and the ways to move them.
function spanOf(event, clock) {
  const path = ["events", event.name], [startKey, startValue] = event.start;
  // Without an end, an event that is `at` a time lasts a round, and one that is `from` a time lasts to the end of the run.
  const withoutEnd = startKey.includes("from") ? [startKey.replace("from", "until"), TO_THE_END] : ["for", 1];
  const [endKey, endValue] = event.end ?? withoutEnd;
  const value = (key, original) => draft.changes.get(keyOf([...path, key])) ?? original;
  const startIs = () => value(startKey, startValue), endIs = () => value(endKey, endValue);
  const set = (key, original, round) => {
    const same = original !== TO_THE_END && roundOf(clock, key, original) === round;
    change([...path, key], same ? original : key.includes("year") ? clock.yearOf(round) : round, original);
  };
  const start = () => roundOf(clock, startKey, startIs());
  const end = () => {
    if (endIs() === TO_THE_END) return clock.last();
    return endKey === "for" ? start() + endIs() - 1 : Math.max(start(), roundOf(clock, endKey, endIs()));
  };
  const between = (low, high, round) => Math.min(high, Math.max(low, round));
  // The end of the run cuts what is longer.
  const stretch = (round) => {
    const wanted = between(start(), clock.last(), round);
    if (endKey === "for") change([...path, "for"], wanted - start() + 1, endValue);
    else if (endValue === TO_THE_END && wanted === clock.last()) change([...path, endKey], endValue, endValue);
    else set(endKey, endValue, wanted);
  };
  // It keeps its length at the end of the run, too.
  const move = (round, length) => {
    const most = endKey === "for" || endIs() === TO_THE_END ? clock.last() : Math.max(1, clock.last() - length);
    const wanted = between(1, most, round);
    set(startKey, startValue, wanted);
    if (endKey !== "for" && endIs() !== TO_THE_END) stretch(wanted + length);
  };
  return { path, startKey, startValue, startIs, start, endKey, endValue, endIs, end, move, stretch };
}

// What the kinds of events do.
const DEEDS_SAID = {
  "shock": "a value is raised or lowered",
  "set": "a value is set",
  "clamp": "a value is held, whatever happens",
  "policy": "its acts toward others are fixed",
  "belief": "a belief is held, whatever the truth",
  "image": "an image enters its beliefs",
  "reach": "how far it can affect others is set",
  "form alliance": "an alliance is formed",
  "break alliance": "an alliance is broken",
  "enter": "it enters the world",
  "leave": "it leaves the world",
};

// A row: whether the event happens, its name and meaning, its time as numbers and as a bar.
function eventRow(place, event, clock) {
  const who = event.states.slice(0, 4).join(", ") + (event.states.length > 4 ? " …" : "");
  const box = toggle(place, { path: ["events", event.name, "enabled"], label: event.label, meaning: `${who}: ${DEEDS_SAID[event.deed] ?? event.deed}`, on: event.on });
  box.dataset.words += ` ${event.deed}`;
  if (!event.start) return;
  box.classList.add("event");
  box.dataset.words += " when it begins and ends year round";
  const span = spanOf(event, clock), switched = knobs.drawn.get(keyOf([...span.path, "enabled"]));
  const numbers = html("p", box);
  numbers.className = "numbers";
  const isLength = span.endKey === "for", key = (name) => keyOf([...span.path, name]);
  const typed = [
    typedTime(numbers, { words: clock.inYears && !span.startKey.includes("year") ? "from round" : "from", label: `${event.label}: ${span.startKey.includes("year") ? "year" : "round"} of its beginning`, key: span.startKey, clock, is: span.startIs, set: (value) => change([...span.path, span.startKey], value, span.startValue), most: () => (isLength ? clock.last() : span.end()) }),
    typedTime(numbers, { words: isLength ? "for" : "until", label: `${event.label}: ${isLength ? "number of rounds" : `${span.endKey.includes("year") ? "year" : "round"} of its end`}`, key: span.endKey, clock, is: span.endIs, set: (value) => change([...span.path, span.endKey], value, span.endValue), least: () => (isLength ? 1 : span.start()), most: clock.last }),
  ];
  const drawBar = eventBar(box, event, clock, span);
  const drawSwitch = switched.show;
  const show = () => {
    drawSwitch();
    typed.forEach((draw) => draw());
    drawBar();
    box.classList.toggle("moved", ["enabled", span.startKey, span.endKey].some((name) => draft.changes.has(key(name))));
  };
  // One drawing serves all three values.
  switched.show = show;
  for (const [name, value] of [[span.startKey, span.startValue], [span.endKey, span.endValue]]) knobs.drawn.set(key(name), { label: event.label, show: () => {}, value });
  show();
}

// A time as a number, for exactness. Rounds are whole; a year can be a part of one.
function typedTime(place, { words, label, key, clock, is, set, least = () => 1, most }) {
  const head = html("label", place, `${words} `), input = html("input", head), byYear = key.includes("year");
  Object.assign(input, { type: "number", step: byYear ? "any" : 1 });
  input.setAttribute("aria-label", label);
  const limit = (round) => (byYear ? clock.yearOf(round) : round);
  const show = () => {
    Object.assign(input, { min: limit(least()), max: limit(most()) });
    input.value = is() === TO_THE_END ? limit(clock.last()) : is();
  };
  input.onchange = () => {
    const wanted = Number(input.value), low = limit(least()), high = limit(most());
    if (input.value !== "" && wanted >= low && wanted <= high && (byYear || Number.isInteger(wanted))) return set(wanted);
    problem(`${label}: ${input.value || "nothing"} is not possible; give a ${byYear ? "" : "whole "}number from ${low} to ${high}.`);
    show();
  };
  return show;
}

// The bar, moved by pointer and keys. Returns its drawing.
function eventBar(box, event, clock, span) {
  const track = html("div", box);
  track.className = "track";
  const grid = html("div", track), bar = html("div", track);
  grid.className = "grid";
  bar.className = "bar-of";
  html("span", bar).className = "grip";
  Object.assign(bar, { tabIndex: 0, role: "slider" });
  bar.setAttribute("aria-label", `${event.label}: when`);
  bar.setAttribute("aria-description", "Arrow keys move it, with Shift its end.");
  bar.onpointerdown = (down) => {
    if (down.button) return;
    const act = down.target === bar ? span.move : span.stretch, length = span.end() - span.start();
    const from = down.target === bar ? span.start() : Math.min(clock.last(), span.end());
    bar.setPointerCapture(down.pointerId);
    let before = from;
    bar.onpointermove = (now) => {
      const round = from + Math.round(((now.clientX - down.clientX) / track.clientWidth) * clock.last());
      if (round !== before) act((before = round), length);
    };
    bar.onpointerup = bar.onpointercancel = () => (bar.onpointermove = null);
  };
  bar.onkeydown = (press) => {
    const far = clock.last(), step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -far, End: far }[press.key];
    if (!step || press.altKey || press.ctrlKey || press.metaKey) return;
    press.preventDefault();
    if (press.shiftKey) span.stretch(Math.min(far, span.end()) + step);
    else span.move(span.start() + step, span.end() - span.start());
  };
  return () => {
    drawTicks(grid, clock, false);
    const last = clock.last(), first = Math.min(span.start(), last), end = Math.min(span.end(), last);
    bar.style.left = `${(100 * (first - 1)) / last}%`;
    bar.style.width = `${(100 * (Math.max(end, first) - first + 1)) / last}%`;
    const left = span.start() > last ? `${named(clock, span.start())}: after the end of the run, so it does not happen` : "";
    const words = left ? left : end > first ? `${named(clock, first)} to ${clock.inYears ? named(clock, end) : end}` : named(clock, first);
    for (const [name, value] of [["valuemin", 1], ["valuemax", last], ["valuenow", first], ["valuetext", words]]) bar.setAttribute(`aria-${name}`, value);
    bar.title = words;
  };
}

// Marks at round numbers of years or rounds, at most six.
function drawTicks(place, clock, withNames) {
  const last = clock.last(), number = (round) => (clock.inYears ? clock.yearOf(round) : round);
  const [low, high] = [number(1), number(last)];
  if (place.dataset.drawn === `${low} ${high}`) return;
  place.dataset.drawn = `${low} ${high}`;
  place.textContent = "";
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => (high - low) / one <= 5) ?? high - low;
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
    const mark = html("span", place, withNames ? String(tick) : "");
    const share = ((clock.inYears ? clock.ofYear(tick) : tick) - 1) / last;
    mark.style.left = `${100 * share}%`;
    // A name beside the right end would be cut.
    mark.classList.toggle("late", share > 0.88);
  }
}
