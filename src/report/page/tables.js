// Tables that sort: by a button in the head of each column, once downward, again upward.
function tablesPart() {
  const value = (cell) => {
    const number = Number(cell.textContent.replace("−", "-").replace(/[^\d.e+-]/g, ""));
    return cell.textContent === "–" ? -Infinity : cell.textContent && !Number.isNaN(number) && /\d/.test(cell.textContent) ? number : cell.textContent;
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
