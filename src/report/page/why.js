// Why a state decided as it did: the terms behind a decision, and what the round did to its governance.
function whyPart(data) {
  const why = data.why;
  const state = byId("why-state"), toward = byId("why-toward"), round = byId("why-round");
  const rounds = why.rounds.length;
  const columns = why.decisions.map((column) => {
    const whole = [];
    for (let pair = 0; pair < why.pairs.length; pair++) whole.push(undo(column.slice(pair * rounds, (pair + 1) * rounds)));
    return whole;
  });
  const own = [...new Set(why.pairs.map(([me]) => me))];
  own.forEach((one) => option(state, one, data.states[one], one === data.foremost.find((f) => own.includes(f))));
  why.rounds.forEach((one, at) => option(round, at, why.years[at] === one ? `${one}` : `${why.years[at]} (round ${one})`, at === Math.min(2, why.rounds.length - 1)));
  const number = (pair, at, column) => columns[why.columns.indexOf(column)][pair][at];

  function others() {
    const before = toward.value;
    toward.textContent = "";
    why.pairs.filter(([me]) => me === Number(state.value)).forEach(([, other]) => option(toward, other, data.states[other], String(other) === before));
    if (before === "") {
      const wanted = data.foremost.find((one) => one !== Number(state.value));
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
    const me = Number(state.value), other = Number(toward.value), at = Number(round.value);
    const pair = why.pairs.findIndex(([a, b]) => a === me && b === other);
    const deed = byId("why-deed");
    const act = pair < 0 ? MISSING : number(pair, at, "act");
    if (act === MISSING) {
      deed.textContent = `${data.states[me]} decided nothing toward ${data.states[other] || "anybody"} then: one of them was not in the world.`;
      for (const id of ["why-beliefs", "why-cooperation", "why-confrontation"]) byId(id).textContent = "";
    } else {
      const instrument = number(pair, at, "instrument");
      const percent = (column) => `${(number(pair, at, column) / 10).toFixed(1)} %`;
      const did = `${data.states[me]} ${["cooperated with", "abstained toward", "confronted"][act]} ${data.states[other]}`;
      const by = instrument === MISSING ? "" : ` by ${why.instruments[instrument]}, effort ${said(number(pair, at, "effort"))}`;
      deed.textContent = `${did}${by}. It was to cooperate with probability ${percent("p_cooperate")}, to confront with ${percent("p_confront")}.`;
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
    const changes = why.governance[own.indexOf(me)][at];
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
    const foot = html("td", html("tr", body), "After also holds noise, events and clamps, so it need not lie toward what draws it.");
    foot.colSpan = 5;
    foot.className = "note";
  }

  state.addEventListener("change", () => { others(); draw(); });
  toward.addEventListener("change", draw);
  round.addEventListener("change", draw);
  others();
  draw();
}
