// Each part stands for itself: what cannot be shown says so and leaves the rest alone.
(async () => {
  tablesPart();
  downloadPart();
  const trouble = byId("trouble");
  const tell = (text) => {
    trouble.hidden = false;
    trouble.textContent += `${text} `;
  };
  if (typeof DecompressionStream === "undefined") {
    return tell("This browser cannot unpack the page's data: summary, figures and tables are here, what can be chosen is not. A browser from 2023 or later can.");
  }
  const data = await unpack();
  beginShared(data);
  // Why comes before the rounds, whose events open it.
  for (const [id, part] of [["drift", driftPart], ["why", whyPart], ["rounds", roundsPart]]) {
    const section = byId(id);
    if (!section) continue;
    section.hidden = false;
    part(data);
  }
  if (byId(address.get("at"))) byId(address.get("at")).scrollIntoView();
  document.documentElement.dataset.ready = "yes";
})();
