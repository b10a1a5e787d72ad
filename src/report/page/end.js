// Each part stands for itself: what cannot be shown says so and leaves the rest alone.
(async () => {
  tablesPart();
  const trouble = byId("trouble");
  const tell = (text) => {
    trouble.hidden = false;
    trouble.textContent += `${text} `;
  };
  if (typeof DecompressionStream === "undefined") {
    return tell("This browser cannot unpack the page's data: summary, figures and tables are here, what can be chosen is not. A browser from 2023 or later can.");
  }
  const data = await unpack();
  for (const [id, part] of [["drift", driftPart], ["rounds", roundsPart], ["why", whyPart]]) {
    const section = byId(id);
    if (!section) continue;
    section.hidden = false;
    part(data);
  }
  document.documentElement.dataset.ready = "yes";
})();
