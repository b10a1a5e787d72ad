// Round by round: the network of ties and disputes, the map of governance, and what happened.
function roundsPart(data) {
  const slider = byId("round"), play = byId("play"), speed = byId("speed"), from = byId("ties-from");
  const rel = { pairs: data.relations.pairs, world: undo(data.world) };
  for (const name of ["governance", "power"]) rel[name] = data[name].map(undo);
  for (const name of ["posture_a", "posture_b", "ties", "stage", "allied"]) rel[name] = data.relations[name].map(undo);
  slider.max = data.rounds.length - 1;
  slider.value = shared.round;
  const wanted = data.states.indexOf(address.get("chosen"));
  let chosen = wanted < 0 ? null : wanted;
  const ties = Array.from(from.options, (one) => one.value);
  if (ties.includes(address.get("ties"))) from.value = address.get("ties");

  const drawNetwork = networkOf(data, rel, byId("network"), pressable);
  const drawTiles = tilesOf(data, rel.governance, byId("map"), pressable);

  function choose(state) {
    chosen = chosen === state ? null : state;
    keep("chosen", chosen === null ? [] : data.states[chosen]);
    const why = byId("why-state");
    // The reasons below are of the state that is chosen.
    if (why && chosen !== null && Array.from(why.options, (one) => Number(one.value)).includes(chosen)) {
      why.value = chosen;
      why.onchange();
    }
    draw();
  }

  // A shape that works as a button. The one that was pressed keeps the focus.
  function pressable(element, state) {
    element.setAttribute("tabindex", "-1");
    element.setAttribute("role", "button");
    element.style.cursor = "pointer";
    const press = () => { choose(state); element.focus(); };
    element.addEventListener("click", press);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(); }
    });
  }

  function draw() {
    // Runs that still grow can have more rounds than these.
    const round = Math.min(shared.round, data.rounds.length - 1);
    slider.value = round;
    write(byId("round-name"), when(data, round));
    put(slider, "aria-valuetext", when(data, round));
    drawNetwork(round, chosen, Number(from.value) * 1000);
    drawTiles(round, chosen);
    // A state that left the world cannot be reached any more.
    for (const id of ["network", "map"]) moveAmong(byId(id), "[role=button]");
    tellState(data, rel, round, chosen);
    tellEvents(data, round, chosen);
  }

  function stop() {
    clearTimeout(shared.timer);
    shared.timer = null;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "Play";
  }
  play.onclick = () => {
    if (shared.timer) return stop();
    if (shared.round === data.rounds.length - 1) shared.round = 0;
    play.setAttribute("aria-pressed", "true");
    play.textContent = "Pause";
    // The data may be others by the next step.
    const step = () => {
      const last = shared.data.rounds.length - 1;
      look(Math.min(shared.round + 1, last), shared.parts.get("rounds"));
      if (shared.round >= last) stop();
      else shared.timer = setTimeout(step, 1000 / Number(speed.value));
    };
    shared.timer = setTimeout(step, 1000 / Number(speed.value));
    look(shared.round, draw);
  };
  slider.oninput = () => look(Number(slider.value), draw);
  const beside = (step) => () => look(Math.min(data.rounds.length - 1, Math.max(0, shared.round + step)), draw);
  byId("back").onclick = beside(-1);
  byId("step").onclick = beside(1);
  from.onchange = () => { keep("ties", from.value); draw(); };
  shared.parts.set("rounds", draw);
  draw();
}
