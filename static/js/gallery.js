// In the gallery only, before site.js: an earlier visit to this page, so that what is new since then is marked.
(() => {
  const HOURS = 66;
  const line = document.getElementById("since");
  if (!line) return;
  try {
    const visit = { at: Date.now() - HOURS * 3_600_000, seen: document.currentScript.dataset.seen, since: 0 };
    localStorage.setItem(`order-seen:${line.dataset.order}`, JSON.stringify(visit));
  } catch {
    // A browser that keeps nothing shows no marks.
  }
})();
