// What the words of the page mean, in one sentence each, as in the glossary of the documentation. In a template `<dfn>` marks a
// word, and `title` explains a control; both are shown on hover and on focus, and read to those who listen.
const WORDS = {
  "replicates": "Runs of the same scenario that differ by chance only.",
  "rounds": "Steps of the model. A round is a year by default.",
  "seed": "The number from which chance is made. The same scenario, seed and replicate number always give the same run, so that only what you change differs.",
  "baseline": "The runs with which those of a change are compared.",
  "same chance": "Run 3 of both sides uses the same random numbers, so the difference between them comes from what you changed (common random numbers).",
  "95 % interval": "A range around a mean or a difference. If everything were repeated with other chance, 95 of 100 such ranges would hold the true value. More replicates make it narrower.",
  "median and bands": "Half of the runs are above the median and half below. The dark band holds the middle half of the runs, the light band nine tenths.",
  "outcome": "One number for a whole run, such as the governance at its end or the rate of wars.",
  "outcome expression": "A formula over the tables of a run that gives one number, such as mean(world.polarisation, last 20).",
  "coarse to fine": "A few cells that are far apart come first, and the cells between them later. Until a cell has runs, it has the colour of a coarser one.",
  "border": "The line where the outcome crosses this value. Leave it empty for no line.",
  "mechanisms": "Parts of the model that claims of the theory rest on. The letters and numbers in brackets are these claims. A mechanism that is off has no effect.",
  "governance": "How a state answers four questions about security: meaning, referent, securitisation and provision. The mean of the four, from 0 (authoritarian) to 1 (participatory).",
  "meaning": "What is security? 0: survival against military threat. 1: a good life for everybody, free from fear and want.",
  "referent": "Whose security (the referent object)? 0: that of the regime. 1: that of individuals, and of a state that serves them.",
  "securitisation": "How does a matter become a security issue? 0: by command. 1: by persuasion of a broad audience.",
  "provision": "How is security provided? 0: by military power under state monopoly. 1: by several forms of power, shared with civic bodies and firms.",
  "political system": "The political system: how rulers come and go, from 0 (authoritarian) to 1 (participatory). It is not one of the four components of governance.",
  "policy": "The mean posture of a state toward others, from −1 (confrontational) to 1 (cooperative).",
  "posture": "What a state does toward another over time, from −1 (confrontational) to 1 (cooperative).",
  "threat": "The threat that a state perceives from others, from 0 to 1. What it owes to allies is counted.",
  "perceived threat": "The threat that a state sees in another, from 0 to 1. It comes from what the state believes, which need not be true.",
  "authority": "Credibility and effectiveness of those who govern, from 0 to 1.",
  "support": "Popular support of the policy, from 0 to 1.",
  "backlog": "Security issues that are accepted and not resolved, as rounds of work that wait, from 0 to 1.",
  "belief error": "How far a state's beliefs about the postures of others are from the truth, on average.",
  "wealth": "Output of the economy in a round. A typical state has 1.",
  "power": "All forms of power together. The mean of states is 1.",
  "ties": "Trade, contacts of people, and security ties between two states; each from 0 to 1. A line is drawn where their mean is at least the value chosen.",
  "alliances": "States that are allied. A threat to an ally counts in part as one's own.",
  "bloc": "States whose chain of strongest allies ends at the same leader. No scenario gives blocs; they come out of the run.",
  "disputes": "The first stage of a quarrel between two states. It may become a crisis, be settled, or lapse.",
  "crises": "The second stage of a quarrel between two states, with force. It may become a war.",
  "wars": "The last stage of a quarrel between two states. A war is won, settled, or frozen, or a side collapses.",
  "believed": "What a state takes to be true. States act on belief, not on the truth.",
  "utility": "How much speaks for an act, all reasons added. The utility of abstaining is 0, and the act with the highest is the likeliest.",
  "logits": "The scale on which causes add up before they become a level between 0 and 1. At 0.5, +1 moves a level to 0.73, and −1 to 0.27.",
  "security agenda": "Issues that have been accepted as security issues and are not resolved.",
  "persuasion": "A matter becomes a security issue as far as state bodies and society are convinced.",
  "command": "A matter becomes a security issue by order of the rulers. Command needs a popular base.",
};

WORDS["± 95 %"] = WORDS["95 % interval"];

// Describes an element by a text: in a box on hover and focus, and to a screen reader.
const explained = new Map();
function explain(element, text) {
  if (!text) return;
  if (!explained.has(text)) {
    const hidden = html("span", byId("meanings"), text);
    hidden.id = `meaning-${explained.size}`;
    explained.set(text, hidden.id);
  }
  element.dataset.meaning = explained.get(text);
  const control = element.matches("label, label *") ? element.closest("label").control : element;
  const ids = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean).concat(element.dataset.meaning));
  control.setAttribute("aria-describedby", Array.from(ids).join(" "));
  if (control !== element) control.dataset.meaning = element.dataset.meaning;
}

