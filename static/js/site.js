// Copying a tracking number, and keeping folds open when the page is brought up to date. Nothing depends on either.
(() => {
  const page = document.documentElement;
  if (navigator.clipboard) page.classList.add("can-copy");

  // htmx notes the address, and with it the link to the order, in the tab's storage; nothing here needs that.
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // A browser that allows no storage holds nothing either.
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const status = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = button.dataset.copied;
      setTimeout(() => { status.textContent = ""; }, 4000);
    } catch {
      status.textContent = "";
    }
  });

  let open = [];
  document.addEventListener("htmx:beforeSwap", () => {
    open = Array.from(document.querySelectorAll("details[open][id]"), (fold) => fold.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  });
})();
