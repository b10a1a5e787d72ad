// The map of governance: one tile per state, made once for the data.
function tilesOf(data, governance, place, pressable) {
  place.textContent = "";
  const root = svg("svg", { viewBox: `0 0 ${PICTURE} ${PICTURE}`, role: "group" }, place);
  const tiles = data.map.map((tile) => {
    const name = data.states[tile.state], side = tile.size * PICTURE, size = Math.min(13, side / 5);
    const cell = svg("g", { id: `tile-${tile.state}` }, root);
    const box = { x: tile.x * PICTURE, y: tile.y * PICTURE, width: side - 3, height: side - 3 };
    const made = { state: tile.state, name, cell, size, rect: svg("rect", box, cell), texts: [] };
    if (size >= 6) {
      const fits = Math.floor((side - 8) / (size * 0.55)), middle = box.y + box.height * 0.45;
      const centred = { x: box.x + box.width / 2, "text-anchor": "middle" };
      const short = name.length > fits ? name.slice(0, Math.max(1, fits - 1)) + "…" : name;
      made.texts = [svg("text", { ...centred, y: middle }, cell, short), svg("text", { ...centred, y: middle + size * 1.3 }, cell)];
    }
    made.title = svg("title", {}, cell);
    pressable(cell, tile.state);
    return made;
  });

  return (round, chosen) => {
    put(root, "aria-label", `Map of governance in ${when(data, round)}`);
    for (const { state, name, cell, size, rect, texts, title } of tiles) {
      const value = governance[state][round], there = value !== MISSING;
      put(rect, "fill", there ? governanceColour(value) : "#fff");
      put(rect, "stroke", chosen === state ? "#1e2024" : "#c3c7cd");
      put(rect, "stroke-width", chosen === state ? 3 : 1);
      put(rect, "stroke-dasharray", there ? "" : "3 3");
      const dark = there && Math.abs((2 * value) / 1000 - 1) > 0.6;
      for (const text of texts) put(text, "style", `font-size:${size}px;fill:${dark ? "#fff" : "#1e2024"}`);
      const number = texts[1];
      if (number && there) {
        write(number, (value / 1000).toFixed(2));
        if (!number.parentNode) cell.insertBefore(number, title);
      } else if (number) number.remove();
      write(title, `${name}: ${there ? said(value) : "not in the world"}`);
      put(cell, "aria-label", there ? `${name}, governance ${said(value)}` : `${name}, not in the world`);
      put(cell, "aria-pressed", chosen === state);
    }
  };
}
