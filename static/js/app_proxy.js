// Inside the shop no redirect can lead from the form to the order's own address: the browser is told it when the order is
// there, so that going back, reloading and bookmarking do what they should, and no posted page is left behind. The theme
// gives every such page one title; ours says more. Nothing depends on either.
(() => {
  const here = () => location.pathname + location.search;
  let shown = here();

  const settle = (put) => {
    const title = document.getElementById("order-tracking")?.dataset.title;
    if (title) document.title = title;
    const ownUrl = document.getElementById("own-url")?.dataset.url;
    if (ownUrl?.startsWith("/") && !ownUrl.startsWith("//") && ownUrl !== here()) {
      try {
        history[put](history.state, "", ownUrl);
      } catch {
        // Some browsers allow this only so many times in a minute.
      }
    }
    shown = here();
  };

  settle("replaceState"); // a page that was posted by the browser itself, before htmx was there
  document.addEventListener("htmx:afterSettle", () => settle("pushState"));
  addEventListener("popstate", () => {
    if (here() !== shown) location.reload();
  });
})();
