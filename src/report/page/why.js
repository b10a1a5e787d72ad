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
  const own = [...new Set(why.pairs.map(([me]) => me))];
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

  function rows(table, entries, sum) {
    table.textContent = "";
    const widest = Math.max(1, ...entries.map(([value]) => Math.abs(value)));
    const body = html("tbody", table);
    for (const [value, meaning] of entries) {
      const row = html("tr", body);
      html("td", row, said(value, true));
      const cell = html("td", row);
      const bar = html("span", cell);
      bar.className = "bar";
      bar.style.width = `${((70 * Math.abs(value)) / widest).toFixed(0)}px`;
      bar.style.background = value < 0 ? "#b24800" : "#0062a0";
      cell.append(meaning);
    }
    if (sum) {
      const row = html("tr", body);
      row.className = "sum";
      html("td", row, said(sum[0], true));
      html("td", row, sum[1]);
    }
  }

  function draw() {
    const me = Number(state.value), other = Number(toward.value), at = nearest();
    round.value = at;
    const pair = why.pairs.findIndex(([a, b]) => a === me && b === other);
    const deed = byId("why-deed");
    const act = pair < 0 ? MISSING : number(pair, at, "act");
    if (act === MISSING) {
      deed.textContent = `${data.states[me]} made no decision toward ${data.states[other] || "any state"} in this round, because one of them was not in the world.`;
      for (const id of ["why-beliefs", "why-cooperation", "why-confrontation"]) byId(id).textContent = "";
    } else {
      const instrument = number(pair, at, "instrument");
      const percent = (column) => `${(number(pair, at, column) / 10).toFixed(1)} %`;
      const did = `${data.states[me]} ${["cooperated with", "abstained toward", "confronted"][act]} ${data.states[other]}`;
      const by = instrument === MISSING ? "" : ` by ${why.instruments[instrument]}, effort ${said(number(pair, at, "effort"))}`;
      deed.textContent = `${did}${by}. The probability to cooperate was ${percent("p_cooperate")}, to confront ${percent("p_confront")}.`;
      const beliefs = byId("why-beliefs");
      beliefs.textContent = "";
      const head = html("tr", html("thead", beliefs));
      ["", "believed", "true"].forEach((text) => html("th", head, text));
      const body = html("tbody", beliefs);
      for (const [text, believed, truth] of [
        [`posture of ${data.states[other]} toward it`, "posture_believed", "posture_true"],
        [`power of ${data.states[other]}`, "power_believed", "power_true"],
        ["its own power", "own_power_believed", "own_power_true"],
        ["threat it perceived", "threat", null],
      ]) {
        const row = html("tr", body);
        html("th", row, text);
        const signed = believed === "posture_believed";
        html("td", row, said(number(pair, at, believed), signed));
        html("td", row, truth ? said(number(pair, at, truth), signed) : "");
      }
      for (const [id, terms, total] of [["why-cooperation", why.cooperation, "u_cooperate"], ["why-confrontation", why.confrontation, "u_confront"]]) {
        const entries = terms.map(([name, meaning]) => [number(pair, at, name), meaning]).filter(([value]) => value);
        rows(byId(id), entries.sort((a, b) => Math.abs(b[0]) - Math.abs(a[0])), [number(pair, at, total), "together"]);
      }
    }
    drawBacklog(me, at);
    const changes = why.governance[why.deciders.indexOf(me)]?.[at];
    const table = byId("why-governance"), pressures = byId("why-pressures");
    table.textContent = pressures.textContent = "";
    if (!changes) return;
    const entries = changes.pressures.map((value, k) => [value, `${why.pressures[k][0]}: ${why.pressures[k][1]}`]).filter(([value]) => value);
    rows(pressures, entries.sort((a, b) => Math.abs(b[0]) - Math.abs(a[0])).slice(0, 10));
    const head = html("tr", html("thead", table));
    ["", "before", "drawn to", "after", "changed by"].forEach((text) => html("th", head, text));
    const body = html("tbody", table);
    why.components.forEach((name, k) => {
      const [before, target, after] = changes.moved[k];
      const row = html("tr", body);
      html("th", row, name);
      [said(before), said(target), said(after), said(after - before, true)].forEach((text) => html("td", row, text));
    });
    const foot = html("td", html("tr", body), "The value after includes noise, events and clamps, so it can move away from the target.");
    foot.colSpan = 5;
    foot.className = "note";
  }

  // What came onto the security agenda and what left it, by round.
  function drawBacklog(me, now) {
    const rows = why.backlog[why.deciders.indexOf(me)] ?? [];
    const table = byId("why-backlog"), said_ = byId("why-backlog-said");
    table.textContent = said_.textContent = "";
    const count = (value) => (value % 1000 === 0 ? String(value / 1000) : (value / 1000).toFixed(1));
    const COUNTS = 8;
    const head = html("tr", html("thead", table));
    html("th", head, data.clock).scope = "col";
    for (const [name, meaning] of why.backlog_columns) {
      const cell = html("th", head, name);
      cell.scope = "col";
      cell.title = meaning;
    }
    const body = html("tbody", table);
    let current = null;
    rows.forEach((row, at) => {
      if (!row) return;
      const line = html("tr", body);
      const button = html("button", html("th", line), String(why.years[at]));
      button.type = "button";
      button.addEventListener("click", () => go(at));
      row.forEach((value, k) => html("td", line, k < COUNTS ? count(value) : said(value)));
      if (at === now) {
        line.className = "now";
        current = line;
      }
    });
    const row = rows[now];
    if (!row) return;
    const [before, real, spurious, state_, civic, firms, left, after] = row;
    const change = after - before;
    const verb = change > 0 ? `grew by ${count(change)}` : change < 0 ? `shrank by ${count(-change)}` : "did not change";
    said_.textContent =
      `In ${why.years[now]} the backlog of ${data.states[me]} ${verb}, from ${count(before)} unresolved security issues to ${count(after)}. ` +
      `Came in: ${count(real)} real, ${count(spurious)} that are not a threat. Resolved: ${count(state_)} by state bodies, ${count(civic)} by civic bodies, ${count(firms)} by firms. ` +
      `Left unsolved: ${count(left)}.`;
    const box = table.parentElement;
    box.scrollTop = current.offsetTop - box.clientHeight / 2;
  }

  // Opens the reasons of a state, toward another if it decided toward it. Returns null if the page does not have them.
  shared.why = (me, other) => {
    if (!own.includes(me)) return null;
    const there = why.pairs.some(([a, b]) => a === me && b === other);
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
