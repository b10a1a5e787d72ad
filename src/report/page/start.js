"use strict";
// The page's data, unpacked once and read by the parts below. Numbers are stored as whole thousandths.
const byId = (id) => document.getElementById(id);
const MISSING = null;

async function unpack() {
  const text = byId("packed").textContent.trim();
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// Converts thousandths to a number with three decimals, and a missing number to a dash.
function said(thousandths, sign = false) {
  if (thousandths === MISSING || thousandths === undefined) return "–";
  const text = (Math.abs(thousandths) / 1000).toFixed(3);
  return (thousandths < 0 ? "−" : sign && thousandths > 0 ? "+" : "") + text;
}

// Columns are stored as differences from round to round. A missing value does not break the sum.
function undo(differences) {
  let last = 0;
  return differences.map((step) => (step === MISSING ? MISSING : (last += step)));
}

// One dispute, two disputes.
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function svg(name, attributes, parent, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
}

function html(name, parent, text) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
}

// Changes an attribute if its value is another, and takes it away if the value is missing. The browser works on every
// change, also on one to the same value.
function put(element, name, value) {
  const before = element.getAttribute(name);
  if (value === null) {
    if (before !== null) element.removeAttribute(name);
  } else if (before !== String(value)) element.setAttribute(name, value);
}

// Changes a text if it is another.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function option(select, value, text, chosen = false) {
  const element = html("option", select, text);
  element.value = value;
  element.selected = chosen;
  return element;
}

// A colour between confrontation or authoritarianism (-1) and cooperation or participation (1).
function diverge(share) {
  const end = share < 0 ? [178, 72, 0] : [0, 98, 160];
  const part = Math.min(1, Math.abs(share));
  const mixed = end.map((channel) => Math.round(246 + (channel - 246) * part));
  return `rgb(${mixed.join(",")})`;
}

const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6E6E6E", "#967800"];
const DASHES = ["", "10 6", "3 4", "16 5 3 5"];

function when(data, round) {
  return data.clock === "round" ? `round ${data.rounds[round]}` : `${data.years[round]} (round ${data.rounds[round]})`;
}
