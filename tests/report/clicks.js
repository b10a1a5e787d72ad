// Uses the report as a reader does, in a frame of a given width, and records what it shows.
const results = {};
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function begin(width) {
  return new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.width = width;
    frame.height = 900;
    frame.srcdoc = REPORT;
    document.body.append(frame);
    frame.addEventListener("load", async () => {
      const page = frame.contentDocument;
      for (let tries = 0; tries < 400 && page.documentElement.dataset.ready !== "yes"; tries++) await wait(10);
      done({ frame, page, window: frame.contentWindow });
    });
  });
}

function change(element, value) {
  element.value = value;
  element.dispatchEvent(new element.ownerDocument.defaultView.Event("input", { bubbles: true }));
  element.dispatchEvent(new element.ownerDocument.defaultView.Event("change", { bubbles: true }));
}

const key = (element, name) =>
  element.dispatchEvent(new element.ownerDocument.defaultView.KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
const choice = (select, text) => Array.from(select.options).find((one) => one.textContent === text).value;
const cells = (table) => Array.from(table.querySelectorAll("tbody tr"), (row) => Array.from(row.cells, (cell) => cell.textContent));

async function use(width) {
  const { page, window } = await begin(width);
  const byId = (id) => page.getElementById(id);
  const seen = { ready: page.documentElement.dataset.ready, hidden: [] };
  for (const id of ["drift", "rounds", "why"]) if (byId(id).hidden) seen.hidden.push(id);

  // At first four states are shown. One of them has the bands, and another when it is chosen.
  const banded = () => [...new Set(Array.from(page.querySelectorAll("#drift-charts polygon"), (one) => one.getAttribute("fill")))];
  seen.banded = [banded()];
  seen.note = byId("drift-note").textContent;
  page.querySelectorAll("#drift-values tbody button")[1].click();
  seen.banded.push(banded());
  seen.ticks = Array.from(page.querySelectorAll("#drift-charts [data-year]"), (one) => Number(one.dataset.year));

  // Drift: one state alone, one measure, its median; then single runs.
  const boxes = Array.from(page.querySelectorAll("#drift-states label"));
  for (const label of boxes) if (label.firstChild.checked !== (label.textContent === STATE)) label.firstChild.click();
  const wanted = ["Provision", "Policy"];
  for (const label of page.querySelectorAll("#drift-measures label")) {
    if (label.firstChild.checked !== wanted.includes(label.textContent)) label.firstChild.click();
  }
  const chart = byId("drift-charts");
  // Column by column.
  const values = () => {
    const rows = Array.from(page.querySelectorAll("#drift-values tbody tr"), (row) => Array.from(row.querySelectorAll("b"), (bold) => bold.textContent));
    return rows[0].flatMap((_, column) => rows.map((row) => row[column]));
  };
  const settled = () => wait(60);
  key(chart, "Home");
  for (let k = 0; k < ROUND; k++) key(chart, "ArrowRight");
  seen.median = values();
  change(byId("drift-show"), "runs");
  for (const one of byId("drift-runs").options) one.selected = true;
  byId("drift-runs").dispatchEvent(new window.Event("change"));
  seen.runs = values();
  seen.lines = Array.from(page.querySelectorAll("#drift-charts path"), (path) => path.dataset.series);

  // Round by round: the slider, a state chosen with the keyboard, and once more with the pointer.
  change(byId("round"), ROUND);
  seen.round = byId("round-name").textContent;
  await settled();
  seen.shared = [page.querySelector("#drift-values caption").textContent, byId("why-round").selectedOptions[0].textContent];
  seen.events = Array.from(page.querySelectorAll("#round-events li"), (line) => line.textContent);
  seen.open = byId("round-state").textContent;
  const node = Array.from(page.querySelectorAll("#network g")).find((one) => one.textContent === STATE);
  node.focus();
  key(node, "Enter");
  seen.chosen = byId("chosen-governance").textContent;
  seen.focused = page.activeElement.id === node.id;
  const tile = Array.from(page.querySelectorAll("#map g")).find((one) => one.querySelector("text").textContent === STATE);
  seen.pressed = tile.getAttribute("aria-pressed");
  tile.dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
  seen.unchosen = byId("chosen-governance") === null;
  seen.tiles = Array.from(page.querySelectorAll("#map g[aria-label]"), (one) => one.getAttribute("aria-label"));
  byId("play").click();
  seen.playing = byId("play").textContent;
  await wait(1000);
  byId("play").click();
  seen.played = Number(byId("round").value);

  // An event opens its why.
  change(byId("round"), ROUND);
  const event = Array.from(page.querySelectorAll("#round-events button")).find((one) => /^[a-z ]+: \w+ – \w+/.test(one.textContent));
  if (event) {
    seen.event = event.textContent;
    event.click();
    await settled();
    seen.opened = ["why-state", "why-toward", "why-round"].map((id) => byId(id).selectedOptions[0].textContent);
  }

  // Why.
  change(byId("why-state"), choice(byId("why-state"), STATE));
  change(byId("why-toward"), choice(byId("why-toward"), OTHER));
  change(byId("why-round"), ROUND - 1);
  seen.deed = byId("why-deed").textContent;
  seen.beliefs = cells(byId("why-beliefs"));
  seen.cooperation = cells(byId("why-cooperation"));
  seen.confrontation = cells(byId("why-confrontation"));
  seen.governance = cells(byId("why-governance"));
  await settled();
  seen.also = [byId("round-name").textContent, page.querySelector("#drift-values caption").textContent];
  seen.backlog = Array.from(page.querySelectorAll("#why-backlog tr.now > *"), (cell) => cell.textContent);
  seen.backlogRows = byId("why-backlog").tBodies[0].rows.length;
  seen.address = window.eval("address.toString()");

  // What can be saved.
  const saved = {};
  window.URL.createObjectURL = (blob) => { saved.blob = blob; return "data:,"; };
  window.HTMLAnchorElement.prototype.click = function () { saved.name = this.download; };
  const take = async (button) => { button.click(); return [saved.name, await saved.blob.text()]; };
  seen.tableFile = await take(byId("table-states").closest("details").querySelector("button.get"));
  seen.figureFile = await take(page.querySelector("#figure-drift button.get"));
  seen.driftFile = await take(page.querySelector("#drift-get button"));
  seen.figureFile[1] = seen.figureFile[1].slice(0, 200);

  // Tables: sorted by the second column, downward, then upward.
  const table = byId("table-states");
  // The number of lines that each name takes.
  seen.lettered = Array.from(table.querySelectorAll("tbody th"), (head) => {
    const range = page.createRange();
    range.selectNodeContents(head);
    return [head.textContent, new Set(Array.from(range.getClientRects(), (box) => box.top)).size];
  });
  const heads = table.querySelectorAll("thead th");
  seen.states = cells(table);
  heads[1].querySelector("button").click();
  seen.down = [heads[1].getAttribute("aria-sort"), ...cells(table).map((row) => row[1])];
  heads[1].querySelector("button").click();
  seen.up = [heads[1].getAttribute("aria-sort"), ...cells(table).map((row) => row[1])];
  const drift = Array.from(heads).findIndex((head) => head.textContent.startsWith("drift"));
  heads[drift].querySelector("button").click();
  seen.drifts = cells(table).map((row) => row[drift]);
  seen.outcomes = cells(byId("table-outcomes"));

  // What a hand or a keyboard needs, and what a narrow screen must not do.
  seen.wider = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  const small = (one) => one.getBoundingClientRect().height > 0 && one.getBoundingClientRect().height < 24;
  seen.small = Array.from(page.querySelectorAll("button, select, summary")).filter(small).map((one) => one.outerHTML.slice(0, 80));
  seen.nameless = Array.from(page.querySelectorAll("select, input")).filter((one) => !one.labels.length).length;
  seen.figures = page.querySelectorAll("figure.print svg, figure.print img").length;
  const letters = Array.from(page.querySelectorAll("figure.print svg text"), (one) => one.getBoundingClientRect()).map((box) => Math.min(box.height, Math.max(box.width, 7)));
  seen.letters = letters.reduce((least, one) => Math.min(least, one));
  seen.errors = window.errors;
  return seen;
}

(async () => {
  try {
    for (const width of [390, 1280]) results[width] = await use(width);
  } catch (error) {
    results.failed = String(error.stack || error);
  }
  const out = document.createElement("pre");
  out.id = "results";
  out.textContent = JSON.stringify(results);
  document.body.append(out);
})();