// A word that is marked: it can have the focus, unless it is part of a control, which has it for the word.
function define(word) {
  explain(word, WORDS[(word.dataset.word ?? word.textContent).toLowerCase()]);
  if (!word.closest("label, button, summary, a")) word.tabIndex = 0;
}

// Writes a text in which {word} or {word|as it is shown} marks words.
function withTerms(element, text) {
  // What is the same stays, so that a word with the focus keeps it.
  if (element.dataset.text === text) return;
  element.dataset.text = text;
  element.textContent = "";
  for (const part of text.split(/(\{.*?\})/)) {
    if (part[0] !== "{") element.append(part);
    else {
      const [word, shownAs] = part.slice(1, -1).split("|"), marked = html("dfn", element, shownAs ?? word);
      marked.dataset.word = word;
      define(marked);
    }
  }
}

function wordsPart() {
  html("div", document.body).id = "meanings";
  byId("meanings").hidden = true;
  document.querySelectorAll("dfn").forEach(define);
  document.querySelectorAll("[title]:not(option)").forEach(explainTitle);
  // The boxes of measures and the backlog are made when data come.
  whenDrawn("drift-measures", (place) => {
    for (const label of place.querySelectorAll("label")) explain(label, WORDS[label.textContent.trim().toLowerCase()]);
  });
  whenDrawn("why-backlog", (table) => {
    for (const head of table.querySelectorAll("th[title]")) explainTitle(head);
    moveAmong(table);
  });
  tipPart();
}

function whenDrawn(id, act) {
  const place = byId(id);
  if (place) new MutationObserver(() => act(place)).observe(place, { childList: true });
}

// The title of an element as its explanation; that of a head of a column that sorts is the one of its button.
function explainTitle(element) {
  explain(element.querySelector("button") ?? element, element.title);
  element.removeAttribute("title");
}

// Many cells or shapes that can have the focus: the tab key reaches one of them, and arrow keys move to the others. Called
// again when they are others.
function moveAmong(place, selector = "[data-meaning]") {
  const all = () => Array.from(place.querySelectorAll(selector));
  const reach = (one) => all().forEach((cell) => cell.setAttribute("tabindex", cell === one ? 0 : -1));
  const now = all().filter((cell) => cell.getAttribute("tabindex") === "0");
  if (now.length !== 1) reach(now[0] ?? all()[0]);
  if ("moves" in place.dataset) return;
  place.dataset.moves = "";
  place.addEventListener("focusin", (event) => all().includes(event.target) && reach(event.target));
  place.addEventListener("keydown", (event) => {
    const cells = all(), at = cells.indexOf(document.activeElement), last = cells.length - 1;
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    cells[Math.min(last, Math.max(0, to))].focus();
  });
}

// The box: beside what is explained, inside the window. Escape closes it, and the pointer can rest on it.
function tipPart() {
  const tip = html("div", document.body);
  tip.id = "tip";
  tip.hidden = true;
  // What the box says is read from the description of the element.
  tip.setAttribute("aria-hidden", "true");
  let timer = null, shown = null;
  const of = (event) => (event.target.closest ? event.target.closest("[data-meaning]") : null);
  const hide = () => {
    clearTimeout(timer);
    tip.hidden = true;
    shown = null;
  };
  const show = (element) => {
    if (!element.isConnected) return hide();
    tip.textContent = byId(element.dataset.meaning).textContent;
    tip.hidden = false;
    shown = element;
    // Over choices the pointer goes through the box, because it would cover the next one.
    tip.classList.toggle("through", Boolean(element.closest("label, button, table")));
    const box = element.getBoundingClientRect(), width = document.documentElement.clientWidth;
    const below = box.bottom + tip.offsetHeight + 12 < window.innerHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left, width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - tip.offsetHeight - 6)}px`;
  };
  const later = (act, wait) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (tip.contains(event.target)) clearTimeout(timer);
    else if (of(event)) later(() => show(of(event)), 250);
    else if (!tip.hidden || timer) later(hide, 200);
  });
  document.addEventListener("focusin", (event) => {
    if (of(event)?.matches("dfn, :focus-visible")) show(of(event));
    else hide();
  });
  document.addEventListener("focusout", hide);
  // What gets the focus is scrolled into sight, and the box goes with it.
  document.addEventListener("scroll", () => (shown && shown === document.activeElement ? show(shown) : hide()), { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}
