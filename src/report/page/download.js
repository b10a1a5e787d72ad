// What can be saved: figures as they are, tables as CSV.
function save(name, type, text) {
  const link = document.createElement("a");
  link.href = type === "url" ? text : URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  if (type !== "url") setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A button that saves a file.
function saveButton(parent, text, act) {
  const button = html("button", parent, text);
  button.type = "button";
  button.className = "get";
  button.addEventListener("click", act);
  return button;
}

// The height of the title above a saved picture.
const TITLE = 36;

function sizeOf(image) {
  const box = image.viewBox.baseVal;
  return { width: box.width, height: box.height + (image.getAttribute("aria-label") ? TITLE : 0) };
}

// The text of an image, with the font and the style of the page, in its own size.
function svgText(image) {
  const copy = image.cloneNode(true), { width, height } = sizeOf(image), box = image.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  // A picture that goes elsewhere says what it shows. The figures of takvin plot have their titles.
  const title = image.getAttribute("aria-label");
  if (title) {
    copy.setAttribute("viewBox", `${box.x} ${box.y - TITLE} ${width} ${height}`);
    svg("text", { x: box.x + 8, y: box.y - 12, style: "font-size:15px;font-weight:bold" }, copy, `${document.querySelector("h1").textContent}: ${title}`);
  }
  const style = svg("style", {}, null, `${document.querySelector("style").textContent}`);
  copy.setAttribute("class", "chart");
  copy.prepend(style);
  return inLight(new XMLSerializer().serializeToString(copy));
}

function saveSvg(name, image) {
  save(`${name}.svg`, "image/svg+xml", svgText(image));
}

// An image as points, twice as many as on the screen, on white.
async function savePng(name, image) {
  const address = URL.createObjectURL(new Blob([svgText(image)], { type: "image/svg+xml" }));
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = html("canvas", null), { width, height } = sizeOf(image);
  Object.assign(canvas, { width: 2 * width, height: 2 * height });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  save(`${name}.png`, "url", canvas.toDataURL("image/png"));
}

// The two buttons of an image that is found when it is wanted.
function imageButtons(parent, name, find) {
  saveButton(parent, "Download SVG", () => find() && saveSvg(name, find()));
  saveButton(parent, "Download PNG", () => find() && savePng(name, find()));
}

// A figure for paper: the light colours, written out, because not every program knows the names of colours.
const LIGHT = { ink: "#1e2024", faint: "#5a5f68", line: "#d9dce1", grid: "#e4e6ea", paper: "#fff", tint: "#f4f5f7", low: "#b24800", high: "#0062a0", red: "#d55e00" };
function inLight(text) {
  return text.replace(/var\(--([a-z]+)\)/g, (whole, name) => LIGHT[name] ?? whole);
}

function csv(rows) {
  const cell = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map((one) => cell(String(one))).join(",")).join("\n") + "\n";
}

// A cell as a number that other programs read: a plain minus sign, and empty if the value is missing.
const plainCell = (text) => (text === "–" ? "" : text.replaceAll("−", "-"));

function saveTable(name, table) {
  const cells = (row) => Array.from(row.cells, (cell) => plainCell(cell.textContent.trim()));
  save(`${name}.csv`, "text/csv", csv(Array.from(table.rows, cells)));
}

function downloadPart() {
  for (const figure of document.querySelectorAll("figure.print")) {
    const name = figure.id.replace("figure-", ""), image = figure.querySelector("svg, img");
    const caption = figure.querySelector("figcaption");
    if (image.tagName === "IMG") saveButton(caption, "Download PNG", () => save(`${name}.png`, "url", image.src));
    else imageButtons(caption, name, () => image);
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    saveButton(table.closest("details").querySelector(".note"), "Download CSV", () => saveTable(table.id.replace("table-", ""), table));
  }
  liveImages();
}

// The images of a round.
function liveImages() {
  for (const id of ["network", "map"]) {
    const place = byId(id);
    if (place) imageButtons(place.parentElement.querySelector("figcaption"), id, () => place.querySelector("svg"));
  }
}
