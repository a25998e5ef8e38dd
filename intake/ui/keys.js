// Keys of the staff console, as the list in this element (`element`) has them: data-keys, data-step, data-go.
const listening = (document.keyListener ??= new AbortController());
listening.abort();
document.keyListener = new AbortController();
document.addEventListener("keydown", press, { signal: document.keyListener.signal });
element.addEventListener("click", (event) => {
  if (event.target.closest("#keys-button")) go("keys-dialog");
});

function press(event) {
  const row = [...element.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys.split(" ").includes(name(event)));
  if (!row || event.altKey || event.metaKey || (name(event) === event.key && isTaken(event))) return;
  if (row.dataset.step ? step(Number(row.dataset.step)) : go(row.dataset.go) || unfold(row.dataset.fold)) event.preventDefault();
}

function name(event) {
  return event.ctrlKey ? `Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key}` : event.key;
}

// Who types means letters; in an open dialog only the dialog's own keys count; arrows move the page elsewhere.
function isTaken(event) {
  const at = event.target;
  if (at.closest("input, textarea, select, [contenteditable], [role=listbox], dialog")) return true;
  return event.key.startsWith("Arrow") && !at.closest(".queue");
}

function step(by) {
  const rows = [...document.querySelectorAll(".queue .entry-row > [data-action]:not(.take)")];
  const at = document.activeElement.closest?.(".entry-row")?.firstElementChild;
  const current = rows.indexOf(at ?? document.querySelector(".queue [aria-current=true]"));
  const next = rows[current < 0 ? 0 : Math.min(Math.max(current + by, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function go(id) {
  const target = document.getElementById(id);
  if (!target) return false;
  if (target.matches("dialog")) {
    target.showModal();
    return true;
  }
  const field = target.matches("input, textarea") ? target : target.querySelector("textarea, input");
  const button = target.matches("button") ? target : target.querySelector("button");
  if (field) field.focus();
  else if (!button || button.disabled || !button.checkVisibility()) return false;
  else button.click();
  return true;
}

// What lies in a fold that is shut isn't there yet: the same key acts once it can be seen.
function unfold(id) {
  const head = id && document.querySelector(`#${id} > button`);
  head?.click();
  return Boolean(head);
}
