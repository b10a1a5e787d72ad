// Parts that are drawn again keep the focus: it goes to the control of the same name, or else to the one in its place.
const CONTROLS = "a[href], button, input, select, summary, [tabindex]";

function nameOf(control) {
  const label = control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? control.textContent;
  return `${control.id} ${control.closest("[data-outcome]")?.dataset.outcome ?? ""} ${control.type ?? control.role ?? ""} ${label}`;
}

// What had the focus and was not there when its place was drawn again: it may come back the next time.
const lost = new Map();

// Called before a place is drawn again; what it returns is called after that, with a control to go to if none is left.
function focusIn(place) {
  const now = document.activeElement, all = () => Array.from(place.querySelectorAll(CONTROLS));
  const at = all().indexOf(now);
  if (at < 0) return () => {};
  const before = lost.get(place), name = before?.at === nameOf(now) ? before.name : nameOf(now);
  return (otherwise = null) => {
    const there = all().filter((one) => one.checkVisibility() && !one.disabled);
    const same = there.find((one) => nameOf(one) === name), next = same ?? there[Math.min(at, there.length - 1)] ?? otherwise;
    if (same || !next) lost.delete(place);
    else lost.set(place, { name, at: nameOf(next) });
    if (next !== document.activeElement) next?.focus({ preventScroll: true });
  };
}
