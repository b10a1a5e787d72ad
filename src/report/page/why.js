// Why a state decided as it did: the terms behind a decision, and the effect of the round on its governance.
function whyPart(data) {
  const why = data.why;
  const state = byId("why-state"), toward = byId("why-toward"), round = byId("why-round");
  const rounds = why.rounds.length;
  for (const select of [state, toward, round]) select.textContent = "";
  const columns = why.decisions.map((column) => {
    const whole = [];
    for (let pair = 0; pair < why.pairs.length; pair++) whole.push(undo(column.slice(pair * rounds, (pair + 1) * rounds)));
    return whole;
  });
  const own = [...new Set(why.pairs.map(([me]) => me))], known = new Set(why.pairs.map(([me, other]) => `${me} ${other}`));
  const named = (key) => data.states.indexOf(address.get(key));
  const first = own.includes(named("why")) ? named("why") : data.foremost.find((one) => own.includes(one));
  own.forEach((one) => option(state, one, data.states[one], one === first));
  why.rounds.forEach((one, at) => option(round, at, why.years[at] === one ? `${one}` : `${why.years[at]} (round ${one})`));

  // The round with reasons that is nearest to the round looked at.
  function nearest() {
    const wanted = data.rounds[shared.round];
    return why.rounds.reduce((best, one, at) => (Math.abs(one - wanted) < Math.abs(why.rounds[best] - wanted) ? at : best), 0);
  }
  const go = (at) => look(data.rounds.indexOf(why.rounds[at]), draw);
  const number = (pair, at, column) => columns[why.columns.indexOf(column)][pair][at];

  function others() {
    const before = toward.value;
    toward.textContent = "";
    why.pairs.filter(([me]) => me === Number(state.value)).forEach(([, other]) => option(toward, other, data.states[other], String(other) === before));
    if (before === "") {
      const other = named("toward"), there = Array.from(toward.options, (one) => Number(one.value));
      const wanted = there.includes(other) ? other : data.foremost.find((one) => one !== Number(state.value));
      if (wanted !== undefined) toward.value = wanted;
      if (toward.selectedIndex < 0) toward.selectedIndex = 0;
    }
  }

  const beliefs = gridTable(["", "believed", "true"], 4), governance = gridTable(["", "before", "drawn to", "after", "changed by"], why.components.length);
  const foot = html("td", html("tr", governance.body), "The value after includes noise, events and clamps, so it can move away from the target.");
  foot.colSpan = 5;
  foot.className = "note";
  const cooperation = termsTable(), confrontation = termsTable(), pressures = termsTable();
  const backlog = backlogTable(data, go);
  const strongest = (entries) => entries.filter(([value]) => value).sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]));

  function draw() {
    const me = Number(state.value), other = Number(toward.value), at = nearest();
    if (round.selectedIndex !== at) round.selectedIndex = at;
    drawDecision(me, other, at);
    drawGovernance(why.governance[why.deciders.indexOf(me)]?.[at]);
    backlog(me, at);
  }

  function drawDecision(me, other, at) {
    const pair = why.pairs.findIndex(([a, b]) => a === me && b === other);
    const deed = byId("why-deed");
    const act = pair < 0 ? MISSING : number(pair, at, "act");
    const tables = { "why-beliefs": beliefs, "why-cooperation": cooperation, "why-confrontation": confrontation };
    for (const [id, table] of Object.entries(tables)) fill(byId(id), act === MISSING ? [] : table.parts);
    if (act === MISSING) {
      write(deed, `${data.states[me]} made no decision toward ${data.states[other] || "any state"} in this round, because one of them was not in the world.`);
      return;
    }
    const instrument = number(pair, at, "instrument");
    const percent = (column) => `${(number(pair, at, column) / 10).toFixed(1)} %`;
    const did = `${data.states[me]} ${["cooperated with", "abstained toward", "confronted"][act]} ${data.states[other]}`;
    const by = instrument === MISSING ? "" : ` by ${why.instruments[instrument]}, effort ${said(number(pair, at, "effort"))}`;
    write(deed, `${did}${by}. The probability to cooperate was ${percent("p_cooperate")}, to confront ${percent("p_confront")}.`);
    const of = (column, signed) => said(number(pair, at, column), signed);
    beliefs.write([
      [`posture of ${data.states[other]} toward it`, of("posture_believed", true), of("posture_true", true)],
      [`power of ${data.states[other]}`, of("power_believed"), of("power_true")],
      ["its own power", of("own_power_believed"), of("own_power_true")],
      ["threat it perceived", of("threat"), ""],
    ]);
    for (const [table, terms, total] of [[cooperation, why.cooperation, "u_cooperate"], [confrontation, why.confrontation, "u_confront"]]) {
      table.write(strongest(terms.map(([name, meaning]) => [number(pair, at, name), meaning])), [number(pair, at, total), "together"]);
    }
  }

  function drawGovernance(changes) {
    fill(byId("why-governance"), changes ? governance.parts : []);
    fill(byId("why-pressures"), changes ? pressures.parts : []);
    if (!changes) return;
    pressures.write(strongest(changes.pressures.map((value, k) => [value, `${why.pressures[k][0]}: ${why.pressures[k][1]}`])).slice(0, 10));
    governance.write(why.components.map((name, k) => {
      const [before, target, after] = changes.moved[k];
      return [name, said(before), said(target), said(after), said(after - before, true)];
    }));
  }

  // Opens the reasons of a state, toward another if it decided toward it. Returns null if the page does not have them.
  shared.why = (me, other) => {
    if (!own.includes(me)) return null;
    const there = known.has(`${me} ${other}`);
    if (other >= 0 && !there) return null;
    return () => {
      state.value = me;
      others();
      if (there) toward.value = other;
      chosen();
      byId("why").scrollIntoView();
      state.focus({ preventScroll: true });
    };
  };

  function chosen() {
    keep("why", data.states[Number(state.value)]);
    keep("toward", data.states[Number(toward.value)] ?? []);
    draw();
  }
  state.onchange = () => { others(); chosen(); };
  toward.onchange = chosen;
  round.onchange = () => go(Number(round.value));
  shared.parts.set("why", draw);
  others();
  draw();
}
