// A chart of lines over time, with bands, marks of events and a cursor. Points are what was observed.
function lineChart(data, element, about, lines, marks, points = []) {
  element.className = "chart";
  // As wide as the space allows, so that letters keep their size on a narrow screen.
  const WIDTH = Math.max(320, Math.min(1140, element.clientWidth || 900));
  const HEIGHT = about.short ? 190 : WIDTH < 700 ? 300 : 400, LEFT = 56, RIGHT = Math.min(130, WIDTH / 4), TOP = 12, BOTTOM = 44;
  const first = data.years[0], last = data.years[data.years.length - 1];
  const x = (year) => LEFT + ((year - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  const [low, high] = ends();
  const y = (value) => HEIGHT - BOTTOM - ((value / 1000 - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const root = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${about.label} of chosen states over time` }, element);
  axes();
  for (const line of lines) {
    if (line.banded && data.runs_all > 1) {
      band(line.bands[0], line.bands[4], line.colour, 0.13);
      band(line.bands[1], line.bands[3], line.colour, 0.22);
    }
  }
  for (const line of lines) {
    const style = { fill: "none", stroke: line.colour, "stroke-width": 2.2, "stroke-dasharray": line.dash };
    svg("path", { d: path(line.series), ...style, "data-series": line.name }, root);
  }
  for (const { name, series, colour } of points) {
    const group = svg("g", { fill: colour, "data-record": name }, root);
    svg("title", {}, group, `${name}, the record of history`);
    series.forEach((value, round) => value !== MISSING && svg("circle", { cx: x(data.years[round]).toFixed(1), cy: y(value).toFixed(1), r: 2.4 }, group));
  }
  names();
  const cursor = svg("line", { y1: TOP, y2: HEIGHT - BOTTOM, stroke: "var(--ink)" }, root);

  // The limits of the vertical axis: fixed for a share, else around the values, with 0.
  function ends() {
    if (about.low !== null) return [about.low, about.high];
    const all = lines.flatMap((line) => line.series.concat(line.bands ? line.bands[0].concat(line.bands[4]) : []));
    const there = all.filter((value) => value !== MISSING).map((value) => value / 1000);
    const top = there.reduce((most, value) => Math.max(most, value), 0) * 1.05;
    const bottom = there.reduce((least, value) => Math.min(least, value), 0) * 1.05;
    return [bottom, top > bottom ? top : bottom + 1];
  }

  function path(series) {
    let text = "", open = false;
    series.forEach((value, round) => {
      if (value === MISSING) open = false;
      else {
        text += `${open ? "L" : "M"}${x(data.years[round]).toFixed(1)} ${y(value).toFixed(1)}`;
        open = true;
      }
    });
    return text;
  }

  function band(lower, upper, colour, opacity) {
    let piece = [];
    const corner = (series) => (k) => `${x(data.years[k]).toFixed(1)},${y(series[k]).toFixed(1)}`;
    const close = () => {
      if (piece.length > 1) {
        const points = piece.map(corner(upper)).concat(piece.slice().reverse().map(corner(lower)));
        svg("polygon", { points: points.join(" "), fill: colour, "fill-opacity": opacity }, root);
      }
      piece = [];
    };
    lower.forEach((value, k) => (value === MISSING ? close() : piece.push(k)));
    close();
  }

  function axes() {
    // Round steps, about five in the range.
    const rough = (high - low) / 5, ten = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((k) => k * ten).find((one) => one >= rough * 0.999);
    const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
      const value = k * step, height = y(value * 1000);
      svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: height, y2: height, stroke: "var(--grid)" }, root);
      svg("text", { x: LEFT - 8, y: height + 4, "text-anchor": "end" }, root, value.toFixed(places).replace(/^-/, "−"));
    }
    for (const year of roundYears(Math.max(3, Math.floor((WIDTH - LEFT - RIGHT) / 70)))) {
      svg("line", { x1: x(year), x2: x(year), y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 5, stroke: "var(--faint)" }, root);
      svg("text", { x: x(year), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle", "data-year": year }, root, year);
    }
    svg("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, root, data.clock);
    const middle = (TOP + HEIGHT - BOTTOM) / 2;
    svg("text", { x: 14, y: middle, "text-anchor": "middle", transform: `rotate(-90 14 ${middle})` }, root, about.unit);
    for (const mark of marks) {
      const place = x(mark.year);
      const line = svg("line", { x1: place, x2: place, y1: TOP, y2: HEIGHT - BOTTOM, stroke: "var(--faint)", "stroke-dasharray": "3 4" }, root);
      svg("title", {}, line, `${mark.name} (${mark.year})`);
    }
  }

  // At most this number of multiples of 1, 2 or 5 times a power of ten. Parts of a year only if rounds have them.
  function roundYears(most) {
    const whole = data.years.every(Number.isInteger);
    const steps = [-2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
    const among = (step) => Math.floor(last / step + 1e-9) - Math.ceil(first / step - 1e-9) + 1;
    const step = steps.find((one) => (one >= 1 || !whole) && among(one) <= most) ?? (last - first || 1);
    return Array.from({ length: among(step) }, (_, k) => Number(((Math.ceil(first / step - 1e-9) + k) * step).toFixed(6)));
  }

  // Names at the right ends, moved apart so that they do not overlap.
  function names() {
    const found = lines.map((line) => ({ line, value: line.series.findLast((value) => value !== MISSING) }));
    const placed = found.filter((end) => end.value !== undefined).map((end) => ({ ...end, place: y(end.value) }));
    placed.sort((a, b) => a.place - b.place);
    const room = Math.min(16, (HEIGHT - TOP - BOTTOM) / Math.max(1, placed.length));
    let floor = TOP;
    for (const end of placed) floor = end.place = Math.max(end.place, floor + room);
    let ceiling = HEIGHT - BOTTOM;
    for (const end of placed.slice().reverse()) ceiling = (end.place = Math.min(end.place, ceiling)) - room;
    if (room < 8) return void svg("text", { x: WIDTH - RIGHT + 6, y: TOP + 12, class: "faint" }, root, `${placed.length} lines`);
    const letters = Math.floor(RIGHT / 6.5);
    for (const { line, place } of placed) {
      const text = line.name.length > letters ? line.name.slice(0, letters - 1) + "…" : line.name;
      svg("text", { x: WIDTH - RIGHT + 6, y: place + 4, style: `fill:${line.colour};font-size:${Math.min(13, room)}px` }, root, text);
    }
  }

  return {
    element,
    point(round) {
      for (const end of ["x1", "x2"]) put(cursor, end, x(data.years[round]));
    },
    // The round nearest to a place on the screen.
    round(clientX) {
      const box = element.getBoundingClientRect();
      const share = (((clientX - box.left) / box.width) * WIDTH - LEFT) / (WIDTH - LEFT - RIGHT);
      const year = first + share * (last - first);
      return data.years.reduce((best, one, k) => (Math.abs(one - year) < Math.abs(data.years[best] - year) ? k : best), 0);
    },
  };
}
