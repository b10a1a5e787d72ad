// The figures of the runs, as takvin plot draws them. A figure is asked for once it is in sight, and again when the runs are
// others.
const figures = { wanted: new Set(), sight: null };
// What the other views do not show.
const AT_FIRST = ["portrait", "relations", "timeline", "pressure", "budget", "comparison"];

const figureName = (figure) => figure.id.replace("figure-", "");
const allFigures = () => Array.from(document.querySelectorAll("figure.print"));
// A comparison has nothing to show without a baseline.
const needsBaseline = (name) => ["comparison", "effects"].includes(name);

function figuresPart() {
  const chosen = address.getAll("figures");
  figures.wanted = new Set(chosen.length ? chosen : AT_FIRST);
  figures.sight = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) if (isIntersecting) drawFigure(target);
  }, { rootMargin: "200px" });
  for (const figure of allFigures()) {
    const name = figureName(figure), label = html("label", byId("figures-shown"));
    const box = html("input", label);
    Object.assign(box, { type: "checkbox", value: name, checked: figures.wanted.has(name) });
    label.append(name);
    label.title = figure.querySelector(".sheet").getAttribute("aria-label");
    box.onchange = () => {
      if (box.checked) figures.wanted.add(name);
      else figures.wanted.delete(name);
      keep("figures", Array.from(figures.wanted));
      newFigures();
    };
    const caption = figure.querySelector("figcaption");
    for (const kind of ["svg", "png"]) {
      const type = kind === "svg" ? "image/svg+xml" : "image/png";
      saveButton(caption, `Download ${kind.toUpperCase()}`, () => fetched(`${name}.${kind}`, type, `jobs/${runs.id}/figures`, figureOf(name, kind)));
    }
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", newFigures);
}

// What the server is asked for. What is kept is in light colours, for paper.
function figureOf(name, kind) {
  const theme = kind === "page" && matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return { name, kind, theme, states: address.getAll("states"), against: needsBaseline(name) ? (runs.baseline?.id ?? null) : null };
}

// The runs are others, or other figures are wanted.
function newFigures() {
  for (const figure of allFigures()) {
    const name = figureName(figure);
    figure.hidden = !runs.done || !figures.wanted.has(name) || (needsBaseline(name) && !runs.baseline);
    // An observer reports at once whether a figure that it begins to observe is in sight.
    figures.sight.unobserve(figure);
    if (!figure.hidden) figures.sight.observe(figure);
  }
}

async function drawFigure(figure) {
  const asked = figureOf(figureName(figure), "page"), what = JSON.stringify([runs.id, asked]);
  if (figure.dataset.of === what) return;
  figure.dataset.of = what;
  const sheet = figure.querySelector(".sheet");
  try {
    const text = await (await reach(`jobs/${runs.id}/figures`, asked)).text();
    if (figure.dataset.of === what) sheet.innerHTML = text;
  } catch (error) {
    if (figure.dataset.of !== what) return;
    sheet.textContent = error.status === 410 ? "" : error.message;
    delete figure.dataset.of;
  }
}
