// Tables that a round writes again: their cells stay, and only texts that differ change.

// Shows the parts of a table, or none.
function fill(table, parts) {
  if (table.firstChild !== (parts[0] ?? null)) table.replaceChildren(...parts);
}

// A table with a head and a number of rows that begin with a name. Returns its parts and the function that writes it.
function gridTable(heads, number) {
  const head = html("thead"), body = html("tbody"), first = html("tr", head);
  for (const text of heads) html("th", first, text);
  const rows = Array.from({ length: number }, () => {
    const row = html("tr", body);
    return heads.map((_, k) => html(k ? "td" : "th", row));
  });
  const fillCells = (texts) => texts.forEach((line, n) => line.forEach((text, k) => write(rows[n][k], text)));
  return { parts: [head, body], body, write: fillCells };
}

// A table of terms with bars, and their sum in the last row if there is one.
function termsTable() {
  const body = html("tbody"), lines = [], foot = html("tr");
  foot.className = "sum";
  const total = html("td", foot), meaning = html("td", foot);

  function line() {
    const row = html("tr"), value = html("td", row), cell = html("td", row), bar = html("span", cell);
    bar.className = "bar";
    const words = cell.appendChild(document.createTextNode(""));
    return { row, value, bar, words };
  }

  function fillRows(entries, sum = null) {
    const widest = Math.max(1, ...entries.map(([value]) => Math.abs(value)));
    if (!sum) foot.remove();
    else if (!foot.parentNode) body.append(foot);
    while (lines.length < entries.length) lines.push(line());
    lines.forEach(({ row, value, bar, words }, k) => {
      if (k >= entries.length) return row.remove();
      const [number, text] = entries[k];
      write(value, said(number, true));
      put(bar, "style", `width:${((70 * Math.abs(number)) / widest).toFixed(0)}px;background:${number < 0 ? "#b24800" : "#0062a0"}`);
      if (words.data !== text) words.data = text;
      if (!row.parentNode) body.insertBefore(row, sum ? foot : null);
    });
    if (sum) [total, meaning].forEach((cell, k) => write(cell, k ? sum[1] : said(sum[0], true)));
  }
  return { parts: [body], write: fillRows };
}
