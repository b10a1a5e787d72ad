// What came onto the security agenda of a state and what left it, by round. The table is made once for a state. A round
// moves the mark of its row.
function backlogTable(data, go) {
  const why = data.why, table = byId("why-backlog"), words = byId("why-backlog-said"), box = table.parentElement;
  const COUNTS = 8;
  const number = (value) => (value % 1000 === 0 ? String(value / 1000) : (value / 1000).toFixed(1));
  let shown = null, rows = [], lines = [], marked = null;

  function list(me) {
    shown = me;
    rows = why.backlog[why.deciders.indexOf(me)] ?? [];
    marked = null;
    table.textContent = "";
    const head = html("tr", html("thead", table));
    html("th", head, data.clock).scope = "col";
    for (const [name, meaning] of why.backlog_columns) {
      const cell = html("th", head, name);
      cell.scope = "col";
      cell.title = meaning;
    }
    const body = html("tbody", table);
    lines = rows.map((row, at) => {
      if (!row) return null;
      const line = html("tr", body);
      const button = html("button", html("th", line), String(why.years[at]));
      button.type = "button";
      button.addEventListener("click", () => go(at));
      row.forEach((value, k) => html("td", line, k < COUNTS ? number(value) : said(value)));
      return line;
    });
  }

  function say(me, at) {
    const [before, real, spurious, state, civic, firms, left, after] = rows[at];
    const change = after - before;
    const verb = change > 0 ? `grew by ${number(change)}` : change < 0 ? `shrank by ${number(-change)}` : "did not change";
    const issues = before === 1000 ? "1 unresolved security issue" : `${number(before)} unresolved security issues`;
    return (
      `In ${data.clock === "round" ? "round " : ""}${why.years[at]} the backlog of ${data.states[me]} ${verb}, from ${issues} to ${number(after)}. ` +
      `Came in: ${number(real)} real, ${number(spurious)} that ${spurious === 1000 ? "is" : "are"} not a threat. ` +
      `Resolved: ${number(state)} by state bodies, ${number(civic)} by civic bodies, ${number(firms)} by firms. Left unsolved: ${number(left)}.`
    );
  }

  return (me, at) => {
    if (me !== shown) list(me);
    const line = lines[at] ?? null;
    if (marked && marked !== line) put(marked, "class", null);
    marked = line;
    write(words, line ? say(me, at) : "");
    if (!line) return;
    put(line, "class", "now");
    box.scrollTop = line.offsetTop - box.clientHeight / 2;
  };
}
