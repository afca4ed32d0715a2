"use strict";
// Copying needs a script; without one the text can be selected.
function showCopying(within) {
  for (const button of within.querySelectorAll("[data-copy]")) button.hidden = false;
}
showCopying(document);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  source.select();
  try {
    await navigator.clipboard.writeText(source.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Selected: copy it with your keyboard";
  }
});

// "/" goes to the field from anywhere that is not itself a field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const field = document.getElementById("find-q");
  if (!field) return;
  event.preventDefault();
  field.select();
});

// After an action the focus stays where it was; where that is gone, it goes to what comes next.
let places = [];
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("form");
  const then = form?.dataset.then;
  places = [document.activeElement?.id, then && `line-${then}-order`, form?.dataset.heading || "needs-title"];
});
document.addEventListener("htmx:afterSettle", (event) => {
  showCopying(event.target);
  if (document.activeElement && document.activeElement !== document.body) return;
  const found = places.map((id) => id && document.getElementById(id)).find(Boolean);
  found?.focus();
});
document.addEventListener("htmx:sendError", tellFailure);
document.addEventListener("htmx:responseError", tellFailure);
function tellFailure() {
  const said = document.createElement("p");
  said.className = "said error";
  said.textContent = "That did not work. Load the page again, and try once more.";
  document.getElementById("said").replaceChildren(said);
}
