// Each part works alone: a part that cannot be shown says so and does not affect the others.
(async () => {
  tablesPart();
  wordsPart();
  downloadPart();
  const trouble = byId("trouble");
  const tell = (text) => {
    trouble.hidden = false;
    trouble.textContent += `${text} `;
  };
  if (typeof DecompressionStream === "undefined") {
    return tell("This browser cannot unpack the page's data. The summary, the figures and the tables are shown, the interactive parts are not. Use a browser from 2023 or later.");
  }
  const data = await unpack();
  beginShared();
  shared.contrast = data.contrast;
  showData(data);
  if (byId(address.get("at"))) byId(address.get("at")).scrollIntoView();
  document.documentElement.dataset.ready = "yes";
})();
