// Tables that sort: a button in the head of each column sorts downward first, then upward.
function tablesPart() {
  // The number that a cell begins with, or its words. Missing values come last when sorted downward.
  const value = (cell) => {
    const text = cell.textContent.trim().replace("−", "-");
    if (text === "–") return -Infinity;
    const number = /^[+-]?\d[\d.]*(e[+-]?\d+)?/.exec(text);
    return number ? Number(number[0]) : text;
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = Array.from(table.tBodies[0].rows);
        rows.sort((a, b) => {
          const [one, other] = [value(a.cells[column]), value(b.cells[column])];
          const order = typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
          return down ? -order : order;
        });
        table.tBodies[0].append(...rows);
      });
    });
  }
}
