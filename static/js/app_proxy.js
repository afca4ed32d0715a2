// Inside the shop no redirect can lead from the form to the order's own address: the browser is told it afterwards, so
// that going back, reloading and bookmarking do what they should. The theme gives every such page one title; ours says
// more. Nothing depends on either.
(() => {
  const ownUrl = document.getElementById("own-url")?.dataset.url;
  if (ownUrl?.startsWith("/") && !ownUrl.startsWith("//")) {
    try {
      history.replaceState(history.state, "", ownUrl);
    } catch {
      // Some browsers allow this only so many times in a minute.
    }
  }
  const title = document.getElementById("order-tracking")?.dataset.title;
  if (title) document.title = title;
})();
